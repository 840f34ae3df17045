"""The voices of a cast that can be given to somebody, and when two of them would sound alike."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from duologue.model import Voice
from duologue.speech.cast import Cast, Part
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.voice_table import MEASURED, PITCH_APART_HZ, voice_table
from duologue.yaml_file import Place

RATE_APART_PERCENT = 10
"""Two uses of one voice that differ by less than this, and less than `PITCH_APART_HZ`, are one person's."""
_VARIANTS = ((-15, 0), (15, 0))
_PITCHED_VARIANTS = ((-6, -25), (6, 25))
"""Rate in percent and pitch in Hz of a voice's variants. Listeners notice a tempo that differs by 5 %; 25 Hz
are two semitones or more for any voice that speaks below 200 Hz.
"""
_RESONANT_SHARE = 0.12
"""Two semitones: how far a voice is made higher or lower that keeps no resonances of its own."""
_RATES, _PITCHES = (-50, 100), (-100, 100)


@dataclass(frozen=True)
class Slot:
    """A voice that can be given to somebody.

    Attributes:
        voice: the voice as it would be given.
        part: the part of the cast it belongs to.
        place: where it is written.
        gender: ``female``, ``male``, or empty where nobody knows.
        locale: how it speaks.
        rank: how early it is given (the pool before the roles).
        variant: 0 for the voice as the cast has it, else the number of its variant.
    """

    voice: Voice
    part: Part
    place: Place
    gender: str
    locale: str
    rank: int = 0
    variant: int = 0

    def fits(self, wish: Part) -> bool:
        """Whether it is of the kind that is wished for; what nobody knows meets every wish."""
        return (
            (not wish.gender or self.gender in (wish.gender, ""))
            and (not wish.locale or f"{self.locale}-".lower().startswith(f"{wish.locale}-".lower()))
            and set(wish.style) <= set(self.part.style)
        )

    def match(self, name: str) -> bytes:
        """How well it matches a name: the smaller, the better; the same for ever and for every engine."""
        person = unicodedata.normalize("NFKC", name).casefold().strip()
        voices = sorted(f"{engine}:{spec.voice}" for engine, spec in self.part.voices.items())
        words = "\n".join((person, *voices, str(self.variant)))
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()

    def __str__(self) -> str:
        return f"{self.voice.name} ({', '.join(filter(None, (self.gender, self.locale, *self.part.style)))})"


def slots_of(
    cast: Cast, engine: str, offered: Iterable[VoiceInfo]
) -> tuple[dict[str, Slot], tuple[Slot, ...]]:
    """The cast's voices of an engine: by role, and the pool.

    Args:
        cast: whose voices.
        engine: the engine's name.
        offered: the engine's voices: they tell gender and locale where the cast does not.
    """
    infos = {info.name: info for info in offered}
    roles: dict[str, Slot] = {}
    pool: list[Slot] = []
    for keys, part in cast.parts():
        voice = part.voice_of(engine)
        if voice is None:
            continue
        info = infos.get(voice.name, VoiceInfo(voice.name, ""))
        slot = Slot(
            voice,
            part,
            cast.place(*keys, engine),
            part.gender or info.gender,
            part.locale or info.language or cast.language,
        )
        if keys[0] == "pool":
            pool.append(slot)
        else:
            roles[str(keys[1])] = replace(slot, rank=1)
    return roles, tuple(pool)


def variants(slots: Iterable[Slot], *, pitch: bool) -> Iterator[Slot]:
    """Every voice slower and faster, and lower and higher where the engine can change the pitch."""
    for slot in slots:
        for number, (rate, hertz) in enumerate(_variants_of(slot.voice, pitch=pitch), 1):
            yield replace(
                slot,
                variant=number,
                voice=replace(
                    slot.voice,
                    rate_percent=_within(slot.voice.rate_percent + rate, _RATES),
                    pitch_hz=_within(slot.voice.pitch_hz + hertz, _PITCHES),
                ),
            )


def _variants_of(voice: Voice, *, pitch: bool) -> Iterable[tuple[int, int]]:
    """Rates and pitches that are added; an offline voice gets all of the tempo and little of the pitch."""
    own = voice_table().hertz.get(voice.name) if pitch and voice.engine == MEASURED else None
    if own is not None:
        return [(rate, round(own * _RESONANT_SHARE * (1 if rate > 0 else -1))) for rate, _ in _VARIANTS]
    return _PITCHED_VARIANTS if pitch else _VARIANTS


def alike(one: Voice, other: Voice) -> bool:
    """Whether a listener would take both for the same person."""
    return (
        (one.engine, one.name, one.model) == (other.engine, other.name, other.model)
        and abs(one.rate_percent - other.rate_percent) < RATE_APART_PERCENT
        and abs(one.pitch_hz - other.pitch_hz) < PITCH_APART_HZ
    )


def _within(value: int, bounds: tuple[int, int]) -> int:
    return min(max(value, bounds[0]), bounds[1])
