"""Speakers whose voice a person has named, and the engines that have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duologue.errors import BadVoice, UsageError
from duologue.model import NARRATOR, Role, Speaker
from duologue.speech.casting.overrides import Override, Overrides


@dataclass(frozen=True)
class KnownVoices:
    """What is known of the engines' voices without asking a service.

    Attributes:
        listed: engine → names of its voices, where it has given a list.
        possible: engine → the asked names that could be its own, by their form.
    """

    listed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    possible: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def could_have(self, engine: str, voice: str) -> bool:
        """Whether the voice can be one of the engine's."""
        if engine in self.listed:
            return voice in self.listed[engine]
        return voice in self.possible.get(engine, ())

    def owner(self, voice: str, *, beside: str) -> str:
        """An engine other than `beside` that lists the voice; empty for none."""
        return next((name for name, voices in self.listed.items() if name != beside and voice in voices), "")


class BoundSpeakers:
    """Who has to speak with a voice that only some engines have.

    Args:
        overrides: what is written.
        speakers: of the interview.
        known: the engines' voices.
    """

    def __init__(self, overrides: Overrides, speakers: Sequence[Speaker], known: KnownVoices) -> None:
        people = list(speakers)
        if not any(speaker.name == NARRATOR for speaker in people):
            people.append(Speaker(NARRATOR, Role.NARRATOR))
        found = {speaker.name: overrides.override_of(speaker) for speaker in people}
        self._overrides = {name: override for name, override in found.items() if override is not None}
        self._known = known

    def elsewhere(self, engine: str) -> Mapping[str, Override]:
        """Speaker's name → override, for those whose voice the engine does not have."""
        return {
            name: override for name, override in self._overrides.items() if not self._fits(override, engine)
        }

    def named_engines(self) -> tuple[str, ...]:
        """The engines that are named, in order."""
        named = (voice.engine for override in self._overrides.values() for voice in override.voices)
        return tuple(dict.fromkeys(filter(None, named)))

    def why_only(self, engine: str) -> str:
        """Which voices make the engine speak, as a part of a sentence."""
        return ", ".join(
            f"{override.for_engine(engine) or override} ({override.source})"
            for override in self._overrides.values()
            if self._fits(override, engine)
        )

    def refuse_voices_of_others(self, engine: str) -> None:
        """Refuses a name without an engine that another engine lists and this one does not.

        Raises:
            UsageError, BadVoice: there is one; says whose voice it is.
        """
        for name, override in self.elsewhere(engine).items():
            for voice in (voice for voice in override.voices if not voice.engine):
                if owner := self._known.owner(voice.name, beside=engine):
                    message = f"{engine} has no voice {voice.name!r} (for {name})"
                    message += f"; it is {owner}'s: --engine {owner}"
                    place = override.place
                    raise place.error(message) if place.path else BadVoice(message)

    def conflict(self, engines: Sequence[str]) -> UsageError | BadVoice:
        """The error where none of these engines has the voices of all.

        It says which voice no engine has, or which two people cannot be spoken by one engine.
        """
        able = {
            name: [engine for engine in engines if self._fits(override, engine)]
            for name, override in self._overrides.items()
        }
        for name, override in self._overrides.items():
            if not able[name]:
                message = f"no engine here has the voice {override} (for {name})"
                return override.place.error(message) if override.place.path else BadVoice(message)
        told = "; ".join(
            f"{name!r} is to have {self._overrides[name]} ({' or '.join(able[name])})" for name in able
        )
        return UsageError(
            f"one engine speaks an episode, and none has all of these voices: {told}. Name voices of one "
            f"engine, or let several speak with --mix-engines"
        )

    def _fits(self, override: Override, engine: str) -> bool:
        return any(
            voice.engine == engine or (not voice.engine and self._known.could_have(engine, voice.name))
            for voice in override.voices
        )
