"""The cast: which voice speaks for which speaker.

A cast is a YAML file, in `voices/` or anywhere. Each part names a voice per engine, so that the same cast
works online and offline. Roles come first; further speakers of a role take voices from the pool, in order
of appearance, never two alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from duologue.errors import ConfigError, UsageError
from duologue.interview.model import NARRATOR, Role, Speaker
from duologue.resources import voices_dir
from duologue.speech.model import Voice
from duologue.yaml_file import load_yaml

_STRICT = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
_PERCENT = re.compile(r"([+-]?\d{1,3})%?")


class VoiceSpec(BaseModel):
    """One engine's voice in a cast: its name, or its name with prosody."""

    model_config = _STRICT
    voice: Annotated[str, Field(min_length=1)]
    rate: Annotated[int, Field(ge=-50, le=100, description="percent faster or slower")] = 0
    pitch: Annotated[int, Field(ge=-100, le=100, description="Hz higher or lower")] = 0
    volume: Annotated[int, Field(ge=-50, le=50, description="percent louder or softer")] = 0

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"voice": value} if isinstance(value, str) else value

    @field_validator("rate", "volume", mode="before")
    @classmethod
    def _percent(cls, value: object) -> object:
        if isinstance(value, str) and (match := _PERCENT.fullmatch(value.strip())):
            return int(match[1])
        return value


Part = dict[str, VoiceSpec]
"""One speaking part: engine name → its voice for this part."""


class Roles(BaseModel):
    """The parts every interview has."""

    model_config = _STRICT
    interviewer: Part
    interviewee: Part
    narrator: Part


class Cast(BaseModel):
    """A cast as its file says it."""

    model_config = _STRICT
    name: str = ""
    language: str
    description: str = ""
    engines: Annotated[tuple[str, ...], Field(min_length=1)] = ("edge", "kokoro")
    roles: Roles
    pool: tuple[Part, ...] = ()
    speakers: dict[str, Part] = {}
    path: Path | None = Field(default=None, exclude=True)


@dataclass(frozen=True)
class Casting:
    """Who speaks with which voice in one episode, for one engine."""

    voices: Mapping[str, Voice]

    def voice_of(self, speaker: str) -> Voice:
        """The voice of a speaker of the interview; the narrator's name is ``narrator``."""
        return self.voices[speaker]


def shipped_casts() -> tuple[str, ...]:
    """The names of the casts that come with Duologue."""
    return tuple(sorted(path.stem for path in voices_dir().glob("*.yaml")))


def load_cast(name_or_path: str, base: Path | None = None) -> Cast:
    """A shipped cast by name (``zh-CN``) or any cast by its file.

    Raises:
        UsageError: there is neither such a cast nor such a file.
        ConfigError: the file is wrong; names file and line.
    """
    shipped = voices_dir() / f"{name_or_path}.yaml"
    if name_or_path in shipped_casts():
        path = shipped
    else:
        path = (base or Path()) / name_or_path
        if not path.is_file():
            raise UsageError(
                f"there is no cast {name_or_path!r}: name a file or one of {', '.join(shipped_casts())}"
            )
    cast = load_yaml(path, Cast)
    return cast.model_copy(update={"name": cast.name or path.stem, "path": path})


def cast_for_language(language: str) -> Cast:
    """The shipped cast of the article's language: its locale, else another locale of the same language.

    Raises:
        UsageError: no shipped cast speaks it.
    """
    names = shipped_casts()
    primary = language.split("-")[0]
    for name in (language, *(n for n in names if n.split("-")[0] == primary)):
        if name in names:
            return load_cast(name)
    raise UsageError(
        f"no shipped cast speaks {language}: name one with --voices, or one of {', '.join(names)}"
    )


def assign(cast: Cast, speakers: Sequence[Speaker], engine: str, overrides: Mapping[str, str]) -> Casting:
    """Gives every speaker a voice of `engine`, no two the same while the pool lasts.

    A speaker named under the cast's `speakers` has that voice. Of the others, the first of a role has the
    role's voice, and the next ones take from the pool. `overrides` (speaker or role → voice) win.

    Raises:
        ConfigError: the cast gives this engine no voice for a part, or the pool is too small.
        UsageError: an override names nobody in this interview.
    """
    voices: dict[str, Voice] = {}
    overrides = _by_speaker(overrides, speakers)
    people = [speaker for speaker in speakers if speaker.role is not Role.NARRATOR]
    for speaker in people:
        if speaker.name in overrides:
            voices[speaker.name] = Voice(engine, overrides[speaker.name])
        elif (part := _named_part(cast, speaker)) is not None:
            voices[speaker.name] = _voice(cast, part, engine, speaker.name)
    narrator = overrides.get(NARRATOR)
    voices[NARRATOR] = (
        Voice(engine, narrator)
        if narrator
        else _voice(cast, cast.speakers.get(NARRATOR, cast.roles.narrator), engine, NARRATOR)
    )
    role_taken: set[Role] = set()
    for speaker in people:
        if speaker.name in voices:
            continue
        part = getattr(cast.roles, speaker.role.value)
        candidates = [*([part] if speaker.role not in role_taken else []), *cast.pool]
        role_taken.add(speaker.role)
        used = {voice.name for voice in voices.values()}
        free = (_voice(cast, candidate, engine, speaker.name) for candidate in candidates)
        chosen = next((voice for voice in free if voice.name not in used), None)
        if chosen is None:
            raise ConfigError(
                f"the cast {cast.name} has too few {engine} voices for {len(people)} speakers: "
                f"add to its pool, or give {speaker.name!r} one with --voice '{speaker.name}=VOICE'",
                cast.path,
            )
        voices[speaker.name] = chosen
    return Casting(voices)


def _named_part(cast: Cast, speaker: Speaker) -> Part | None:
    return next((cast.speakers[n] for n in (speaker.name, *speaker.aliases) if n in cast.speakers), None)


def _voice(cast: Cast, part: Part, engine: str, speaker: str) -> Voice:
    spec = part.get(engine)
    if spec is None:
        raise ConfigError(f"the cast {cast.name} names no {engine} voice for {speaker!r}", cast.path)
    return Voice(engine, spec.voice, spec.rate, spec.pitch, spec.volume)


def _by_speaker(overrides: Mapping[str, str], speakers: Sequence[Speaker]) -> dict[str, str]:
    """Overrides with roles and aliases resolved to speakers' names; a name beats a role."""
    result: dict[str, str] = {}
    for wanted, voice in overrides.items():
        if wanted == NARRATOR:
            result[NARRATOR] = voice
            continue
        named = [s.name for s in speakers if wanted == s.name or wanted in s.aliases]
        of_role = [s.name for s in speakers if s.role.value == wanted]
        if not named and not of_role:
            raise UsageError(
                f"--voice names {wanted!r}, but here speak {', '.join(s.name for s in speakers)}"
            )
        for name in named:
            result[name] = voice
        for name in of_role[:1] if not named else ():
            result.setdefault(name, voice)
    return result


def wanted_line(cast: Cast, voice: str) -> int | None:
    """The line of the cast's file that names `voice`, for an error message."""
    if cast.path is None:
        return None
    lines = cast.path.read_text(encoding="utf-8-sig").splitlines()
    pattern = re.compile(rf"(?<![\w-]){re.escape(voice)}(?![\w-])")
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), None)
