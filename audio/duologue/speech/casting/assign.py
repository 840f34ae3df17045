"""Giving every speaker of an interview a voice, no two alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from duologue.errors import ConfigError, UsageError
from duologue.model import NARRATOR, Role, Speaker, Voice
from duologue.speech.cast import Cast, Casting, Part
from duologue.speech.casting.available_voices import Slot, alike, slots_of, variants
from duologue.speech.casting.overrides import Given, Overrides, ShowSpeakers
from duologue.speech.engines.base import VoiceInfo
from duologue.speech.voice_table import MEASURED, voice_table
from duologue.yaml_file import Place

_EMPTY = ShowSpeakers()
_NOTHING: Given = {}
_NO_PART = Part()


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
    *,
    given: Given = _NOTHING,
    book: ShowSpeakers = _EMPTY,
    offered: Sequence[VoiceInfo] = (),
    pitch: bool = False,
    without: Collection[str] = (),
) -> Casting:
    """Gives every speaker a voice of `engine`, no two alike, and the narrator one.

    Args:
        cast: where voices come from.
        speakers: of the interview, in order of appearance.
        engine: whose voices.
        given: speaker, alias or role → voices, from the command line; they win.
        book: the show's own speakers.
        offered: the engine's voices, which tell gender and locale where the cast does not; empty where it
            cannot list them, or is not reached yet.
        pitch: whether the engine can change a voice's pitch.
        without: speakers who get no voice here, for another engine speaks them.

    Raises:
        ConfigError: the cast gives this engine no voice for a part, has too few voices, or none that meets a
            wish; names file and line.
        UsageError: an override names nobody in this interview, or another engine's voice, or two people get
            one voice.
    """
    overrides = Overrides(given=given, book=book, cast=cast, speakers=speakers)
    speakers = [
        *(speaker for speaker in speakers if speaker.role is not Role.NARRATOR),
        next((s for s in speakers if s.name == NARRATOR), Speaker(NARRATOR, Role.NARRATOR)),
        *(s for s in speakers if s.role is Role.NARRATOR and s.name != NARRATOR),
    ]
    speakers = [speaker for speaker in speakers if speaker.name not in without]
    return _Assignment(cast, speakers, engine, overrides, offered=offered, pitch=pitch).made()


class _Assignment:
    """One casting on its way."""

    def __init__(
        self,
        cast: Cast,
        speakers: Sequence[Speaker],
        engine: str,
        overrides: Overrides,
        *,
        offered: Sequence[VoiceInfo],
        pitch: bool,
    ) -> None:
        self._cast = cast
        self._engine = engine
        self._pitch = pitch
        self._overrides = overrides
        self._narrating = [s for s in speakers if s.role is Role.NARRATOR and s.name != NARRATOR]
        self._speakers = [s for s in speakers if s not in self._narrating]
        self._roles, self._pool = slots_of(cast, engine, offered)
        self._voices: dict[str, Voice] = {}
        self._places: dict[str, Place] = {}
        self._heard: list[Voice] = []

    def made(self) -> Casting:
        self._give_what_is_written()
        waiting = self._give_roles()
        slots = (*self._pool, *self._roles.values())
        free = [slot for slot in slots if self._is_free(slot.voice)]
        waiting = self._give_by_name(waiting, free, apart=True)
        waiting = self._give_by_name(waiting, free)
        waiting = self._give_by_name(waiting, tuple(variants(slots, pitch=self._pitch)))
        if waiting:
            raise self._too_few(waiting[0])
        for speaker in self._narrating:
            written = self._overrides.voice_of(speaker, self._engine)
            if written is not None:
                self._give(speaker.name, *written)
            elif NARRATOR in self._voices:
                self._give(speaker.name, self._voices[NARRATOR], self._places[NARRATOR])
        return Casting(self._voices, self._places)

    def _give(self, name: str, voice: Voice, place: Place, part: Part = _NO_PART) -> None:
        self._voices[name] = voice
        self._places[name] = place
        self._heard.append(part.voice_of(MEASURED) or voice)

    def _is_apart(self, slot: Slot) -> bool:
        """Whether no voice that is given sounds nearly like this one.

        The cast's offline voices are compared whoever speaks, so that a guest is the same part of the cast
        online and offline.
        """
        voice = slot.part.voice_of(MEASURED) or slot.voice
        return not any(voice_table().near(voice, heard) for heard in self._heard)

    def _is_free(self, voice: Voice) -> bool:
        return not any(alike(voice, other) for other in self._voices.values())

    def _give_what_is_written(self) -> None:
        """Voices that a person has written down; only the narrator may share one, for a host may narrate."""
        for speaker in self._speakers:
            written = self._overrides.voice_of(speaker, self._engine)
            if written is None:
                continue
            voice, place = written
            if speaker.name != NARRATOR:
                self._refuse_a_second(speaker.name, voice, place)
            self._give(speaker.name, voice, place)

    def _refuse_a_second(self, name: str, voice: Voice, place: Place) -> None:
        for other, given in self._voices.items():
            if alike(voice, given):
                message = f"{other!r} and {name!r} are both given {voice}, and nobody could tell them apart"
                where = place if place.path else self._places[other]
                raise where.error(message) if where.path else UsageError(message)

    def _give_roles(self) -> list[_Person]:
        """Gives the first of each role its voice, where that is free and as wished; the others wait."""
        waiting: list[_Person] = []
        taken: set[Role] = set()
        for speaker in self._speakers:
            if speaker.name in self._voices:
                continue
            main = speaker.role not in taken
            taken.add(speaker.role)
            wish, place = self._overrides.wish_of(speaker) or (Part(), self._cast.place("pool"))
            slot = self._roles.get(speaker.role.value)
            if main and slot is None:
                raise self._no_voice_for(speaker.role)
            if main and slot and self._is_free(slot.voice) and slot.fits(wish):
                self._give(speaker.name, slot.voice, slot.place, slot.part)
            else:
                waiting.append(_Person(speaker.name, main, wish, place))
        return waiting

    def _give_by_name(
        self, waiting: Sequence[_Person], slots: Sequence[Slot], *, apart: bool = False
    ) -> list[_Person]:
        """Gives slots to people, the best match of name and slot first; returns who is left.

        A person's match with a slot depends on these two alone (rendezvous hashing), so neither other people
        nor the order of appearance nor a longer pool change a voice unless they must. People with
        wishes come first, for they can take fewer; the first of a role takes another role's voice before
        one of the pool. With `apart`, nobody gets a voice that is nearly another's.
        """

        def order(pair: tuple[_Person, Slot]) -> tuple[bool, bool, int, bytes]:
            person, slot = pair
            rank = -slot.rank if person.main else slot.rank
            return not person.wish.wishes, not person.main, rank, slot.match(person.name)

        pairs = [(person, slot) for person in waiting for slot in slots if slot.fits(person.wish)]
        for person, slot in sorted(pairs, key=order):
            if person.name in self._voices or not self._is_free(slot.voice):
                continue
            if not apart or self._is_apart(slot):
                self._give(person.name, slot.voice, slot.place, slot.part)
        return [person for person in waiting if person.name not in self._voices]

    def _no_voice_for(self, role: Role) -> ConfigError:
        return self._cast.place("roles", role.value).error(
            f"the cast {self._cast.name} names no {self._engine} voice for the {role.value}: name a cast "
            f"that does with --voices, or give one with --voice '{role.value}=VOICE'"
        )

    def _too_few(self, person: _Person) -> ConfigError:
        slots = [*self._roles.values(), *self._pool]
        if person.wish.wishes:
            wanted = " ".join(filter(None, (person.wish.gender, person.wish.locale, *person.wish.style)))
            return person.wish_place.error(
                f"the cast {self._cast.name} has no {self._engine} voice left that is {wanted}, as "
                f"{person.name!r} should sound; it has {'; '.join(map(str, slots))}"
            )
        return self._cast.place("pool").error(
            f"the cast {self._cast.name} has too few {self._engine} voices for {len(self._speakers)} "
            f"speakers with the narrator: {len(slots)}, and each slower and faster; add to its pool, or give "
            f"{person.name!r} one with --voice '{person.name}=VOICE'"
        )
