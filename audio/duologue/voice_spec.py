"""A voice as people write it: its name, or its name with prosody; for whichever engine, or for each.

Casts, `duologue.yaml` and scripts all read voices with these models, so that the same forms are understood
everywhere::

    zm_yunxi
    kokoro:zm_yunxi
    {voice: zm_yunxi, rate: +20%, pitch: -10Hz}
    {edge: zh-CN-YunxiNeural, kokoro: {voice: zm_yunxi, rate: -5%}}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Tag,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema

from duologue.model import Voice

_NUMBER = r"([+-]?\d{1,3})"
_PERCENT = re.compile(rf"{_NUMBER}\s*%?")
_HERTZ = re.compile(rf"{_NUMBER}\s*(?:hz)?", re.IGNORECASE)
_ENGINE = re.compile(r"[a-z][a-z0-9_-]*")
_UNITS = {"rate": "%", "volume": "%", "pitch": "Hz"}
_BY_NAME_SCHEMA = {"type": "string", "minLength": 1, "description": "the engine's name for the voice"}


def _schema(schema: dict[str, Any]) -> None:
    """What a person may write: a name, or a name with prosody, numbers with or without their unit."""
    for name, unit in _UNITS.items():
        wanted = schema["properties"][name]
        written = {"type": "string", "pattern": rf"^[+-]?\d{{1,3}} ?({unit})?$"}
        kept = {key: wanted[key] for key in ("description", "default")}
        schema["properties"][name] = {"anyOf": [{"type": "integer"}, written], **kept}
    described = {key: schema.pop(key) for key in list(schema)}
    schema["description"] = described.pop("description")
    schema["anyOf"] = [_BY_NAME_SCHEMA, described]


class VoiceSpec(BaseModel):
    """One engine's voice: its name, or its name with prosody."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, json_schema_extra=_schema
    )
    voice: Annotated[str, Field(min_length=1, description="the engine's name for the voice")]
    rate: Annotated[int, Field(ge=-50, le=100, description="percent faster or slower")] = 0
    pitch: Annotated[int, Field(ge=-100, le=100, description="Hz higher or lower, where the engine can")] = 0
    volume: Annotated[int, Field(ge=-50, le=50, description="percent louder or softer")] = 0
    model: Annotated[str, Field(description="the engine's model, where it has several")] = ""
    instructions: Annotated[str, Field(description="how to speak, in words, where the engine can")] = ""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        if isinstance(value, str):
            return {"voice": value}
        if not isinstance(value, dict | VoiceSpec):
            raise ValueError("write the voice's name, or {voice: NAME, rate: -5%}")
        return value

    @field_validator("rate", "volume", mode="before")
    @classmethod
    def _percent(cls, value: object) -> object:
        return _number(value, _PERCENT, "percent, such as -5%")

    @field_validator("pitch", mode="before")
    @classmethod
    def _hertz(cls, value: object) -> object:
        return _number(value, _HERTZ, "Hz, such as -10Hz")

    def for_engine(self, engine: str) -> Voice:
        """The voice as a value; an empty engine stands for whichever speaks."""
        return Voice(
            engine,
            self.voice,
            rate_percent=self.rate,
            pitch_hz=self.pitch,
            volume_percent=self.volume,
            model=self.model,
            instructions=self.instructions,
        )


def _number(value: object, form: re.Pattern[str], unit: str) -> object:
    if isinstance(value, str):
        match = form.fullmatch(value.strip())
        if match is None:
            raise ValueError(f"{value!r} is not a number of {unit}")
        return int(match[1])
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(f"{value!r} is not a number of {unit}")
    return value


def _form(value: object) -> str:
    """Whether one voice is written, or one for each engine."""
    by_engine = isinstance(value, Mapping) and "voice" not in value
    return "[by engine]" if by_engine else "[voice]"


class _AnyOf:
    """Says in the JSON Schema that either form will do, as editors expect it."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core_schema)
        return {"anyOf" if key == "oneOf" else key: value for key, value in schema.items()}


VoicesGiven = Annotated[
    Annotated[VoiceSpec, Tag("[voice]")] | Annotated[dict[str, VoiceSpec], Tag("[by engine]")],
    Discriminator(_form),
    _AnyOf(),
]
"""A voice for whichever engine, or one for each. The tags are left out of errors: see `yaml_file.fault`."""


def voices_of(given: VoiceSpec | Mapping[str, VoiceSpec]) -> tuple[Voice, ...]:
    """The voices as values; an empty engine stands for whichever speaks."""
    if not isinstance(given, VoiceSpec):
        return tuple(spec.for_engine(engine) for engine, spec in given.items())
    engine, colon, name = given.voice.partition(":")
    if colon and name and _ENGINE.fullmatch(engine):
        return (given.model_copy(update={"voice": name}).for_engine(engine),)
    return (given.for_engine(""),)


def written_voices(voices: tuple[Voice, ...]) -> Any:
    """The voices as a person would write them, in the shortest form that is read back as the same."""
    if len(voices) == 1:
        name = f"{voices[0].engine}:{voices[0].name}" if voices[0].engine else voices[0].name
        return _written(voices[0], name)
    return {voice.engine: _written(voice, voice.name) for voice in voices}


def _written(voice: Voice, name: str) -> Any:
    prosody = {
        "rate": f"{voice.rate_percent:+d}%" if voice.rate_percent else "",
        "pitch": f"{voice.pitch_hz:+d}Hz" if voice.pitch_hz else "",
        "volume": f"{voice.volume_percent:+d}%" if voice.volume_percent else "",
        "model": voice.model,
        "instructions": voice.instructions,
    }
    given = {key: value for key, value in prosody.items() if value}
    return {"voice": name, **given} if given else name
