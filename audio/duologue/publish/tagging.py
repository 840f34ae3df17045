"""The sounds of a show say which show they are of: one album, in its order, whatever each was rendered as."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from duologue.errors import EpisodeError
from duologue.programme.folder.digests import sha256_of_file, with_digests
from duologue.programme.folder.exchange import new_folder, only_run
from duologue.programme.formats.comments import retag_sound
from duologue.programme.manifest import MANIFEST_NAME, Manifest, SoundEntry, manifest_json, read_manifest
from duologue.programme.mp3.show_tags import ShowTags, retag
from duologue.programme.provenance.sign import sign_mp3, signing_files
from duologue.publish.releases import Release
from duologue.publish.show import Show


def tag_as_show(show: Show, releases: tuple[Release, ...]) -> tuple[Path, ...]:
    """Sets the tags of all sounds that name another show, author or number; the folders that were changed.

    Each folder is exchanged whole: it is the episode as it was, or as it is now.

    Raises:
        EpisodeError: one cannot be read or written, or is being rendered.
    """
    changed = []
    for release in releases:
        wanted = ShowTags(show.title or "", show.author or "", release.number)
        manifest = release.episode.manifest
        if ShowTags(manifest.show, manifest.show_author, manifest.number) != wanted:
            _exchange(release.episode.folder, wanted)
            changed.append(release.episode.folder)
    return tuple(changed)


def tag_folder(folder: Path, manifest: Manifest, tags: ShowTags) -> Manifest:
    """Sets the tags of an episode in a folder that nobody else sees yet; its manifest as it is then.

    Raises:
        EpisodeError: the sound or the manifest cannot be written.
    """
    mp3 = folder / manifest.files.mp3
    said = {"show": tags.show, "show_author": tags.author, "number": tags.number}
    made = manifest.model_copy(update={**said, "mp3_bytes": retag(mp3, tags)})
    try:
        made = made.model_copy(update={"sounds": tuple(_tagged(folder, each, tags) for each in made.sounds)})
        sounds = (mp3.name, *(sound.name for sound in made.sounds))
        if made.signed:
            made = made.model_copy(update={"mp3_bytes": sign_mp3(mp3, made, signing_files(made))})
        made = with_digests(made, {}, {name: sha256_of_file(folder / name) for name in sounds})
        (folder / MANIFEST_NAME).write_text(manifest_json(made), encoding="utf-8", newline="\n")
    except OSError as error:
        raise EpisodeError(f"{folder / MANIFEST_NAME} cannot be written ({error.strerror})") from None
    return made


def _tagged(folder: Path, sound: SoundEntry, tags: ShowTags) -> SoundEntry:
    path = folder / sound.name
    retag_sound(path, sound.kind, tags)
    return sound.model_copy(update={"bytes": path.stat().st_size})


def _exchange(folder: Path, tags: ShowTags) -> None:
    with only_run(folder), new_folder(folder) as beside:
        manifest = read_manifest(folder)
        written = {MANIFEST_NAME, manifest.files.mp3, *(sound.name for sound in manifest.sounds)}
        for path in folder.iterdir():
            if path.name in written:
                shutil.copy2(path, beside / path.name)
            elif path.is_dir() and not path.is_symlink():
                shutil.copytree(path, beside / path.name, symlinks=True, copy_function=_same)
            else:
                _same(path, beside / path.name)
        tag_folder(beside, manifest, tags)


def _same(path: str | Path, to: str | Path) -> None:
    """The same file under another path, without a copy where the file system can."""
    try:
        os.link(path, to, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, to, follow_symlinks=False)
