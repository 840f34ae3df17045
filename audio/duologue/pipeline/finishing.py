"""Finishing: a recording is arranged, mastered, encoded, tagged and written. Another process may do it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from duologue.interview import read_text, write_script
from duologue.model import NARRATOR, SCRIPT_NAME, Chapter, Cue, Episode, Identity, Interview
from duologue.pipeline.destination import Destination, existing, is_same_file, script_sha256
from duologue.pipeline.fingerprint import fingerprint_of, is_whole
from duologue.pipeline.recording import Recording
from duologue.pipeline.show_of import numbered
from duologue.programme.arrange import arrange
from duologue.programme.folder.exchange import new_folder
from duologue.programme.folder.parts import EpisodeParts, EpisodeSound, EpisodeVoices
from duologue.programme.folder.source_proof import account_entry
from duologue.programme.folder.source_spans import with_source
from duologue.programme.folder.write import write_episode
from duologue.programme.manifest import MANIFEST_NAME, Manifest, PrivateEntry, manifest_json
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.music.beds import place_beds
from duologue.programme.music.placement import with_music
from duologue.programme.provenance.options import SigningFiles
from duologue.publish.library import companion_files, write_changed
from duologue.speech.cast import Casting
from duologue.speech.mix import engines_of
from duologue.speech.voice_titles import voice_title
from duologue.store.takes import TakeCache


def finish(recording: Recording, cache: TakeCache, assembled: Callable[[int, int], None]) -> Episode:
    """Arranges, masters, encodes, tags and writes a recording; where nothing has changed, writes nothing.

    Args:
        recording: what was said.
        cache: where its takes are.
        assembled: told after every stretch of the programme that is encoded: how much is done, of how much.

    Raises:
        DuologueError: see `duologue.errors`. The folder is as it was.
    """
    started = time.monotonic()
    interview, settings, destination = recording.interview, recording.settings, recording.destination
    frames = FrameCache(cache.entries)
    seconds = {**recording.seconds, "master": 0.0, "publish": 0.0}
    fingerprint = fingerprint_of(recording)
    there = existing(destination.folder)
    unchanged = there is not None and there.fingerprint == fingerprint and destination.edited is None
    if there is not None and there.signed and not _has_account(recording, there):
        unchanged = False  # what was left out is signed too
    if there is not None and unchanged and is_whole(destination.folder, there):
        _keep_account(recording, there)
        return _episode(recording, there, seconds, unchanged=True)
    timeline = arrange(
        with_music(recording.speech.voiced, recording.music),
        settings.pause_rules(),
        variation=settings.pause_variation,
    )
    mixed, takes = place_beds(timeline, cache, recording.music, frames, settings.mastering)
    with new_folder(destination.folder, lambda folder: _keep_edit(recording, folder)) as folder:
        manifest, mastered_seconds = write_episode(
            folder,
            EpisodeParts(
                interview=interview,
                sound=EpisodeSound(timeline, mixed, takes, frames),
                voices=_voices(interview, recording.casting),
                options=settings,
                identity=Identity(destination.slug, destination.guid),
                fingerprint=fingerprint,
                script=_script(recording),
                picture=recording.picture,
                pictures=recording.pictures,
                private=_private(recording),
            ),
            companion_files,
            assembled,
        )
        manifest = numbered(folder, manifest, destination.folder.parent)
        _keep_others(destination, there, manifest, folder)
    seconds |= {"master": mastered_seconds, "publish": time.monotonic() - started - mastered_seconds}
    return _episode(recording, manifest, seconds, unchanged=False)


def _has_account(recording: Recording, there: Manifest) -> bool:
    """Whether the episode's account is this source's, or it was made of another one."""
    if there.private.source != recording.destination.source:
        return True
    return bool(there.private.account == json.loads(json.dumps(account_entry(recording.interview))))


def _keep_account(recording: Recording, there: Manifest) -> None:
    """What is left out of the source may have changed without a change of the episode.

    Raises:
        EpisodeError: it cannot be written.
    """
    if there.private.source != recording.destination.source:
        return
    private = there.private.model_copy(update={"account": account_entry(recording.interview)})
    cues = tuple(with_source(recording.interview, there.cues))
    made = there.model_copy(update={"private": private, "cues": cues})
    write_changed(recording.destination.folder / MANIFEST_NAME, manifest_json(made).encode())


def _voices(interview: Interview, casting: Casting) -> EpisodeVoices:
    names = dict.fromkeys((*(speaker.name for speaker in interview.speakers), NARRATOR))
    voices = {name: casting.voice_of(name) for name in names}
    return EpisodeVoices(
        engine=engines_of(casting),
        voices={name: str(voice) for name, voice in voices.items()},
        titles={name: voice_title(voice) for name, voice in voices.items()},
    )


def _script(recording: Recording) -> str:
    """The text of script.md: the one that lies there, comments and all, where it is what is said."""
    interview = recording.interview
    canonical = write_script(interview)
    place = recording.destination.folder / SCRIPT_NAME
    if interview.is_script and interview.account and is_same_file(Path(interview.origin), place):
        own = interview.account.source
        if write_script(read_text(own)) == canonical:
            return own
    return canonical


def _keep_edit(recording: Recording, folder: Path) -> None:
    """A script that was changed while its episode was rendered stays as it is now: the next render says it.

    Raises:
        OSError: it cannot be copied.
    """
    place = recording.destination.folder / SCRIPT_NAME
    account = recording.interview.account
    if recording.interview.is_script and account and is_same_file(Path(recording.interview.origin), place):
        now = place.read_bytes()
        if now != account.source.encode("utf-8", "surrogatepass"):
            (folder / SCRIPT_NAME).write_bytes(now)


def _private(recording: Recording) -> PrivateEntry:
    return PrivateEntry(
        source=recording.destination.source,
        from_script=recording.interview.is_script,
        script_sha256=script_sha256(_script(recording)),
        voice=dict(recording.given_voices),
        signing=_signing(recording.settings.provenance),
        account=account_entry(recording.interview),
    )


def _signing(provenance: bool | SigningFiles) -> dict[Literal["key", "certificate"], str]:
    if isinstance(provenance, bool):
        return {}
    return {"key": str(provenance.key.resolve()), "certificate": str(provenance.certificate.resolve())}


def _keep_others(destination: Destination, there: Manifest | None, manifest: Manifest, folder: Path) -> None:
    """What a person has put into the folder, or edited there, is kept in the new one.

    Raises:
        OSError: it cannot be copied.
    """
    ours = {MANIFEST_NAME, *manifest.names, *(there.names if there is not None else ())}
    for path in sorted(destination.folder.iterdir()) if destination.folder.is_dir() else ():
        if path.name in ours:
            continue
        if path.is_dir():
            shutil.copytree(path, folder / path.name, symlinks=True)
        else:
            shutil.copy2(path, folder / path.name, follow_symlinks=False)
    if destination.edited is not None:
        _free_name(folder, manifest.files.script, destination.edited).write_text(
            destination.edited, encoding="utf-8", newline="\n"
        )


def _free_name(folder: Path, script: str, text: str) -> Path:
    """`script.md.bak`, or with a number where another edited script lies there."""
    number = 1
    while True:
        path = folder / f"{script}.bak{'' if number == 1 else f'-{number}'}"
        if not path.exists() or path.read_text(encoding="utf-8", errors="replace") == text:
            return path
        number += 1


def _episode(
    recording: Recording, manifest: Manifest, seconds: Mapping[str, float], *, unchanged: bool
) -> Episode:
    folder = recording.destination.folder
    return Episode(
        mp3=folder / manifest.files.mp3,
        folder=folder,
        guid=manifest.guid,
        title=manifest.title,
        language=manifest.language,
        engine=manifest.engine,
        voices={speaker.name: speaker.voice for speaker in manifest.speakers},
        chapters=tuple(Chapter(c.title, c.start_ms, c.end_ms) for c in manifest.chapters),
        cues=tuple(Cue(c.speaker, c.text, c.start_ms, c.end_ms, c.kind) for c in manifest.cues),
        duration_ms=manifest.duration_ms,
        samples=manifest.samples,
        sample_rate=manifest.sample_rate,
        utterances=manifest.utterances,
        new_takes=recording.speech.new,
        reused_takes=recording.speech.reused,
        loudness_lufs=manifest.loudness_lufs or 0.0,
        true_peak_dbtp=manifest.true_peak_dbtp or 0.0,
        seconds=seconds,
        source=recording.interview.origin,
        unchanged=unchanged,
        account=recording.interview.account,
    )
