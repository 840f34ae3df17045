"""The render: speak, arrange, master, encode, tag and write what was planned."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from duologue.engine_choice import ways_on
from duologue.errors import EpisodeError, SpeechIncomplete
from duologue.interview import write_script
from duologue.model import Chapter, Cue, Episode
from duologue.pipeline.destination import Destination, existing, script_sha256
from duologue.pipeline.fingerprint import fingerprint_of, is_whole
from duologue.pipeline.planning import Plan
from duologue.programme.arrange import arrange
from duologue.programme.folder.exchange import new_folder, only_run
from duologue.programme.folder.manifest import MANIFEST_NAME, Manifest, PrivateEntry
from duologue.programme.folder.write import EpisodeParts, write_episode
from duologue.programme.mastering.assembly import MeasuredTakes
from duologue.programme.mastering.loudness import TARGETS
from duologue.programme.mp3.encoder import ENCODINGS
from duologue.programme.music.mix import score
from duologue.programme.music.placement import with_pieces
from duologue.publish.library import companion_files
from duologue.speech.mix import engines_of, speak_with
from duologue.speech.speak import Speech, Spoken
from duologue.store.cache import in_use, prune
from duologue.store.frames import FrameCache
from duologue.store.takes import TakeCache, default_cache_dir

_CLOCK_SECONDS = 2.0
"""How coarse the times of files may be."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """Callbacks: after every utterance, and after every stretch of the programme that is encoded."""

    spoken: Callable[[Spoken], None] = lambda _: None
    assembled: Callable[[int, int], None] = lambda _done, _all: None


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
            held.enter_context(in_use(default_cache_dir()))
        except EpisodeError:
            await plan.close()
            raise
        episode = await _render(plan, cache, progress, {"read": read_seconds})
    try:
        prune(default_cache_dir(), plan.settings.cache_limit_bytes, keep_since=started_at - _CLOCK_SECONDS)
    except EpisodeError as error:  # another render is using the cache, and will do this when it ends
        _log.debug("the cache was not brought within its limit: %s", error)
    return episode


async def _render(plan: Plan, cache: TakeCache, progress: Progress, seconds: dict[str, float]) -> Episode:
    started = time.monotonic()
    interview, settings, destination = plan.interview, plan.settings, plan.destination
    frames = FrameCache(default_cache_dir() / "frames")
    try:
        speech, casting = await speak_with(
            plan.voicing.engines,
            plan.voicing.said,
            interview.language,
            MeasuredTakes(cache, frames),
            lexicon=plan.voicing.lexicon,
            done=progress.spoken,
        )
    except SpeechIncomplete as error:
        ways = ways_on(plan.voicing.engine.name, plan.voicing.cast, settings)
        raise SpeechIncomplete(f"{error}. {ways}", error.missing) from None
    finally:
        await plan.close()
    spoke = time.monotonic()
    seconds |= {"speak": spoke - started, "master": 0.0, "publish": 0.0}
    fingerprint = fingerprint_of(plan, speech)
    there = existing(destination.folder)
    unchanged = there is not None and there.fingerprint == fingerprint and destination.edited is None
    if there is not None and unchanged and is_whole(destination.folder, there):
        return _episode(plan, there, speech, seconds, unchanged=True)
    timeline = arrange(with_pieces(speech.voiced, plan.music), settings.pause_rules())
    sound, takes = score(
        timeline, cache, plan.music, frames, TARGETS[settings.loudness], ENCODINGS[settings.encoding]
    )
    with new_folder(destination.folder) as folder:
        manifest, mastered_seconds = write_episode(
            folder,
            EpisodeParts(
                interview=interview,
                timeline=timeline,
                sound=sound,
                casting=casting,
                engine=engines_of(casting),
                settings=settings,
                slug=destination.slug,
                guid=destination.guid,
                fingerprint=fingerprint,
                picture=plan.picture,
                private=_private(plan),
            ),
            takes,
            frames,
            progress.assembled,
        )
        for name, text in companion_files(manifest).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        _keep_others(destination, there, manifest, folder)
    seconds |= {"master": mastered_seconds, "publish": time.monotonic() - spoke - mastered_seconds}
    return _episode(plan, manifest, speech, seconds, unchanged=False)


def _private(plan: Plan) -> PrivateEntry:
    return PrivateEntry(
        source=plan.destination.source,
        from_script=plan.interview.is_script,
        script_sha256=script_sha256(write_script(plan.interview)),
        voice=dict(plan.given_voices),
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
