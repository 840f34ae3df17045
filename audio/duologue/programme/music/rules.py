"""The rules for music, as data: what `duologue.yaml` can say under `music`, and what holds without it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

_Fade = Annotated[int, Field(ge=0, le=60_000)]
_Gain = Annotated[float, Field(ge=-60, le=12)]
_Seconds = Annotated[float, Field(ge=0.5, le=120)]

ROLES = ("intro", "outro", "sting", "bed")


class MusicPiece(BaseModel):
    """A file and how it is played; a file's name alone stands for one with every default."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )

    file: Path
    gain: _Gain = -2.0
    """Decibels relative to the programme's loudness."""
    fade_in: _Fade = 20
    """Milliseconds."""
    fade_out: _Fade = 1500
    """Milliseconds."""
    longest: _Seconds = 20.0
    """Seconds of the file that are played at most."""

    @model_validator(mode="before")
    @classmethod
    def _a_name_alone(cls, value: Any) -> Any:
        return {"file": value} if isinstance(value, str) else value


class Intro(MusicPiece):
    """Music before the first word."""


class Outro(MusicPiece):
    """Music after the last word."""

    fade_in: _Fade = 800
    fade_out: _Fade = 2500
    longest: _Seconds = 30.0


class Sting(MusicPiece):
    """Music before each section but the first."""

    gain: _Gain = -4.0
    fade_out: _Fade = 400
    longest: _Seconds = 5.0


class Bed(MusicPiece):
    """Music under the narrator; it is repeated where it is shorter than what is said."""

    gain: _Gain = -14.0
    fade_in: _Fade = 1000
    fade_out: _Fade = 1800
    longest: _Seconds = 60.0
    """Seconds that the bed plays at a time; a longer passage has several, with a breath between."""
    duck: Annotated[float, Field(ge=0, le=40)] = 8.0
    """Decibels by which it is softer while the narrator speaks."""
    attack: _Fade = 250
    """Milliseconds before a word in which it goes down."""
    release: _Fade = 700
    """Milliseconds after a word in which it comes up again."""
    before: _Fade = 1200
    """Milliseconds that it begins before the first word, as far as the pause there allows."""
    shortest: Annotated[float, Field(ge=0, le=120)] = 6.0
    """Seconds: what the narrator says in a shorter time (a section's title) has no bed."""


class Music(BaseModel):
    """`music` in duologue.yaml."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )

    intro: Intro | None = None
    outro: Outro | None = None
    sting: Sting | None = None
    bed: Bed | None = None
    credit: str = ""
    """Whose music it is and under which licence; shown in the notes and the tag."""

    def pieces(self) -> dict[str, MusicPiece]:
        """What there is, by its role."""
        found = {role: getattr(self, role) for role in ROLES}
        return {role: piece for role, piece in found.items() if piece is not None}

    def beside(self, folder: Path) -> Music:
        """The same with files relative to `folder`."""
        changed = {
            role: piece.model_copy(update={"file": folder / piece.file})
            for role, piece in self.pieces().items()
        }
        return self.model_copy(update=changed)
