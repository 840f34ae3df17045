"""The plan: everything that is decided before anything is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from duologue.engine_choice import cast_engines
from duologue.errors import UsageError
from duologue.interview.sections import only_sections
from duologue.model import Interview, Utterance
from duologue.pipeline.destination import Destination, destination_of, guard_edits
from duologue.programme.contents.disclosure import disclosure
from duologue.programme.cover.own_picture import OwnPicture, own_picture
from duologue.programme.music.files import MusicFile, load_music
from duologue.settings import Settings
from duologue.speech.cast import Cast, Casting, cast_for_language, load_cast
from duologue.speech.casting.overrides import with_voices
from duologue.speech.engines.base import Engine
from duologue.speech.engines.registry import engine_names, no_such_engine
from duologue.speech.lexicon import Lexicon
from duologue.speech.mix import CastEngine
from duologue.speech.plausible import expected_seconds
from duologue.speech.readings import check_readings
from duologue.speech.speaker_names import with_names
from duologue.speech.utterances import utterances


@dataclass(frozen=True)
class Voicing:
    """Who speaks what with which voice of which engine.

    Attributes:
        said: the utterances in programme order.
        cast: where the voices come from.
        engines: the engine that speaks, then those to which a speaker may go over where mixing is allowed.
        refused: engines that were tried first, each with why it cannot speak.
        lexicon: how names and terms are said.
    """

    said: tuple[Utterance, ...]
    cast: Cast
    engines: tuple[CastEngine, ...]
    refused: tuple[tuple[str, str], ...]
    lexicon: Lexicon

    @property
    def engine(self) -> Engine:
        """The engine that speaks."""
        return self.engines[0].engine

    @property
    def casting(self) -> Casting:
        """Who speaks with which of its voices."""
        return self.engines[0].casting

    @property
    def expected_seconds(self) -> float:
        """Roughly how long all utterances will last."""
        return sum(expected_seconds(utterance.written) for utterance in self.said)


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
    music: Mapping[str, MusicFile]
    given_voices: Mapping[str, str]
    notes: tuple[str, ...] = ()
    """What a person should know before it begins."""

    async def close(self) -> None:
        """Closes the connections and stops the threads of all engines."""
        for one in self.voicing.engines:
            await one.engine.close()


async def plan(
    interview: Interview,
    settings: Settings,
    *,
    voice: Mapping[str, str] | None = None,
    sections: frozenset[int] | None = None,
    jobs: int | None = None,
    fresh: bool = False,
) -> Plan:
    """Decides engine, cast, wording and place; speaks and writes nothing.

    Args:
        interview: what was read.
        settings: see `duologue.settings`.
        voice: speaker, alias or role → voice, over the settings; kept in the episode's script.
        sections: numbers of the sections to render, from 1; None for all.
        jobs: how many calls to make at once, for engines that can be told; None for the engine's own choice.
        fresh: whether an edited script.md of the episode may be replaced; it is kept as script.md.bak.

    Raises:
        DuologueError: see `duologue.errors`; each exit code has its class.
    """
    if settings.engine not in ("auto", *engine_names()):
        raise no_such_engine(settings.engine, auto=True)
    if sections is not None:
        interview = _only(interview, sections)
    destination = destination_of(interview, settings.out, in_place="out" not in settings.model_fields_set)
    given = dict(voice or {})
    notes = list(destination.notes)
    if destination.previous is not None and not fresh and not interview.is_script:
        kept = {name: v for name, v in destination.previous.private.voice.items() if name not in given}
        given |= kept
        notes += [
            f"--voice {name}={kept[name]} of the last render is kept (--fresh forgets it)" for name in kept
        ]
    settings = settings.model_copy(update={"voice": {**settings.voice, **given}})
    picture = own_picture(settings.cover, interview.origin, interview.picture)
    music = load_music(settings.music, settings.path)
    cast = load_cast(settings.voices) if settings.voices else cast_for_language(interview.language)
    check_readings(interview, interview.origin)
    engines, refused = await cast_engines(cast, interview, settings, jobs)
    interview = with_voices(interview, given)
    destination = replace(destination, edited=guard_edits(interview, destination, fresh=fresh))
    statement = disclosure(
        interview.language, destination.guid, title=interview.title, spoken=settings.disclosure
    )
    said = utterances(
        interview,
        disclosure=statement.spoken,
        longest_text=min(each.engine.limits.longest_text for each in engines),
        title_spoken=settings.title_spoken,
        sections_spoken=settings.sections_spoken,
    )
    names = [speaker.name for speaker in interview.speakers]
    lexicon = with_names(settings.lexicon_for(interview.language), names, interview.language)
    voicing = Voicing(said, cast, engines, refused, lexicon)
    return Plan(interview, settings, voicing, destination, picture, music, given, tuple(notes))


def _only(interview: Interview, numbers: frozenset[int]) -> Interview:
    """The interview with the wanted sections alone; the opening is number 0 where sections have titles."""
    titled = [section for section in interview.sections if section.title]
    numbered = dict(enumerate(titled or interview.sections, 1))
    missing = sorted(numbers - set(numbered))
    if missing:
        raise UsageError(f"there is no section {missing[0]}; {interview.title!r} has {len(numbered)}")
    wanted = [id(numbered[number]) for number in numbers]
    return only_sections(interview, {n for n, one in enumerate(interview.sections) if id(one) in wanted})
