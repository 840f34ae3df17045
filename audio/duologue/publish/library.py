"""The episodes of a folder, newest first, and the files each of them is published with."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from duologue.errors import ConfigError, EpisodeError, UsageError
from duologue.model import Chapter, Illustration
from duologue.programme import cover
from duologue.programme.contents import transcripts
from duologue.programme.contents.chapters import json_chapters
from duologue.programme.contents.cues import shown_cues
from duologue.programme.contents.notes import safe_url, show_notes_markdown
from duologue.programme.manifest import MANIFEST_NAME, Manifest, PrivateEntry, read_manifest
from duologue.publish.page import OEMBED_NAME, embed_page, episode_page
from duologue.publish.page_values import Around, Downloads
from duologue.publish.show import SHOW_NAME, Show
from duologue.publish.structured_data import episode_url, oembed_json
from duologue.publish.transcript_page import transcript_page
from duologue.publish.transcript_text import transcript_markdown, transcript_text

_GUIDS = uuid.UUID("b2bd2f38-9a4f-5b0c-8a7e-2f1f6f2c6a51")
"""The namespace of guids for episodes that share one."""


@dataclass(frozen=True, slots=True)
class Published:
    """An episode and where it lies.

    Attributes:
        folder: of the episode.
        manifest: without what a feed has no need of (cues, takes, the private half), so that a show of
            hundreds of episodes takes little memory.
        over: what the show says in place of the manifest's own values, by field; `manifest` has it already.
    """

    folder: Path
    manifest: Manifest
    over: Mapping[str, str] = field(default_factory=dict)

    @property
    def mp3(self) -> Path:
        """The episode's sound."""
        return self.folder / self.manifest.files.mp3

    def whole(self) -> Manifest:
        """The manifest with everything in it, read anew.

        Raises:
            ConfigError: see `read_manifest`.
        """
        return read_manifest(self.folder).model_copy(update=dict(self.over))


@dataclass(frozen=True, slots=True)
class Library:
    """The episodes below a folder, in order of their folders' names, and those that cannot be published.

    Attributes:
        episodes: whole ones.
        damaged: name of the folder → what is wrong there.
    """

    episodes: tuple[Published, ...]
    damaged: Mapping[str, ConfigError]


def read_library(folder: Path, show: Show) -> Library:
    """The episodes below `folder`, the folders with an `episode.json`, and what `show` says of them.

    Raises:
        UsageError: `folder` is no folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    whole: list[Published] = []
    damaged: dict[str, ConfigError] = {}
    guids: dict[str, Path] = {}
    for path in sorted(folder.glob(f"[!.]*/{MANIFEST_NAME}")):
        try:
            episode = _whole_episode(path, show)
            first = guids.setdefault(episode.manifest.guid, path.parent)
            if first != path.parent:
                raise _same_guid(episode, first)
            whole.append(episode)
        except ConfigError as error:
            damaged[path.parent.name] = error
    return Library(tuple(whole), damaged)


def _whole_episode(path: Path, show: Show) -> Published:
    if path.parent.is_symlink():
        raise ConfigError("is a link to an episode elsewhere: put the episode itself here", path.parent)
    episode = read_episode(path.parent)
    if (lacks := _what_it_lacks(episode)) is not None:
        raise ConfigError(lacks, path)
    over = show.entry(path.parent.name).over
    return Published(episode.folder, episode.manifest.model_copy(update=over), over) if over else episode


def _same_guid(episode: Published, first: Path) -> ConfigError:
    name = episode.folder.name
    own = uuid.uuid5(_GUIDS, f"{episode.manifest.guid} {name}")
    return ConfigError(
        f"has the same guid as {first}, and a player would show only one of them. If it is a copy, remove "
        f"it; if not, give it a guid of its own in {SHOW_NAME}: episodes: {{{name}: {{guid: {own}}}}}",
        episode.folder / MANIFEST_NAME,
    )


def _what_it_lacks(episode: Published) -> str | None:
    """What keeps an episode from being published, such as a copy that broke off; None for a whole one."""
    manifest = episode.manifest
    for what, name in (("sound", manifest.files.mp3), ("cover", manifest.files.cover)):
        if not (episode.folder / name).is_file():
            return f"its {what}, {name}, is not there: copy it again, or render the episode again"
    size = episode.mp3.stat().st_size
    if size < manifest.mp3_bytes:
        return (
            f"its sound, {episode.mp3.name}, has {size} of {manifest.mp3_bytes} bytes: copy it again, "
            "or render the episode again"
        )
    for picture in manifest.pictures:
        if not (episode.folder / picture.name).is_file():
            return f"its picture {picture.name} is not there: copy it again, or render the episode again"
    for sound in manifest.sounds:
        path = episode.folder / sound.name
        if not path.is_file() or path.stat().st_size != sound.bytes:
            return f"{sound.name} is not there as it was written: render the episode again"
    return None


def read_episode(folder: Path) -> Published:
    """The episode in `folder`; its `episode.json` is read again only when it has changed.

    Raises:
        ConfigError: see `read_manifest`.
    """
    try:
        status = (folder / MANIFEST_NAME).stat()
    except OSError:
        return Published(folder, _light(folder))
    return Published(folder, _manifest(folder, status.st_mtime_ns, status.st_size, status.st_ino))


@lru_cache(maxsize=4096)
def _manifest(folder: Path, mtime_ns: int, size: int, inode: int) -> Manifest:
    return _light(folder)


def _light(folder: Path) -> Manifest:
    return read_manifest(folder).model_copy(
        update={"cues": (), "takes": (), "placed": (), "private": PrivateEntry()}
    )


_WRITERS: dict[str, Callable[[Manifest], str]] = {
    "vtt": lambda e: transcripts.vtt(shown_cues(e.cues, e.language), e.language),
    "srt": lambda e: transcripts.srt(shown_cues(e.cues, e.language)),
    "json_transcript": lambda e: transcripts.json_transcript(shown_cues(e.cues, e.language)),
    "html": transcript_page,
    "text": transcript_text,
    "markdown": transcript_markdown,
    "notes": show_notes_markdown,
}
"""The text files of an episode that know nothing of the show, by their field in `Files`."""


def _chapters(episode: Manifest, around: Around | None) -> str:
    """`chapters.json`; pictures have whole addresses where the show's is known."""
    home = episode_url(around) or ""

    def shown(name: str | None) -> Illustration | None:
        picture = episode.picture(name)
        return Illustration(f"{home}{quote(picture.name)}", picture.alt) if picture else None

    chapters = [
        Chapter(c.title, c.start_ms, c.end_ms, safe_url(c.url), shown(c.picture)) for c in episode.chapters
    ]
    return json_chapters(chapters, title=episode.title)


def companion_file(episode: Published, name: str, around: Around | None = None) -> str | None:
    """The text file called `name` that goes with an episode; None for any other name."""
    files = episode.manifest.files
    if name == files.page:
        return episode_page(episode.whole(), around, Downloads(sizes=_sizes(episode)))
    if name == files.embed:
        return embed_page(episode.whole(), around)
    if name == files.chapters:
        return _chapters(episode.manifest, around)
    if name == OEMBED_NAME:
        return oembed_json(episode.manifest, around) if around else None
    wanted = (write for field, write in _WRITERS.items() if getattr(files, field) == name)
    write = next(wanted, None)
    return write(episode.whole()) if write else None


def _sizes(episode: Published) -> dict[str, int]:
    """The lengths of the episode's text files that are there."""
    paths = (episode.folder / getattr(episode.manifest.files, field) for field in _WRITERS)
    return {path.name: path.stat().st_size for path in paths if path.is_file()}


def companion_files(episode: Manifest, around: Around | None = None) -> dict[str, str]:
    """Name and content of every text file that goes with an episode's sound.

    Args:
        episode: all of it.
        around: its show, for the pages; without it they stand for themselves.
    """
    files = episode.files
    made = {getattr(files, field): write(episode) for field, write in _WRITERS.items()}
    made[files.chapters] = _chapters(episode, around)
    sizes = {name: len(text.encode()) for name, text in made.items()}
    made[files.embed] = embed_page(episode, around)
    made[files.page] = episode_page(episode, around, Downloads(sizes=sizes))
    oembed = oembed_json(episode, around) if around else None
    return made | {OEMBED_NAME: oembed} if oembed else made


def pictures_there(manifest: Manifest) -> tuple[str, ...]:
    """The names of the pictures that an episode is rendered with: its cover, and what its chapters show."""
    return manifest.files.cover, *(each.name for each in manifest.pictures)


def small_pictures(manifest: Manifest) -> tuple[str, ...]:
    """The names of the pictures that are made of an episode's cover."""
    files = manifest.files
    return files.thumbnail, files.icon, files.share


def write_small_pictures(episode: Published) -> list[Path]:
    """Makes the pictures that an episode was rendered without, in its folder; those that were made.

    Raises:
        EpisodeError: its cover cannot be read, or a picture cannot be written.
    """
    made = []
    for name in small_pictures(episode.manifest):
        path = episode.folder / name
        picture = None if path.is_file() else picture_of(episode, name)
        if picture is not None and write_changed(path, picture):
            made.append(path)
    return made


def picture_of(episode: Published, name: str) -> bytes | None:
    """The small picture called `name` of an episode that was rendered without it; None if it has none such.

    Raises:
        EpisodeError: its cover cannot be read.
    """
    manifest = episode.manifest
    path = episode.folder / manifest.files.cover
    if name not in small_pictures(manifest):
        return None
    try:
        picture = cover.from_bytes(path.read_bytes(), str(path))
    except OSError as error:
        raise EpisodeError(f"{path} cannot be read ({error.strerror})") from None
    if name == manifest.files.share:
        people = [speaker.name for speaker in manifest.speakers if speaker.role != "narrator"]
        own = picture if manifest.own_cover else None
        return cover.share_card(manifest.title, manifest.show, people, manifest.language, own)
    return cover.icon(picture) if name == manifest.files.icon else cover.thumbnail(picture)


def write_changed(path: Path, content: bytes) -> bool:
    """Write a file only if its content is another; beside, then renamed. Whether it was written.

    Raises:
        EpisodeError: it cannot be written.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None
    return True
