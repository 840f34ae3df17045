"""An exchange in several casts: the same words, mastered as an episode would be."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from duologue.engine_choice import cast_for
from duologue.errors import ConfigError, UsageError
from duologue.languages.tags import spoken_language
from duologue.model import Interview, Utterance, Voice
from duologue.pipeline.first_exchange import first_exchange
from duologue.programme.arrange import arrange
from duologue.programme.mastering.assembly import assemble
from duologue.programme.mp3.encoding import MONO_64
from duologue.settings import Settings
from duologue.speech.cast import Cast, Casting
from duologue.speech.casting.available_voices import slots_of
from duologue.speech.engines.base import Engine, VoiceInfo
from duologue.speech.find_cast import cast_for_language, load_cast, shipped_casts
from duologue.speech.speak import speak
from duologue.speech.speaker_names import with_names
from duologue.store.takes import TakeCache

_LEAD_IN_MS, _TAIL_MS = 150, 300
"""A page's player needs less silence around than an episode."""


@dataclass(frozen=True)
class Candidate:
    """A cast with the voices that the people of the exchange would have in it, in order of their turns."""

    cast: Cast
    choice: str
    """What `voices:` in `duologue.yaml` is to say for it."""
    casting: Casting
    voices: tuple[tuple[str, Voice], ...]
    genders: Mapping[str, str]
    """Voice's name → ``female`` or ``male``, where anybody knows."""


@dataclass(frozen=True)
class AuditionedCast:
    """A candidate and how the exchange sounds in it: an MP3."""

    candidate: Candidate
    mp3: bytes
    seconds: float


def cast_in_use(settings: Settings, language: str) -> tuple[str, Cast]:
    """The cast that a render would take now, with what the configuration says or could say for it."""
    cast = load_cast(settings.voices) if settings.voices else cast_for_language(language)
    return settings.voices or cast.name, cast


def speaking(names: Sequence[str], language: str, in_use: tuple[str, Cast]) -> tuple[tuple[str, Cast], ...]:
    """The casts to hear, each with what the configuration is to say for it.

    Those called `names`; without names, one's own in use, then the shipped ones: of the locale, then of the
    language.

    Raises:
        UsageError: there is no such cast, or none speaks the language.
        ConfigError: a cast's file is wrong.
    """
    if names:
        return tuple((name, load_cast(name)) for name in dict.fromkeys(names))
    own = cast_for_language(language)
    heard = spoken_language(own.language)
    casts = [load_cast(name) for name in shipped_casts() if spoken_language(name) == heard]
    if own.path is None:
        casts.insert(0, own)
    casts.sort(key=lambda cast: (cast.name != own.name, cast.language != own.language))
    shipped = tuple((cast.name, cast) for cast in casts)
    return shipped if in_use[0] in (name for name, _ in shipped) else (in_use, *shipped)


def candidates(
    interview: Interview,
    casts: Sequence[tuple[str, Cast]],
    settings: Settings,
    engine: Engine,
    offered: Sequence[VoiceInfo],
    *,
    all_of_them: bool,
) -> tuple[Candidate, ...]:
    """The casts that differ in this exchange, each with its voices.

    One of another locale than the first has to differ by more than its tempo: offline, no dialect is spoken.

    Args:
        interview: the article.
        casts: what to say in the configuration → cast.
        settings: of the article: overrides and the show's own people count as in a render.
        engine: speaks.
        offered: its voices; empty where it cannot list them.
        all_of_them: a cast that cannot be used with the engine is an error; otherwise it is left out.

    Raises:
        ConfigError: a cast gives this engine no voice, or one it does not have.
        UsageError: fewer than one cast is left.
    """
    people = dict.fromkeys(utterance.speaker for utterance in first_exchange(interview))
    found: list[Candidate] = []
    for choice, cast in casts:
        try:
            casting = cast_for(engine, offered, cast, interview, settings)
        except ConfigError:
            if all_of_them:
                raise
            continue
        voices = tuple((name, casting.voice_of(name)) for name in people)
        if all_of_them or not any(
            _same(voices, other.voices, by_name=cast.language != casts[0][1].language) for other in found
        ):
            found.append(Candidate(cast, choice, casting, voices, _genders(cast, engine.name, offered)))
    if not found:
        raise UsageError(f"no cast can be heard with {engine.name}: name one with --cast")
    return tuple(found)


def _genders(cast: Cast, engine: str, offered: Sequence[VoiceInfo]) -> dict[str, str]:
    """What the engine and, before it, the cast say of their voices."""
    roles, pool = slots_of(cast, engine, offered)
    known = {info.name: info.gender for info in offered}
    return known | {slot.voice.name: slot.gender for slot in (*roles.values(), *pool) if slot.gender}


def _same(one: Sequence[tuple[str, Voice]], other: Sequence[tuple[str, Voice]], *, by_name: bool) -> bool:
    """Whether the same people have the same voices, `by_name` whatever their prosody."""
    if not by_name:
        return one == other
    return [(name, voice.name) for name, voice in one] == [(name, voice.name) for name, voice in other]


async def render_candidate(
    said: Sequence[Utterance],
    candidate: Candidate,
    interview: Interview,
    settings: Settings,
    engine: Engine,
    cache: TakeCache,
    done: Callable[[], None] = lambda: None,
) -> AuditionedCast:
    """The exchange in one cast, at the loudness of an episode; `done` is called after every utterance.

    Raises:
        SpeechIncomplete: the engine could not voice it.
        EpisodeError: it could not be encoded.
    """
    speech = await speak(
        said,
        candidate.casting,
        interview.language,
        engine,
        cache,
        lexicon=with_names(
            settings.lexicon_for(interview.language),
            [speaker.name for speaker in interview.speakers],
            interview.language,
        ),
        done=lambda _: done(),
    )
    pauses = replace(settings.pause_rules(), lead_in_ms=_LEAD_IN_MS, tail_ms=_TAIL_MS)
    sink = io.BytesIO()
    mastering = replace(settings.mastering, encoding=MONO_64)
    timeline = arrange(speech.voiced, pauses, variation=settings.pause_variation)
    mastered = assemble(timeline, cache, mastering, sink)
    return AuditionedCast(candidate, sink.getvalue(), mastered.seconds)
