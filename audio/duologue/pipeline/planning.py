"""The plan: everything that is decided before anything is said."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from duologue.engine_choice import Wanted
from duologue.errors import DuologueError, UsageError
from duologue.interview.sections import only_sections
from duologue.model import Interview
from duologue.pipeline.cover_of import cover_of
from duologue.pipeline.destination import Claimed, Destination, destination_of, guard_edits, nobody
from duologue.pipeline.ineffective import ineffective
from duologue.pipeline.language_notes import language_notes
from duologue.pipeline.pictures_of import pictures_of
from duologue.pipeline.provenance_of import check_provenance
from duologue.pipeline.show_of import for_show
from duologue.pipeline.voicing import Voicing, voicing_of
from duologue.programme.contents.disclosure import disclosure
from duologue.programme.cover.illustrations import ShownPicture
from duologue.programme.cover.own_picture import OwnPicture
from duologue.programme.formats.kinds import missing_for
from duologue.programme.music.files import MusicFile, load_music
from duologue.settings import Settings
from duologue.speech.casting.overrides import given_voices, with_voices
from duologue.speech.engines.owner import EngineOwner, OwnEngines
from duologue.speech.engines.registry import engine_names, no_such_engine
from duologue.speech.find_cast import cast_for_language, load_cast
from duologue.speech.readings import check_readings
from duologue.speech.speaker_names import with_names
from duologue.speech.utterances import utterances
from duologue.store.takes import TakeCache


@dataclass(frozen=True)
class Shared:
    """What many episodes may have in common.

    Attributes:
        cache: where takes are found and kept.
        engines: makes the engines, and closes them.
        claimed: who else is rendered into a folder.
    """

    cache: TakeCache = field(default_factory=TakeCache)
    engines: EngineOwner = field(default_factory=OwnEngines)
    claimed: Claimed = nobody


@dataclass(frozen=True)
class Plan:
    """Everything that is decided before anything is said.

    `given_voices` are the voices given for this render alone, by speaker, alias or role; they are kept in
    the episode's script.
    """

    interview: Interview
    settings: Settings
    voicing: Voicing
    destination: Destination
    picture: OwnPicture | None
    pictures: tuple[ShownPicture, ...]
    music: Mapping[str, MusicFile]
    given_voices: Mapping[str, str]
    notes: tuple[str, ...] = ()
    """What a person should know before it begins."""

    async def close(self) -> None:
        """Lets all engines go."""
        await self.voicing.close()


async def plan(
    interview: Interview,
    settings: Settings,
    *,
    voice: Mapping[str, str] | None = None,
    sections: frozenset[int] | None = None,
    jobs: int | None = None,
    fresh: bool = False,
    shared: Shared | None = None,
) -> Plan:
    """Decides engine, cast, wording and place; speaks and writes nothing.

    Args:
        interview: what was read.
        settings: see `duologue.settings`.
        voice: speaker, alias or role → voice, over the settings; kept in the episode's script.
        sections: numbers of the sections to render, from 1; None for all.
        jobs: how many calls to make at once, for engines that can be told; None for the engine's own choice.
        fresh: whether an edited script.md of the episode may be replaced; it is kept as script.md.bak.
        shared: what this episode has in common with others; None for nothing but the default cache.

    Raises:
        DuologueError: see `duologue.errors`; each exit code has its class.
    """
    options = _Options(voice or {}, sections, jobs, fresh)
    decided = await asyncio.to_thread(_decided, interview, settings, options, shared or Shared())
    voicing = await voicing_of(decided.wanted)
    try:
        written = with_voices(decided.interview, decided.wanted.given)
        edited = guard_edits(written, decided.destination, fresh=fresh)
    except DuologueError:
        await voicing.close()
        raise
    return Plan(
        written,
        decided.settings,
        voicing,
        replace(decided.destination, edited=edited),
        decided.picture,
        decided.pictures,
        decided.music,
        decided.given,
        (
            *decided.notes,
            *language_notes(decided.interview, voicing.cast, voicing.engines[0]),
            *voicing.choice.notes,
            *ineffective(voicing),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Options:
    """See the arguments of `plan`."""

    voice: Mapping[str, str]
    sections: frozenset[int] | None
    jobs: int | None
    fresh: bool


@dataclass(frozen=True)
class _Decided:
    """What is decided without asking an engine; see `Plan`."""

    interview: Interview
    settings: Settings
    destination: Destination
    picture: OwnPicture | None
    pictures: tuple[ShownPicture, ...]
    music: Mapping[str, MusicFile]
    given: Mapping[str, str]
    notes: tuple[str, ...]
    wanted: Wanted


def _decided(interview: Interview, settings: Settings, options: _Options, shared: Shared) -> _Decided:
    """Decides all but the engine. It reads files, and may take a while: called in a thread."""
    if settings.engine not in ("auto", *engine_names()):
        raise no_such_engine(settings.engine, auto=True)
    if options.sections is not None:
        interview = _only(interview, options.sections)
    in_place = "out" not in settings.model_fields_set
    destination = destination_of(interview, settings.out, in_place=in_place, claimed=shared.claimed)
    given, notes = _given(options.voice, destination, interview, fresh=options.fresh)
    settings, show_notes = for_show(settings, interview, destination.folder.parent)
    if (missing := missing_for(settings.formats)) is not None:
        raise settings.place("formats").error(f"formats: {missing}")
    check_provenance(settings)
    chosen = cover_of(settings, interview)
    shown = pictures_of(settings, interview)
    interview = shown.interview
    music = load_music(settings.music, settings.path)
    cast = load_cast(settings.voices) if settings.voices else cast_for_language(interview.language)
    check_readings(interview, interview.origin)
    statement = disclosure(
        interview.language, destination.guid, title=interview.title, spoken=settings.disclosure
    )
    wanted = Wanted(
        cast=cast,
        interview=interview,
        settings=settings,
        said=lambda longest_text: utterances(
            interview,
            disclosure=statement.spoken,
            longest_text=longest_text,
            title_spoken=settings.title_spoken,
            sections_spoken=settings.sections_spoken,
        ),
        lexicon=with_names(
            settings.lexicon_for(interview.language),
            [speaker.name for speaker in interview.speakers],
            interview.language,
        ),
        cache=shared.cache,
        given=given_voices(given),
        jobs=options.jobs,
        engines=shared.engines,
    )
    notes = (*notes, *show_notes, *chosen.notes, *shown.notes)
    return _Decided(
        interview, settings, destination, chosen.picture, shown.pictures, music, given, notes, wanted
    )


def _given(
    voice: Mapping[str, str], destination: Destination, interview: Interview, *, fresh: bool
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The voices given for this render, with those of the last one that are kept; and what to say of it."""
    given = dict(voice)
    if destination.previous is None or fresh or interview.is_script:
        return given, destination.notes
    kept = {name: v for name, v in destination.previous.private.voice.items() if name not in given}
    notes = [f"--voice {name}={kept[name]} of the last render is kept (--fresh forgets it)" for name in kept]
    return given | kept, (*destination.notes, *notes)


def _only(interview: Interview, numbers: frozenset[int]) -> Interview:
    """The interview with the wanted sections alone; the opening is number 0 where sections have titles."""
    titled = [section for section in interview.sections if section.title]
    numbered = dict(enumerate(titled or interview.sections, 1))
    missing = sorted(numbers - set(numbered))
    if missing:
        raise UsageError(f"there is no section {missing[0]}; {interview.title!r} has {len(numbered)}")
    wanted = [id(numbered[number]) for number in numbers]
    return only_sections(interview, {n for n, one in enumerate(interview.sections) if id(one) in wanted})
