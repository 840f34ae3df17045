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
from duologue.programme.formats.kinds import FORMATS
from duologue.programme.formats.write import write_formats
from duologue.programme.manifest import MANIFEST_NAME, Files, Manifest, SoundEntry, manifest_json
from duologue.programme.mastering.assembly import Mastered, assemble
from duologue.programme.mastering.frame_source import FrameSource
from duologue.programme.mastering.pcm import programme_pcm
from duologue.programme.mp3.tags import PADDING_BYTES, EpisodeTags, id3_tag
from duologue.programme.provenance.sign import room_for, sign_mp3, signing_files


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
    tags = episode_tags(parts, contents, cover.embedded(picture))
    started = time.monotonic()
    with (folder / files.mp3).open("w+b") as mp3:
        room = room_for(len(contents.cues)) if parts.options.provenance else 0
        mp3.write(id3_tag(tags, padding_bytes=PADDING_BYTES + room))
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
    manifest = manifest.model_copy(update={"sounds": _further(folder, parts, tags, mastered)})
    texts = {name: text.encode() for name, text in companions(manifest).items()}
    shown = {each.name: each.data for each in parts.pictures}
    public = _pictures(parts, files, picture) | shown | texts
    for name, content in public.items():
        (folder / name).write_bytes(content)
    (folder / files.script).write_bytes(parts.script.encode())
    if manifest.signed:
        signed_bytes = sign_mp3(folder / files.mp3, manifest, signing_files(manifest))
        manifest = manifest.model_copy(update={"mp3_bytes": signed_bytes})
    sounds = (files.mp3, *(sound.name for sound in manifest.sounds))
    manifest = with_digests(manifest, public, {name: sha256_of_file(folder / name) for name in sounds})
    (folder / MANIFEST_NAME).write_bytes(manifest_json(manifest).encode())
    return manifest, seconds


def _further(
    folder: Path, parts: EpisodeParts, tags: EpisodeTags, mastered: Mastered
) -> tuple[SoundEntry, ...]:
    """The programme in the further formats that are wanted."""
    kinds = [kind for kind in FORMATS if kind in parts.options.formats]
    if not kinds:
        return ()
    sound, mastering = parts.sound, parts.options.mastering
    source = FrameSource(sound.takes, sound.frames)
    samples = programme_pcm(sound.mixed, source, mastering, mastered.gains)
    return write_formats(folder, parts.identity.slug, kinds, samples, mastering.encoding.channels, tags)


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
