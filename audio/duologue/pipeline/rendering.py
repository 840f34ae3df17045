"""The render: speak, arrange, master, encode, tag and write what was planned."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from duologue.errors import EpisodeError
from duologue.interview import write_script
from duologue.model import NARRATOR, Chapter, Cue, Episode, Identity, Interview, Utterance
from duologue.pipeline.destination import Destination, existing, script_sha256
from duologue.pipeline.fingerprint import fingerprint_of, is_whole
from duologue.pipeline.planning import Plan
from duologue.pipeline.show_of import numbered
from duologue.pipeline.voicing import speech_of
from duologue.programme.arrange import arrange
from duologue.programme.folder.exchange import new_folder, only_run
from duologue.programme.folder.parts import EpisodeParts, EpisodeSound, EpisodeVoices
from duologue.programme.folder.source_proof import account_entry
from duologue.programme.folder.write import write_episode
from duologue.programme.manifest import MANIFEST_NAME, Manifest, PrivateEntry, manifest_json
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.take_levels import MeasuredTakes
from duologue.programme.music.beds import place_beds
from duologue.programme.music.placement import with_music
from duologue.publish.library import companion_files, write_changed
from duologue.speech.cast import Casting
from duologue.speech.mix import engines_of
from duologue.speech.speak import Speech, Spoken
from duologue.speech.voice_titles import voice_title
from duologue.store.takes import TakeCache

_CLOCK_SECONDS = 2.0
"""How coarse the times of files may be."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """Callbacks of a render.

    Attributes:
        spoken: after every utterance.
        assembled: after every stretch of the programme that is encoded: how much is done, of how much.
        begun: when speaking begins, with what is to be said; again when another engine begins anew.
        told: with a sentence that a person should read while the render goes on.
    """

    spoken: Callable[[Spoken], None] = lambda _: None
    assembled: Callable[[int, int], None] = lambda _done, _all: None
    begun: Callable[[Sequence[Utterance]], None] = lambda _: None
    told: Callable[[str], None] = lambda _: None


async def render(
    plan: Plan, cache: TakeCache, progress: Progress = Progress(), *, read_seconds: float = 0.0
) -> Episode:
    """Speaks, arranges, masters, encodes, tags and writes the planned episode.

    Where the folder already holds exactly this episode, nothing is written. Afterwards the cache is brought
    within its limit; what this render used stays.

    Args:
        plan: what was decided.
        cache: where takes are found and kept.
        progress: callbacks.
        read_seconds: how long reading took, for the episode's times.

    Raises:
        DuologueError: see `duologue.errors`. Finished takes are in the cache, the folder is as it was.
    """
    started_at = time.time()
    with ExitStack() as held:
        try:
            held.enter_context(only_run(plan.destination.folder))
            held.enter_context(cache.entries.in_use())
        except EpisodeError:
            await plan.close()
            raise
        episode = await _render(plan, cache, progress, {"read": read_seconds})
    try:
        cache.entries.prune(plan.settings.cache_limit_bytes, keep_since=started_at - _CLOCK_SECONDS)
    except EpisodeError as error:  # another render is using the cache, and will do this when it ends
        _log.debug("the cache was not brought within its limit: %s", error)
    return episode


async def _render(plan: Plan, cache: TakeCache, progress: Progress, seconds: dict[str, float]) -> Episode:
    started = time.monotonic()
    interview, settings, destination = plan.interview, plan.settings, plan.destination
    frames = FrameCache(cache.entries)
    voicing, speech, casting = await speech_of(
        plan.voicing,
        MeasuredTakes(cache, frames),
        done=progress.spoken,
        begun=progress.begun,
        tell=progress.told,
    )
    plan = replace(plan, voicing=voicing)
    spoke = time.monotonic()
    seconds |= {"speak": spoke - started, "master": 0.0, "publish": 0.0}
    fingerprint = fingerprint_of(plan, speech)
    there = existing(destination.folder)
    unchanged = there is not None and there.fingerprint == fingerprint and destination.edited is None
    if there is not None and unchanged and is_whole(destination.folder, there):
        _keep_account(plan, there)
        return _episode(plan, there, speech, seconds, unchanged=True)
    timeline = arrange(with_music(speech.voiced, plan.music), settings.pause_rules())
    mixed, takes = place_beds(timeline, cache, plan.music, frames, settings.mastering)
    with new_folder(destination.folder) as folder:
        manifest, mastered_seconds = write_episode(
            folder,
            EpisodeParts(
                interview=interview,
                sound=EpisodeSound(timeline, mixed, takes, frames),
                voices=_voices(interview, casting),
                options=settings,
                identity=Identity(destination.slug, destination.guid),
                fingerprint=fingerprint,
                picture=plan.picture,
                private=_private(plan),
            ),
            companion_files,
            progress.assembled,
        )
        manifest = numbered(folder, manifest, destination.folder.parent)
        _keep_others(destination, there, manifest, folder)
    seconds |= {"master": mastered_seconds, "publish": time.monotonic() - spoke - mastered_seconds}
    return _episode(plan, manifest, speech, seconds, unchanged=False)


def _keep_account(plan: Plan, there: Manifest) -> None:
    """What is left out of the source may have changed without a change of the episode.

    Raises:
        EpisodeError: it cannot be written.
    """
    if there.private.source != plan.destination.source:
        return
    private = there.private.model_copy(update={"account": account_entry(plan.interview)})
    made = there.model_copy(update={"private": private})
    write_changed(plan.destination.folder / MANIFEST_NAME, manifest_json(made).encode())


def _voices(interview: Interview, casting: Casting) -> EpisodeVoices:
    names = dict.fromkeys((*(speaker.name for speaker in interview.speakers), NARRATOR))
    voices = {name: casting.voice_of(name) for name in names}
    return EpisodeVoices(
        engine=engines_of(casting),
        voices={name: str(voice) for name, voice in voices.items()},
        titles={name: voice_title(voice) for name, voice in voices.items()},
    )


def _private(plan: Plan) -> PrivateEntry:
    return PrivateEntry(
        source=plan.destination.source,
        from_script=plan.interview.is_script,
        script_sha256=script_sha256(write_script(plan.interview)),
        voice=dict(plan.given_voices),
        account=account_entry(plan.interview),
    )


def _keep_others(destination: Destination, there: Manifest | None, manifest: Manifest, folder: Path) -> None:
    """What a person has put into the folder, or edited there, is kept in the new one.

    Raises:
        OSError: it cannot be copied.
    """
    ours = {MANIFEST_NAME, *manifest.files.model_dump().values()}
    ours |= set(there.files.model_dump().values()) if there is not None else set()
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
    plan: Plan, manifest: Manifest, speech: Speech, seconds: dict[str, float], *, unchanged: bool
) -> Episode:
    folder = plan.destination.folder
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
        new_takes=speech.new,
        reused_takes=speech.reused,
        loudness_lufs=manifest.loudness_lufs or 0.0,
        true_peak_dbtp=manifest.true_peak_dbtp or 0.0,
        seconds=seconds,
        source=plan.interview.origin,
        unchanged=unchanged,
        account=plan.interview.account,
    )
