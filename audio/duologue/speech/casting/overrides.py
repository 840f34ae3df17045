"""What a person has written about the voices of people, the more particular before the more general.

`--voice`, then the `voice:` of a script's speaker, then `voice:` of `duologue.yaml`, its `speakers:` (the
show's book), then those of the cast.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from duologue.errors import UsageError
from duologue.model import NARRATOR, Interview, Role, Speaker, Voice
from duologue.speech.cast import Cast, Part
from duologue.speech.engines.registry import engine_names
from duologue.yaml_file import Place


@dataclass(frozen=True)
class ShowSpeakers:
    """What a show's `duologue.yaml` says about people.

    Attributes:
        entries: its `speakers:`, by name, with their voices or wishes.
        overrides: its `voice:`; only to know where an override comes from.
        path: the file.
    """

    entries: Mapping[str, Part] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None


_NOBODY = ShowSpeakers()


class Written:
    """What is written about the people of one interview, for one engine.

    Args:
        cast: its `speakers:` come last.
        book: the show's.
        overrides: speaker, alias or role → voice, from the command line and from the book's file.
        speakers: of the interview.
        engine: whose voices.

    Raises:
        UsageError: an override names nobody in this interview; with file and line if it stands in one.
    """

    def __init__(
        self,
        cast: Cast,
        book: ShowSpeakers,
        overrides: Mapping[str, str],
        speakers: Sequence[Speaker],
        engine: str,
    ) -> None:
        self._cast, self._book, self._engine = cast, book, engine
        self._overrides = _by_speaker(overrides, speakers, book)

    def voice_of(self, speaker: Speaker) -> tuple[Voice, Place] | None:
        """The voice that is given to the speaker, and where it is written; None where none is.

        Raises:
            UsageError: it is another engine's.
        """
        override, place = self._overrides.get(speaker.name), self._override_place(speaker)
        scripted = self._of_script(speaker)
        if scripted and (not override or place.path):  # the script is for this episode, the file for many
            override, place = scripted, Place()
        if override:
            return Voice(self._engine, self._own_name(override, speaker, place)), place
        for part, place in self._entries(speaker):
            voice = part.voice_of(self._engine)
            if voice is not None:
                return voice, Place(place.path, (*place.keys, self._engine))
            if part.wishes:
                return None
        return None

    def wish_of(self, speaker: Speaker) -> tuple[Part, Place] | None:
        """What kind of voice is wished for the speaker, and where; None where nothing is."""
        return next(((part, place) for part, place in self._entries(speaker) if part.wishes), None)

    def _own_name(self, override: str, speaker: Speaker, place: Place) -> str:
        """The engine's own name of a voice that may be written as ENGINE:VOICE."""
        engine, colon, name = override.partition(":")
        if not colon or engine not in (self._engine, *engine_names()):
            return override
        if engine != self._engine:
            message = f"{speaker.name!r} is to have {override!r}, but {self._engine} speaks"
            message += f": name one of its voices, or use --engine {engine}"
            raise place.error(message) if place.path else UsageError(message)
        return name

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

    def _entries(self, speaker: Speaker) -> Iterator[tuple[Part, Place]]:
        """What is written about the speaker, by name or alias: in the show's book, then in the cast."""
        for entries, at in (
            (self._book.entries, Place(self._book.path, ("speakers",))),
            (self._cast.speakers, self._cast.place("speakers")),
        ):
            for name in (speaker.name, *speaker.aliases):
                if name in entries:
                    yield entries[name], Place(at.path, (*at.keys, name))
                    break


def _by_speaker(
    overrides: Mapping[str, str], speakers: Sequence[Speaker], book: ShowSpeakers
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


def with_voices(interview: Interview, given: Mapping[str, str]) -> Interview:
    """The interview with these voices written at its speakers, so that its script keeps them.

    Args:
        interview: what was read.
        given: speaker, alias or role → voice, as ``zm_yunxi`` or ``kokoro:zm_yunxi``.

    Raises:
        UsageError: one names nobody in this interview.
    """
    if not given:
        return interview
    speakers = interview.speakers
    if NARRATOR in given and not any(speaker.name == NARRATOR for speaker in speakers):
        speakers = (*speakers, Speaker(NARRATOR, Role.NARRATOR))
    by_speaker = _by_speaker(given, speakers, _NOBODY)

    def voiced(speaker: Speaker) -> Speaker:
        if speaker.name not in by_speaker:
            return speaker
        engine, colon, name = by_speaker[speaker.name].partition(":")
        one = (engine, name) if colon and engine in engine_names() else ("", by_speaker[speaker.name])
        others = tuple(each for each in speaker.voices if one[0] and each[0] not in ("", one[0]))
        return replace(speaker, voices=(one, *others))

    return replace(interview, speakers=tuple(voiced(speaker) for speaker in speakers))
