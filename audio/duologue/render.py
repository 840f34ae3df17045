"""The main job: from a source to an episode, stage by stage."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duologue import __version__
from duologue.cache import in_use, prune
from duologue.engine_choice import cast_engines, ways_on
from duologue.errors import DuologueError, EpisodeError, SpeechIncomplete, UsageError
from duologue.interview import read_source, write_script
from duologue.interview.model import Interview
from duologue.interview.sections import only_sections
from duologue.programme.cover.own_picture import OwnPicture, own_picture
from duologue.programme.disclosure import disclosure
from duologue.programme.encode import ENCODINGS
from duologue.programme.episode import EpisodeParts, write_episode
from duologue.programme.folder import new_folder, only_run, slug_of
from duologue.programme.frames import FrameCache
from duologue.programme.loudness import TARGETS
from duologue.programme.manifest import MANIFEST_NAME, Manifest, read_manifest, stable_guid
from duologue.programme.master import MeasuredTakes
from duologue.programme.music.files import MusicFile, load_music
from duologue.programme.music.mix import score
from duologue.programme.music.score import with_pieces
from duologue.programme.timeline import arrange
from duologue.publish.library import companion_files
from duologue.settings import Settings
from duologue.speech.cast import Cast, Casting, cast_for_language, load_cast
from duologue.speech.engines.base import Engine
from duologue.speech.engines.registry import engine_names, no_such_engine
from duologue.speech.lexicon import Lexicon
from duologue.speech.mix import CastEngine, engines_of, speak_with
from duologue.speech.model import Utterance
from duologue.speech.plausible import expected_seconds
from duologue.speech.readings import check_readings
from duologue.speech.speak import Speech, Spoken
from duologue.speech.speaker_names import with_names
from duologue.speech.takes import TakeCache, default_cache_dir
from duologue.speech.utterances import utterances

_CLOCK_SECONDS = 2.0
"""How coarse the times of files may be."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """Everything that is decided before anything is said."""

    interview: Interview
    settings: Settings
    engine: Engine
    refused: tuple[tuple[str, str], ...]
    """Engines that were tried first, each with why it cannot speak."""
    cast: Cast
    casting: Casting
    said: tuple[Utterance, ...]
    lexicon: Lexicon
    folder: Path
    slug: str
    guid: str
    picture: OwnPicture | None
    music: Mapping[str, MusicFile]
    read_seconds: float
    others: tuple[CastEngine, ...] = ()
    """Engines to which a speaker may go over, where mixing is allowed."""

    async def close(self) -> None:
        """Lets go of all engines."""
        for engine in (self.engine, *(other.engine for other in self.others)):
            await engine.close()

    @property
    def expected_seconds(self) -> float:
        """Roughly how long all utterances will last."""
        return sum(expected_seconds(utterance.written) for utterance in self.said)


@dataclass(frozen=True)
class Progress:
    """Whom to tell how far the run is; the bar and the log are the command line's."""

    spoken: Callable[[Spoken], None] = lambda _: None
    assembled: Callable[[int, int], None] = lambda _done, _all: None


@dataclass(frozen=True)
class Rendered:
    """One finished episode."""

    manifest: Manifest
    folder: Path
    new_takes: int
    reused_takes: int
    unchanged: bool
    """True where the folder already held exactly this episode and was left as it was."""
    seconds: Mapping[str, float]

    @property
    def mp3(self) -> Path:
        """The episode's MP3."""
        return self.folder / self.manifest.files.mp3


async def plan(
    source: str, settings: Settings, *, sections: frozenset[int] | None = None, jobs: int | None = None
) -> Plan:
    """Reads the source and decides engine, cast, wording and place; speaks and writes nothing.

    Args:
        source: a file or URL.
        settings: see `duologue.settings`.
        sections: numbers of the sections to render, from 1; None for all.
        jobs: how many calls to make at once, for engines that can be told; None for the engine's own choice.

    Raises:
        DuologueError: see `duologue.errors`; each exit code has its class.
    """
    _check_engine(settings)
    started = time.monotonic()
    interview = read_source(source)
    if sections is not None:
        interview = _only(interview, sections)
    read_seconds = time.monotonic() - started
    picture = own_picture(settings.cover, source, interview.picture)
    music = load_music(settings.music, settings.path)
    cast = load_cast(settings.voices) if settings.voices else cast_for_language(interview.language)
    check_readings(interview, source)
    lexicon = with_names(
        settings.lexicon_for(interview.language),
        [speaker.name for speaker in interview.speakers],
        interview.language,
    )
    engines, refused = await cast_engines(cast, interview, settings, jobs)
    slug, guid = _identity(source, interview, settings)
    statement = disclosure(interview.language, guid, title=interview.title, spoken=settings.disclosure)
    said = utterances(
        interview,
        disclosure=statement.spoken,
        longest_text=min(each.engine.limits.longest_text for each in engines),
        title_spoken=settings.title_spoken,
        sections_spoken=settings.sections_spoken,
    )
    return Plan(
        interview,
        settings,
        engines[0].engine,
        refused,
        cast,
        engines[0].casting,
        said,
        lexicon,
        settings.out / slug,
        slug,
        guid,
        picture,
        music,
        read_seconds,
        engines[1:],
    )


async def render(planned: Plan, cache: TakeCache, progress: Progress = Progress()) -> Rendered:
    """Speaks, arranges, masters, encodes, tags and writes the planned episode.

    Where the folder already holds exactly this episode, nothing is written. Afterwards the cache is brought
    within its limit; what this render used stays.

    Raises:
        DuologueError: see `duologue.errors`. Finished takes are in the cache, the folder is as it was.
    """
    started_at = time.time()
    with ExitStack() as held:
        try:
            held.enter_context(only_run(planned.folder))
            held.enter_context(in_use(default_cache_dir()))
        except EpisodeError:
            await planned.close()
            raise
        rendered = await _render(planned, cache, progress)
    try:
        prune(default_cache_dir(), planned.settings.cache_limit_bytes, keep_since=started_at - _CLOCK_SECONDS)
    except EpisodeError as error:  # another render is using the cache, and will do this when it ends
        _log.debug("the cache was not brought within its limit: %s", error)
    return rendered


async def _render(planned: Plan, cache: TakeCache, progress: Progress) -> Rendered:
    started = time.monotonic()
    interview, settings = planned.interview, planned.settings
    frames = FrameCache(default_cache_dir() / "frames")
    try:
        speech, casting = await speak_with(
            (CastEngine(planned.engine, planned.casting), *planned.others),
            planned.said,
            interview.language,
            MeasuredTakes(cache, frames),
            lexicon=planned.lexicon,
            done=progress.spoken,
        )
    except SpeechIncomplete as error:
        raise SpeechIncomplete(
            f"{error}. {ways_on(planned.engine.name, planned.cast, planned.settings)}", error.missing
        ) from None
    finally:
        await planned.close()
    spoke = time.monotonic()
    seconds = {"read": planned.read_seconds, "speak": spoke - started, "master": 0.0, "publish": 0.0}
    fingerprint = _fingerprint(planned, speech)
    existing = _existing(planned.folder)
    if existing is not None and existing.fingerprint == fingerprint and _whole(planned.folder, existing):
        return Rendered(existing, planned.folder, speech.new, speech.reused, unchanged=True, seconds=seconds)
    timeline = arrange(with_pieces(speech.voiced, planned.music), settings.pause_rules())
    sound, takes = score(
        timeline, cache, planned.music, frames, TARGETS[settings.loudness], ENCODINGS[settings.encoding]
    )
    with new_folder(planned.folder) as folder:
        manifest, mastered_seconds = write_episode(
            folder,
            EpisodeParts(
                interview=interview,
                timeline=timeline,
                sound=sound,
                casting=casting,
                engine=engines_of(casting),
                settings=settings,
                slug=planned.slug,
                guid=planned.guid,
                fingerprint=fingerprint,
                picture=planned.picture,
            ),
            takes,
            frames,
            progress.assembled,
        )
        for name, text in companion_files(manifest).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        seconds["master"] = mastered_seconds
    seconds["publish"] = time.monotonic() - spoke - mastered_seconds
    return Rendered(manifest, planned.folder, speech.new, speech.reused, unchanged=False, seconds=seconds)


def _check_engine(settings: Settings) -> None:
    if settings.engine not in ("auto", *engine_names()):
        raise no_such_engine(settings.engine, auto=True)


def _only(interview: Interview, numbers: frozenset[int]) -> Interview:
    """The interview with the wanted sections alone; the opening is number 0 where sections have titles."""
    titled = [section for section in interview.sections if section.title]
    numbered = dict(enumerate(titled or interview.sections, 1))
    missing = sorted(numbers - set(numbered))
    if missing:
        raise UsageError(f"there is no section {missing[0]}; {interview.title!r} has {len(numbered)}")
    wanted = [id(numbered[number]) for number in numbers]
    return only_sections(interview, {n for n, one in enumerate(interview.sections) if id(one) in wanted})


def _identity(source: str, interview: Interview, settings: Settings) -> tuple[str, str]:
    """The episode's slug and guid; a script in an episode's folder is that episode."""
    path = Path(source)
    guid = stable_guid(interview.url, interview.source, interview.title, interview.published)
    if path.name == "script.md":
        own = _existing(path.parent)
        if own is not None:
            return own.slug, own.guid
        return slug_of(path.resolve().parent.name), guid
    slug = slug_of(interview.title if "://" in source else path.stem)
    other = _existing(settings.out / slug)
    if other is not None and other.guid != guid and other.title != interview.title:
        raise UsageError(
            f"{settings.out / slug} holds another episode, {other.title!r}: "
            "choose another --out, or rename the source"
        )
    return slug, guid if other is None or other.title != interview.title else other.guid


def _existing(folder: Path) -> Manifest | None:
    """The manifest of the episode that is there, if a whole one is."""
    if not (folder / MANIFEST_NAME).is_file():
        return None
    try:
        return read_manifest(folder)
    except DuologueError:
        return None


def _whole(folder: Path, manifest: Manifest) -> bool:
    """Whether every file the manifest names is there, the MP3 with its full length."""
    names = manifest.files.model_dump().values()
    mp3 = folder / manifest.files.mp3
    return all((folder / name).is_file() for name in names) and mp3.stat().st_size == manifest.mp3_bytes


def _fingerprint(planned: Plan, speech: Speech) -> str:
    """The hash of all that shapes the episode: text, takes, cast, settings that matter, version."""
    settings: dict[str, Any] = planned.settings.model_dump(
        mode="json",
        exclude={
            "out",
            "cache_limit",
            "music",
            "voices",
            "voice",
            "speakers",
            "engine",
            "engines",
            "mix_engines",
            "proxy",
        },
    )
    shape = [
        __version__,
        write_script(planned.interview),
        [
            [voiced.key, str(voiced.voice), voiced.utterance.speaker, voiced.utterance.kind]
            for voiced in speech.voiced
        ],
        settings,
        planned.picture.sha256 if planned.picture else None,
        planned.guid,
        {role: file.key for role, file in planned.music.items()},
        planned.settings.music.credit,
    ]
    return hashlib.sha256(json.dumps(shape, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
