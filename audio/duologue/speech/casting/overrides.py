"""What a person has written about the voices of people, the more particular before the more general.

`--voice`, then the `voice:` of a script's speaker, then `voice:` of `duologue.yaml`, its `speakers:` (the
show's book), then those of the cast.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from duologue.errors import UsageError
from duologue.model import NARRATOR, Interview, Role, Speaker, Voice
from duologue.speech.cast import Cast, Part
from duologue.speech.engines.registry import engine_names
from duologue.voice_spec import VoiceSpec, voices_of
from duologue.yaml_file import Place

Given = Mapping[str, tuple[Voice, ...]]
"""Speaker, alias or role → voices; an empty engine stands for whichever speaks."""


@dataclass(frozen=True)
class ShowSpeakers:
    """What a show's `duologue.yaml` says about people.

    Attributes:
        entries: its `speakers:`, by name, with their voices or wishes.
        overrides: its `voice:`, by speaker, alias or role.
        path: the file.
    """

    entries: Mapping[str, Part] = field(default_factory=dict)
    overrides: Given = field(default_factory=dict)
    path: Path | None = None

    def place(self, *keys: str) -> Place:
        """A key of the file; no place where there is no file."""
        return Place(self.path, keys) if self.path else Place()


@dataclass(frozen=True)
class Override:
    """Voices that a person has written down for one speaker.

    Attributes:
        voices: one for each engine that was named, or one for whichever speaks.
        place: where it is written; nowhere, if the command line or a script gave it.
        source: how a sentence names the place, e.g. ``--voice``.
        binding: whether it has to be kept: a script's voices for other engines are passed over.
    """

    voices: tuple[Voice, ...]
    place: Place
    source: str
    binding: bool = True

    def for_engine(self, engine: str) -> Voice | None:
        """The voice for an engine, if one is meant for it."""
        own = next((voice for voice in self.voices if voice.engine == engine), None)
        any_engine = next((voice for voice in self.voices if not voice.engine), None)
        found = own or any_engine
        return replace(found, engine=engine) if found else None

    def __str__(self) -> str:
        return " or ".join(f"{v.engine}:{v.name}" if v.engine else v.name for v in self.voices)


class Overrides:
    """What is written about the people of one interview.

    Args:
        given: from the command line.
        book: the show's.
        cast: its `speakers:` come last.
        speakers: of the interview.

    Raises:
        UsageError: an override names nobody in this interview; with file and line if it stands in one.
    """

    def __init__(self, *, given: Given, book: ShowSpeakers, cast: Cast, speakers: Sequence[Speaker]) -> None:
        self._cast, self._book = cast, book
        self._given = _by_speaker(given, speakers, ShowSpeakers())
        self._of_file = _by_speaker(book.overrides, speakers, book)

    def override_of(self, speaker: Speaker) -> Override | None:
        """The voices that are written for this very speaker, from the most particular place that has some."""
        if key := self._given.get(speaker.name):
            return Override(resolved(key[1]), Place(), f"--voice {key[0]}")
        if speaker.voices:
            return Override(
                resolved(speaker.voices), Place(), f"the script, for {speaker.name}", binding=False
            )
        if key := self._of_file.get(speaker.name):
            place = self._book.place("voice", key[0])
            return Override(resolved(key[1]), place, f"voice: {key[0]}")
        return None

    def voice_of(self, speaker: Speaker, engine: str) -> tuple[Voice, Place] | None:
        """The voice of an engine that is given to the speaker, and where it is written; None where none is.

        Raises:
            UsageError: it is another engine's.
        """
        override = self.override_of(speaker)
        if override is not None and (voice := override.for_engine(engine)):
            return voice, override.place
        if override is not None and override.binding:
            message = (
                f"{speaker.name!r} is to have {override}, but {engine} speaks: name one of its voices, "
                f"or use --engine {override.voices[0].engine}"
            )
            raise override.place.error(message) if override.place.path else UsageError(message)
        for part, place in self.entries(speaker):
            if (of_part := part.voice_of(engine)) is not None:
                return of_part, Place(place.path, (*place.keys, engine))
            if part.wishes:
                return None
        return None

    def wish_of(self, speaker: Speaker) -> tuple[Part, Place] | None:
        """What kind of voice is wished for the speaker, and where; None where nothing is."""
        return next(((part, place) for part, place in self.entries(speaker) if part.wishes), None)

    def entries(self, speaker: Speaker) -> Iterator[tuple[Part, Place]]:
        """What is written about the speaker, by name or alias: in the show's book, then in the cast."""
        for entries, at in (
            (self._book.entries, Place(self._book.path, ("speakers",))),
            (self._cast.speakers, self._cast.place("speakers")),
        ):
            for name in (speaker.name, *speaker.aliases):
                if name in entries:
                    yield entries[name], Place(at.path, (*at.keys, name))
                    break


def given_voices(given: Mapping[str, str]) -> Given:
    """Voices as the command line writes them: ``zm_yunxi`` or ``kokoro:zm_yunxi``."""
    return {name: voices_of(VoiceSpec(voice=voice)) for name, voice in given.items()}


def resolved(voices: Iterable[Voice]) -> tuple[Voice, ...]:
    """The voices, where what stands before the colon is an engine only if there is one of that name."""
    names = engine_names()
    return tuple(
        voice
        if not voice.engine or voice.engine in names
        else replace(voice, engine="", name=f"{voice.engine}:{voice.name}")
        for voice in voices
    )


def _by_speaker(
    overrides: Given, speakers: Sequence[Speaker], book: ShowSpeakers
) -> dict[str, tuple[str, tuple[Voice, ...]]]:
    """Speaker's name → the key it is written under and the voices; a name beats a role.

    Raises:
        UsageError: a key names nobody.
    """
    result: dict[str, tuple[str, tuple[Voice, ...]]] = {}
    of_roles: dict[str, tuple[str, tuple[Voice, ...]]] = {}
    for wanted, voices in overrides.items():
        if wanted == NARRATOR:
            result[NARRATOR] = wanted, voices
            continue
        named = [s.name for s in speakers if wanted == s.name or wanted in s.aliases]
        of_role = [s.name for s in speakers if s.role.value == wanted]
        if not named and not of_role:
            message = f"voice names {wanted!r}, but here speak {', '.join(s.name for s in speakers)}"
            if book.path:
                place = book.place("voice", wanted)
                raise place.error(f"{message}; for a person who is not in every article, use speakers")
            raise UsageError(f"--{message}")
        result |= dict.fromkeys(named, (wanted, voices))
        if not named:
            of_roles[of_role[0]] = wanted, voices
    return of_roles | result


def with_voices(interview: Interview, given: Given) -> Interview:
    """The interview with these voices written at its speakers, so that its script keeps them.

    Args:
        interview: what was read.
        given: from the command line.

    Raises:
        UsageError: one names nobody in this interview.
    """
    if not given:
        return interview
    speakers = interview.speakers
    if NARRATOR in given and not any(speaker.name == NARRATOR for speaker in speakers):
        speakers = (*speakers, Speaker(NARRATOR, Role.NARRATOR))
    by_speaker = _by_speaker(given, speakers, ShowSpeakers())

    def voiced(speaker: Speaker) -> Speaker:
        if speaker.name not in by_speaker:
            return speaker
        new = resolved(by_speaker[speaker.name][1])
        engines = {voice.engine for voice in new}
        others = () if "" in engines else tuple(v for v in speaker.voices if v.engine not in (*engines, ""))
        return replace(speaker, voices=(*new, *others))

    return replace(interview, speakers=tuple(voiced(speaker) for speaker in speakers))
