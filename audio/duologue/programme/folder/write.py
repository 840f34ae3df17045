"""Writing an episode: from its parts to every file of its folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from duologue.model import Interview, Role
from duologue.programme import cover
from duologue.programme.folder.digests import sha256_of_file, with_digests
from duologue.programme.folder.episode_tags import episode_tags
from duologue.programme.folder.make_manifest import make_manifest
from duologue.programme.folder.parts import EpisodeParts, contents_of
from duologue.programme.manifest import MANIFEST_NAME, Files, Manifest, manifest_json
from duologue.programme.mastering.assembly import assemble
from duologue.programme.mp3.tags import id3_tag


def write_episode(
    folder: Path,
    parts: EpisodeParts,
    companions: Callable[[Manifest], Mapping[str, str]],
    progress: Callable[[int, int], None],
) -> tuple[Manifest, float]:
    """Writes the sound with its tag, the script, the cover, the companions and the manifest into `folder`.

    Args:
        folder: is there, and empty.
        parts: what the episode is made of.
        companions: the text files that are made from the manifest alone, by name.
        progress: see `assemble`.

    Returns:
        The manifest, and the seconds that mastering and encoding took.

    Raises:
        EpisodeError: it cannot be encoded or written.
    """
    contents = contents_of(parts)
    picture = _cover(parts)
    files = Files(mp3=f"{parts.identity.slug}.mp3")
    tag = id3_tag(episode_tags(parts, contents, cover.embedded(picture)))
    started = time.monotonic()
    with (folder / files.mp3).open("w+b") as mp3:
        mp3.write(tag)
        mastered = assemble(
            parts.sound.mixed,
            parts.sound.takes,
            parts.options.mastering,
            mp3,
            cache=parts.sound.frames,
            progress=progress,
        )
        mp3_bytes = mp3.seek(0, 2)
    seconds = time.monotonic() - started
    manifest = make_manifest(parts, contents, files, mastered, mp3_bytes)
    texts = {name: text.encode() for name, text in companions(manifest).items()}
    public = _pictures(parts, files, picture) | texts
    for name, content in public.items():
        (folder / name).write_bytes(content)
    (folder / files.script).write_bytes(parts.script.encode())
    manifest = with_digests(manifest, public, {files.mp3: sha256_of_file(folder / files.mp3)})
    (folder / MANIFEST_NAME).write_bytes(manifest_json(manifest).encode())
    return manifest, seconds


def _pictures(parts: EpisodeParts, files: Files, picture: cover.Picture) -> dict[str, bytes]:
    """The cover in the sizes of players, pages and lists, and the card that other sites show, by name."""
    interview = parts.interview
    own = picture if parts.picture is not None else None
    card = cover.share_card(interview.title, parts.show, _people(interview), interview.language, own)
    return {
        files.cover: parts.picture.jpeg if parts.picture is not None else cover.jpeg(picture),
        files.thumbnail: cover.thumbnail(picture),
        files.icon: cover.icon(picture),
        files.share: card,
    }


def _cover(parts: EpisodeParts) -> cover.Picture:
    """The picture of the settings, or one drawn from the title and who talks."""
    if parts.picture is not None:
        return parts.picture.cover()
    interview = parts.interview
    guests = [speaker.name for speaker in interview.speakers if speaker.role is Role.INTERVIEWEE]
    return cover.draw(interview.title, parts.show, _people(interview), interview.language, guests=guests)


def _people(interview: Interview) -> list[str]:
    return [speaker.name for speaker in interview.speakers if speaker.role is not Role.NARRATOR]
