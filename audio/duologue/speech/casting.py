"""Casting: which speaker of an interview gets which voice of the cast.

What a person has written decides first, the more particular before the more general: `--voice`, then the
`voice:` of a script's speaker, then `voice:` of `duologue.yaml`, its `speakers:` (the show's book), then
those of the cast. Then the first speaker of each role has the role's voice. Everyone else gets a voice by
their name, the same in every episode as far as others leave it free: one of the pool, and when that is used
up a voice of the cast with its rate and pitch changed. No two people ever sound alike.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from duologue.errors import ConfigError, UsageError
from duologue.interview.model import NARRATOR, Role, Speaker
from duologue.speech.cast import Cast, Casting, Part
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.model import Voice
from duologue.yaml_file import Place

RATE_APART_PERCENT = 10
PITCH_APART_HZ = 20
"""Two uses of one voice that differ by less than both of these are taken for the same person."""
_VARIANTS = ((-15, 0), (15, 0))
_PITCHED_VARIANTS = ((-6, -25), (6, 25))
"""Rate in percent and pitch in Hz of a voice's variants. Listeners notice a tempo that differs by 5 %; 25 Hz
are two semitones or more for any voice that speaks below 200 Hz.
"""
_RATES, _PITCHES = (-50, 100), (-100, 100)


@dataclass(frozen=True)
class SpeakerBook:
    """What a show's `duologue.yaml` says about people.

    Attributes:
        entries: its `speakers:`, by name, with their voices or wishes.
        overrides: its `voice:`; only to know where an override comes from.
        path: the file.
    """

    entries: Mapping[str, Part] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None


@dataclass(frozen=True)
class _Slot:
    """A voice that can be given to somebody; `rank` says how early (the pool before the roles)."""

    voice: Voice
    part: Part
    place: Place
    rank: int = 0
    variant: int = 0
    """0 for the voice as the cast has it, else the number of its variant."""


@dataclass(frozen=True)
class _Person:
    """Somebody without a voice yet; `main` is the first of a role."""

    name: str
    main: bool
    wish: Part
    wish_place: Place


def assign(
    cast: Cast,
    speakers: Sequence[Speaker],
    engine: str,
    overrides: Mapping[str, str],
    *,
    book: SpeakerBook = SpeakerBook(),
    offered: Sequence[VoiceInfo] | None = None,
    pitch: bool = False,
) -> Casting:
    """Gives every speaker a voice of `engine`, no two alike, and the narrator one.

    Args:
        cast: where voices come from.
        speakers: of the interview, in order of appearance.
        engine: whose voices.
        overrides: speaker, alias or role → voice, as ``zm_yunxi`` or ``kokoro:zm_yunxi``; they win, but those
            of the book's file yield to a script's own voices.
        book: the show's own speakers.
        offered: the engine's voices, which tell gender and locale where the cast does not; None before
            the engine is reached: then a voice of unknown kind meets every wish.
        pitch: whether the engine can change a voice's pitch.

    Raises:
        ConfigError: the cast gives this engine no voice for a part, has too few voices, or none that meets a
            wish; names file and line.
        UsageError: an override names nobody in this interview, or two people get one voice.
    """
    return _Assignment(cast, speakers, engine, overrides, book, offered, pitch).made()


class _Assignment:
    """One casting on its way."""

    def __init__(
        self,
        cast: Cast,
        speakers: Sequence[Speaker],
        engine: str,
        overrides: Mapping[str, str],
        book: SpeakerBook,
        offered: Sequence[VoiceInfo] | None,
        pitch: bool,
    ) -> None:
        self._cast = cast
        self._engine = engine
        self._book = book
        self._offered = None if offered is None else {info.name: info for info in offered}
        self._pitch = pitch
        self._overrides = _by_speaker(overrides, speakers, book)
        self._speakers = [
            *(speaker for speaker in speakers if speaker.role is not Role.NARRATOR),
            next((s for s in speakers if s.name == NARRATOR), Speaker(NARRATOR, Role.NARRATOR)),
        ]
        self._narrating = [s for s in speakers if s.role is Role.NARRATOR and s.name != NARRATOR]
        self._roles, self._pool = self._slots()
        self._voices: dict[str, Voice] = {}
        self._places: dict[str, Place] = {}

    def made(self) -> Casting:
        self._give_what_is_said()
        waiting = self._give_roles()
        free = [slot for slot in (*self._pool, *self._roles.values()) if self._is_free(slot.voice)]
        waiting = self._give_by_name(waiting, free)
        waiting = self._give_by_name(waiting, list(self._variants()))
        if waiting:
            raise self._too_few(waiting[0])
        for speaker in self._narrating:
            said = self._said(speaker) or (self._voices[NARRATOR], self._places[NARRATOR])
            self._give(speaker.name, *said)
        return Casting(self._voices, self._places)

    def _slots(self) -> tuple[dict[str, _Slot], list[_Slot]]:
        """The cast's voices of this engine: by role, and the pool."""
        roles: dict[str, _Slot] = {}
        pool: list[_Slot] = []
        for keys, part in self._cast.parts():
            voice = part.voice_of(self._engine)
            if voice is None:
                continue
            place = self._cast.place(*keys, self._engine)
            if keys[0] == "pool":
                pool.append(_Slot(voice, part, place))
            else:
                roles[str(keys[1])] = _Slot(voice, part, place, rank=1)
        return roles, pool

    def _give(self, name: str, voice: Voice, place: Place) -> None:
        self._voices[name] = voice
        self._places[name] = place

    def _is_free(self, voice: Voice) -> bool:
        return not any(alike(voice, other) for other in self._voices.values())

    def _give_what_is_said(self) -> None:
        """Voices that a person has written down; only the narrator may share one, for a host may narrate."""
        for speaker in self._speakers:
            said = self._said(speaker)
            if said is None:
                continue
            voice, place = said
            if speaker.name != NARRATOR:
                self._refuse_a_second(speaker.name, voice, place)
            self._give(speaker.name, voice, place)

    def _said(self, speaker: Speaker) -> tuple[Voice, Place] | None:
        override, place = self._overrides.get(speaker.name), self._override_place(speaker)
        scripted = self._of_script(speaker)
        if scripted and (not override or place.path):  # the script is for this episode, the file for many
            override, place = scripted, Place()
        if override:
            return Voice(self._engine, override.removeprefix(f"{self._engine}:")), place
        for part, place in self._entries(speaker):
            voice = part.voice_of(self._engine)
            if voice is not None:
                return voice, Place(place.path, (*place.keys, self._engine))
            if part.wishes:
                return None
        return None

    def _of_script(self, speaker: Speaker) -> str | None:
        """The voice that a script gives the speaker, for this engine or for any."""
        given = dict(speaker.voices)
        return given.get(self._engine) or given.get("")

    def _override_place(self, speaker: Speaker) -> Place:
        """Where the speaker's override is written; nowhere, if the command line gave it."""
        voice = self._overrides.get(speaker.name, "")
        keys = (speaker.name, *speaker.aliases, speaker.role.value)
        key = next((key for key in keys if self._book.overrides.get(key) == voice), None)
        return Place(self._book.path, ("voice", key)) if key else Place()

    def _refuse_a_second(self, name: str, voice: Voice, place: Place) -> None:
        for other, given in self._voices.items():
            if alike(voice, given):
                message = f"{other!r} and {name!r} are both given {voice}, and nobody could tell them apart"
                where = place if place.path else self._places[other]
                raise where.error(message) if where.path else UsageError(message)

    def _entries(self, speaker: Speaker) -> Iterable[tuple[Part, Place]]:
        """What is written about the speaker, by name or alias: in the show's book, then in the cast."""
        for entries, at in (
            (self._book.entries, Place(self._book.path, ("speakers",))),
            (self._cast.speakers, self._cast.place("speakers")),
        ):
            for name in (speaker.name, *speaker.aliases):
                if name in entries:
                    yield entries[name], Place(at.path, (*at.keys, name))
                    break

    def _give_roles(self) -> list[_Person]:
        """Gives the first of each role its voice, where that is free and as wished; the others wait."""
        waiting: list[_Person] = []
        taken: set[Role] = set()
        for speaker in self._speakers:
            if speaker.name in self._voices:
                continue
            main = speaker.role not in taken
            taken.add(speaker.role)
            wish, place = next(
                ((p, at) for p, at in self._entries(speaker) if p.wishes), (Part(), self._cast.place("pool"))
            )
            person = _Person(speaker.name, main, wish, place)
            slot = self._roles.get(speaker.role.value)
            if main and slot is None:
                raise self._cast.place("roles", speaker.role.value).error(
                    f"the cast {self._cast.name} names no {self._engine} voice for the {speaker.role.value}"
                )
            if main and slot and self._is_free(slot.voice) and self._fits(slot, wish):
                self._give(speaker.name, slot.voice, slot.place)
            else:
                waiting.append(person)
        return waiting

    def _give_by_name(self, waiting: list[_Person], slots: list[_Slot]) -> list[_Person]:
        """Gives slots to people, the best match of name and slot first; returns who is left.

        A person's match with a slot depends on these two alone (rendezvous hashing), so neither other people
        nor the order of appearance nor a longer pool change a voice unless they must. People with
        wishes come first, for they can take fewer; the first of a role takes another role's voice before
        one of the pool.
        """

        def order(pair: tuple[_Person, _Slot]) -> tuple[bool, bool, int, bytes]:
            person, slot = pair
            rank = -slot.rank if person.main else slot.rank
            return not person.wish.wishes, not person.main, rank, _match(person.name, slot)

        pairs = [(who, slot) for who in waiting for slot in slots if self._fits(slot, who.wish)]
        for person, slot in sorted(pairs, key=order):
            if person.name not in self._voices and self._is_free(slot.voice):
                self._give(person.name, slot.voice, slot.place)
        return [person for person in waiting if person.name not in self._voices]

    def _variants(self) -> Iterable[_Slot]:
        """Every voice of the cast, slower and faster, and lower and higher where the engine can."""
        for slot in (*self._pool, *self._roles.values()):
            for number, (rate, pitch) in enumerate(_PITCHED_VARIANTS if self._pitch else _VARIANTS, 1):
                yield replace(
                    slot,
                    variant=number,
                    voice=replace(
                        slot.voice,
                        rate_percent=_within(slot.voice.rate_percent + rate, _RATES),
                        pitch_hz=_within(slot.voice.pitch_hz + pitch, _PITCHES),
                    ),
                )

    def _fits(self, slot: _Slot, wish: Part) -> bool:
        """Whether the slot's voice is of the kind that is wished for."""
        gender, locale = self._kind(slot)
        unknown_will_do = self._offered is None
        return (
            (not wish.gender or gender == wish.gender or (unknown_will_do and not gender))
            and (not wish.locale or f"{locale}-".lower().startswith(f"{wish.locale}-".lower()))
            and set(wish.style) <= set(slot.part.style)
        )

    def _kind(self, slot: _Slot) -> tuple[str, str]:
        """Gender (empty where nobody knows) and locale of a slot's voice: what the cast says comes first."""
        info = (self._offered or {}).get(slot.voice.name)
        gender = slot.part.gender or (info.gender if info else "")
        return gender, slot.part.locale or (info.language if info else self._cast.language)

    def _too_few(self, person: _Person) -> ConfigError:
        slots = [*self._roles.values(), *self._pool]
        if person.wish.wishes:
            wanted = " ".join(filter(None, (person.wish.gender, person.wish.locale, *person.wish.style)))
            there = "; ".join(
                f"{s.voice.name} ({', '.join(filter(None, (*self._kind(s), *s.part.style)))})" for s in slots
            )
            return person.wish_place.error(
                f"the cast {self._cast.name} has no {self._engine} voice left that is {wanted}, as "
                f"{person.name!r} should sound; it has {there}"
            )
        return self._cast.place("pool").error(
            f"the cast {self._cast.name} has too few {self._engine} voices for {len(self._speakers)} "
            f"speakers with the narrator: {len(slots)}, and each slower and faster; add to its pool, or give "
            f"{person.name!r} one with --voice '{person.name}=VOICE'"
        )


def alike(one: Voice, other: Voice) -> bool:
    """Whether a listener would take both for the same person."""
    return (
        (one.engine, one.name, one.model) == (other.engine, other.name, other.model)
        and abs(one.rate_percent - other.rate_percent) < RATE_APART_PERCENT
        and abs(one.pitch_hz - other.pitch_hz) < PITCH_APART_HZ
    )


def _match(name: str, slot: _Slot) -> bytes:
    """How well a name and a slot match: the smaller, the better; the same for ever and for every engine."""
    person = unicodedata.normalize("NFKC", name).casefold().strip()
    voices = sorted(f"{engine}:{spec.voice}" for engine, spec in slot.part.voices.items())
    words = "\n".join((person, *voices, str(slot.variant)))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()


def _within(value: int, bounds: tuple[int, int]) -> int:
    return min(max(value, bounds[0]), bounds[1])


def _by_speaker(
    overrides: Mapping[str, str], speakers: Sequence[Speaker], book: SpeakerBook
) -> dict[str, str]:
    """Overrides with roles and aliases resolved to speakers' names; a name beats a role."""
    result: dict[str, str] = {}
    for wanted, voice in overrides.items():
        if wanted == NARRATOR:
            result[NARRATOR] = voice
            continue
        named = [s.name for s in speakers if wanted == s.name or wanted in s.aliases]
        of_role = [s.name for s in speakers if s.role.value == wanted]
        if not named and not of_role:
            message = f"voice names {wanted!r}, but here speak {', '.join(s.name for s in speakers)}"
            if book.path and book.overrides.get(wanted) == voice:
                place = Place(book.path, ("voice", wanted))
                raise place.error(f"{message}; for a person who is not in every article, use speakers")
            raise UsageError(f"--{message}")
        for name in named:
            result[name] = voice
        for name in of_role[:1] if not named else ():
            result.setdefault(name, voice)
    return result
