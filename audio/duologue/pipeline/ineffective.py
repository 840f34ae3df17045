"""What a person has written that has no effect in this render, with file and line."""

from __future__ import annotations

from collections.abc import Iterator

from duologue.model import Reading
from duologue.pipeline.voicing import Voicing
from duologue.speech.cast import Part
from duologue.speech.casting.overrides import Overrides
from duologue.speech.engines.base import Engine
from duologue.speech.engines.registry import engine_names
from duologue.speech.lexicon import Entry, Lexicon
from duologue.speech.pronunciation import Notation
from duologue.yaml_file import Place


def ineffective(voicing: Voicing) -> tuple[str, ...]:
    """One sentence for each thing that is written and has no effect.

    Args:
        voicing: the engines that speak, and what for.
    """
    found = [*_unknown_engines(voicing), *_voices_of_others(voicing), *_seats_in_mono(voicing)]
    engine = next((one.engine for one in voicing.engines if one.engine.takes_text_only), None)
    if engine is not None:
        found += [*_ipa_entries(voicing, engine), *_ipa_readings(voicing, engine)]
    return tuple(dict.fromkeys(found))


def _sentence(place: Place, message: str) -> str:
    return str(place.error(message))


def _unknown_engines(voicing: Voicing) -> Iterator[str]:
    """Voices and settings of engines that are not installed."""
    cast, settings, names = voicing.cast, voicing.wanted.settings, engine_names()
    parts: list[tuple[Place, Part]] = [
        *((cast.place(*keys), part) for keys, part in cast.parts()),
        *((cast.place("speakers", name), part) for name, part in cast.speakers.items()),
        *((settings.place("speakers", name), part) for name, part in settings.speakers.items()),
    ]
    written = [(Place(at.path, (*at.keys, name)), name) for at, part in parts for name in part.voices]
    written += [(settings.place("engines", name), name) for name in settings.engines]
    written += [(cast.place("limits", name), name) for name in cast.limits]
    told: set[str] = set()
    for place, name in written:
        if name not in names and name not in told and place.path is not None:
            told.add(name)
            yield _sentence(
                place, f"no engine called {name!r} is installed: what is written for it has no effect"
            )


def _seats_in_mono(voicing: Voicing) -> Iterator[str]:
    """Seats in a programme of one channel."""
    settings = voicing.wanted.settings
    if settings.mastering.seats and settings.mastering.encoding.channels == 1:
        yield _sentence(settings.place("stereo"), f"{settings.encoding} has one channel: nobody sits aside")


def _voices_of_others(voicing: Voicing) -> Iterator[str]:
    """People whose written voice is of an engine that does not speak."""
    wanted, engine = voicing.wanted, voicing.engine.name
    if len(voicing.engines) > 1:
        return
    overrides = Overrides(
        given=wanted.given,
        book=wanted.settings.book,
        cast=wanted.cast,
        speakers=wanted.interview.speakers,
    )
    for speaker in wanted.interview.speakers:
        override = overrides.override_of(speaker)
        if override is not None:
            if override.for_engine(engine) is None:
                yield f"{speaker.name} has {override} in the script, but {engine} speaks: the cast decides"
            continue
        for part, place in overrides.entries(speaker):
            if part.voice_of(engine) is None and not part.wishes and place.path is not None:
                known = ", ".join(part.voices) or "none"
                yield _sentence(
                    place, f"{speaker.name} has no {engine} voice here ({known}): the cast decides"
                )
            break


def _ipa_entries(voicing: Voicing, engine: Engine) -> Iterator[str]:
    """Entries of the lexicon with nothing but IPA, of words that occur, where the engine is given text."""
    settings, lexicon = voicing.wanted.settings, voicing.lexicon
    used: dict[str, Entry] = {}
    for utterance in voicing.said:
        for position in range(len(utterance.written)):
            entry = lexicon.find(utterance.written, position)
            if entry is not None and entry.say is None and _is_ipa(entry):
                used[entry.written] = entry
    for path in reversed(settings.lexicon):
        own = Lexicon.load(path)
        for written in list(used):
            if own.find(written, 0) == used[written]:
                del used[written]
                yield _sentence(
                    Place(path, (written,)),
                    f"{written}: ipa has no effect, for {engine.name} is given text: add say",
                )


def _is_ipa(entry: Entry) -> bool:
    return entry.pronunciation is not None and entry.pronunciation.notation is Notation.IPA


def _ipa_readings(voicing: Voicing, engine: Engine) -> Iterator[str]:
    """Readings of a script that are IPA, where the engine is given text."""
    origin = voicing.wanted.interview.origin or "the script"
    for utterance in voicing.said:
        for cue in utterance.cues:
            if isinstance(cue, Reading) and len(cue.say) > 1 and cue.say[0] == cue.say[-1] == "/":
                where = f"{origin}:{utterance.line}"
                yield f"{where}: the reading {cue.say} has no effect, for {engine.name} is given text"
