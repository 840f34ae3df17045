"""The episodes of a folder, newest first, and the files each of them is published with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from duologue.errors import ConfigError, EpisodeError, UsageError
from duologue.model import Chapter
from duologue.programme import cover
from duologue.programme.contents import transcripts
from duologue.programme.contents.chapters import json_chapters
from duologue.programme.contents.cues import shown_cues
from duologue.programme.contents.notes import show_notes_markdown
from duologue.programme.manifest import MANIFEST_NAME, Manifest, read_manifest
from duologue.publish.page import episode_page


@dataclass(frozen=True, slots=True)
class Published:
    """An episode and where it lies.

    `manifest` is without what a feed has no need of (cues, takes, the text account), so that a show of
    hundreds of episodes takes little memory.
    """

    folder: Path
    manifest: Manifest

    @property
    def mp3(self) -> Path:
        """The episode's sound."""
        return self.folder / self.manifest.files.mp3

    def whole(self) -> Manifest:
        """The manifest with everything in it, read anew.

        Raises:
            ConfigError: see `read_manifest`.
        """
        return read_manifest(self.folder)


def find_episodes(folder: Path) -> list[Published]:
    """The episodes below `folder`, newest first; folders without an `episode.json` are passed over.

    Raises:
        UsageError: `folder` is no folder.
        ConfigError: an `episode.json` is damaged, an episode is not whole or lies elsewhere, or two have the
            same guid.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    found = []
    guids: dict[str, Path] = {}
    for path in sorted(folder.glob(f"[!.]*/{MANIFEST_NAME}")):
        if path.parent.is_symlink():
            raise ConfigError("is a link to an episode elsewhere: put the episode itself here", path.parent)
        episode = read_episode(path.parent)
        if (lacks := _what_it_lacks(episode)) is not None:
            raise ConfigError(lacks, path)
        guid = episode.manifest.guid
        if guid in guids:
            raise ConfigError(f"has the same guid as {guids[guid]}; a player would show only one", path)
        guids[guid] = path
        found.append(episode)
    return sorted(found, key=lambda e: (e.manifest.published or date.min, e.manifest.slug), reverse=True)


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
    return read_manifest(folder).model_copy(update={"cues": (), "takes": (), "account": {}})


_WRITERS: dict[str, Callable[[Manifest], str]] = {
    "vtt": lambda e: transcripts.vtt(shown_cues(e.cues, e.language), e.language),
    "srt": lambda e: transcripts.srt(shown_cues(e.cues, e.language)),
    "json_transcript": lambda e: transcripts.json_transcript(shown_cues(e.cues, e.language)),
    "html": lambda e: transcripts.html(shown_cues(e.cues, e.language), e.language, title=e.title),
    "chapters": lambda e: json_chapters(
        [Chapter(c.title, c.start_ms, c.end_ms) for c in e.chapters], title=e.title
    ),
    "notes": show_notes_markdown,
    "page": episode_page,
}
"""The text files of an episode, by their field in `Files`."""


def companion_file(episode: Published, name: str) -> str | None:
    """The text file called `name` that goes with an episode; None if there is none of that name."""
    wanted = (write for field, write in _WRITERS.items() if getattr(episode.manifest.files, field) == name)
    write = next(wanted, None)
    return write(episode.whole()) if write else None


def companion_files(episode: Manifest) -> dict[str, str]:
    """Name and content of every text file that goes with an episode's sound, from the manifest alone."""
    return {getattr(episode.files, field): write(episode) for field, write in _WRITERS.items()}


def thumbnail_of(episode: Published) -> bytes:
    """The small cover of an episode that was rendered without one.

    Raises:
        EpisodeError: its cover cannot be read.
    """
    path = episode.folder / episode.manifest.files.cover
    try:
        return cover.thumbnail(cover.from_bytes(path.read_bytes(), str(path)))
    except OSError as error:
        raise EpisodeError(f"{path} cannot be read ({error.strerror})") from None


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
