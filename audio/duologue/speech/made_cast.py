"""A cast for a locale without a file of its own, made from the online service's voices: always the same one.

A woman of the locale asks, a man answers. Who narrates and who else speaks comes from the shipped cast of the
language, else from the locale's other voices and from other locales of the language; never from another
language.
"""

from __future__ import annotations

from collections.abc import Iterator

from duologue.languages.tags import language_name
from duologue.speech.cast import Cast, Part
from duologue.speech.online_voices import locales_of

_FEWEST_VOICES = 2
_MOST_FURTHER = 8
"""Voices of the pool: with each slower and faster, far more speakers than any interview has."""
_ENGINE = "edge"
_NARRATED = {"rate": -10, "pitch": -20}
"""How a voice that also asks sounds like somebody else: see `casting.available_voices`."""


def made_cast(language: str, nearest: Cast | None = None) -> Cast | None:
    """The cast for `language` (BCP 47); None where the online service has no voice for it.

    Args:
        language: the article's.
        nearest: a shipped cast of the same language: who narrates and who speaks further is taken from it,
            and the main parts' voices of other engines.
    """
    locales = locales_of(language)
    if sum(len(each.women) + len(each.men) for each in locales) < _FEWEST_VOICES:
        return None
    women = [voice for each in locales for voice in each.women]
    men = [voice for each in locales for voice in each.men]
    asks, answers = (women or men[1:])[0], (men or women[1:])[0]
    others = [voice for voice in _in_turn(women, men) if voice not in (asks, answers)]
    further: list[Part] = [Part.model_validate({_ENGINE: voice}) for voice in others[:_MOST_FURTHER]]
    if nearest is not None:
        parts = (nearest.roles.narrator, *(part for _, part in nearest.parts()))
        unlike = {_online(part): part for part in parts if _online(part) not in (asks, answers)}
        further = list(unlike.values())
    narrator = further.pop(0) if further else Part.model_validate({_ENGINE: {"voice": asks, **_NARRATED}})
    narrates = _online(narrator)
    said = "the same woman, slower and lower, narrates" if narrates == asks else f"{narrates} narrates"
    name = locales[0].locale
    return Cast.model_validate(
        {
            "name": name,
            "language": name,
            "description": f"Made from the online voices for {language_name(name)}: {asks} asks, "
            f"{answers} answers, {said}.{_offline(nearest)}",
            "engines": ["edge", "kokoro"],
            "roles": {
                "interviewer": _main(asks, women, nearest.roles.interviewer if nearest else None),
                "interviewee": _main(answers, women, nearest.roles.interviewee if nearest else None),
                "narrator": narrator,
            },
            "pool": further,
        }
    )


def _offline(nearest: Cast | None) -> str:
    """What to say of the voices of other engines, which are those of the shipped cast."""
    elsewhere = nearest is not None and set(nearest.roles.interviewer.voices) - {_ENGINE}
    return f" Offline the voices are those of {nearest.name}." if nearest and elsewhere else ""


def _in_turn(women: list[str], men: list[str]) -> Iterator[str]:
    """A woman, a man, a woman …, so that any few of them hold both."""
    for number in range(max(len(women), len(men))):
        yield from women[number : number + 1]
        yield from men[number : number + 1]


def _main(voice: str, women: list[str], nearest: Part | None) -> dict[str, object]:
    """A main part: its own voice online, and those of the shipped cast's part elsewhere."""
    gender = "female" if voice in women else "male"
    elsewhere = nearest.voices.items() if nearest is not None and nearest.gender == gender else ()
    return {"gender": gender, **dict(elsewhere), _ENGINE: voice}


def _online(part: Part) -> str:
    spec = part.voices.get(_ENGINE)
    return spec.voice if spec else ""
