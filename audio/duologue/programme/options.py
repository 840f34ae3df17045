"""What a person can choose of a programme: how it sounds, what it says of itself, how it looks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from duologue.programme.contents.disclosure import PRODUCER
from duologue.programme.formats.kinds import Kind
from duologue.programme.mastering.room_tone import RoomTone
from duologue.programme.mastering.target import TARGETS, Mastering
from duologue.programme.mp3.encoding import ENCODINGS
from duologue.programme.music.rules import Music
from duologue.programme.pauses import LONGEST_PAUSE_MS, PauseRules
from duologue.programme.provenance.options import SigningFiles


class AigcSettings(BaseModel):
    """Who the implicit label of synthetic sound names (China, 2025-09-01)."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    producer: str = PRODUCER
    """Name or code of whoever makes the show."""
    propagator: str = ""
    """Name or code of whoever spreads it, if that is known."""
    propagate_id: str = ""
    """The number the propagator gives the work; the episode's guid where empty."""


class ProgrammeOptions(BaseModel):
    """The part of the settings that shapes the programme from its takes on."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )

    show: str = ""
    """The podcast's title; the publication's name where empty."""
    author: str = ""
    """Who makes the show."""
    disclosure: bool | str = True
    """The line said at the start: true for the default, false for none, or its wording."""
    title_spoken: bool = True
    """Whether the narrator says the episode's title at the start."""
    sections_spoken: bool = True
    """Whether the narrator says each section's title."""
    pauses: dict[str, Annotated[int, Field(ge=0, le=LONGEST_PAUSE_MS)]] = {}
    """The middle of pauses in milliseconds, by the names of `PauseRules`."""
    pause_variation: Annotated[float, Field(ge=0, le=2)] = 1.0
    """How much pauses vary with what is said: 1 as people's do, 0 not at all."""
    stereo: Literal["centre", "seats"] = "centre"
    """`seats`: who asks is heard a little left, who answers a little right, the narrator in the middle."""
    room_tone: Literal[False] | Annotated[float, Field(ge=-90, le=-66)] = -70.0
    """Level in dBFS of the soft noise under the whole programme; false for digital silence."""
    loudness: str = "podcast"
    encoding: str = "stereo-128k"
    formats: Annotated[tuple[Literal["mp3"] | Kind, ...], Field(min_length=1)] = ("mp3",)
    """The formats of an episode. The MP3 is always made: it is the episode; others lie beside it."""
    provenance: bool | SigningFiles = False
    """Whether the MP3 is signed as C2PA, with a key of this machine's or one's own."""
    cover: Path | Literal["article"] | None = None
    """A picture to use instead of the drawn cover; `article`: the article's own, where it has one."""
    pictures: Literal["beside", "web", "none"] = "beside"
    """Which pictures of the article its chapters show: those in its folder or its own file, also those that
    have to be fetched from the web, or none."""
    chapter_minutes: Annotated[float, Field(gt=0)] | None = None
    """A chapter longer than this is divided where a question is asked; unset, chapters are the sections."""
    music: Music = Music()
    aigc: AigcSettings = AigcSettings()

    @field_validator("loudness", "encoding")
    @classmethod
    def _a_known_name(cls, value: str, info: ValidationInfo) -> str:
        known = TARGETS if info.field_name == "loudness" else ENCODINGS
        if value not in known:
            raise ValueError(f"there is no {value!r}; there are {', '.join(known)}")
        return value

    @field_validator("pauses")
    @classmethod
    def _known_pauses(cls, value: dict[str, int]) -> dict[str, int]:
        known = PauseRules.__dataclass_fields__
        if wrong := [name for name in value if name not in known]:
            raise ValueError(f"there is no pause called {', '.join(wrong)}; there are {', '.join(known)}")
        return value

    @property
    def mastering(self) -> Mastering:
        """What the programme is brought to."""
        tone = None if self.room_tone is False else RoomTone.at(self.room_tone)
        return Mastering(TARGETS[self.loudness], ENCODINGS[self.encoding], tone, self.stereo == "seats")

    def pause_rules(self) -> PauseRules:
        """The pauses of the programme."""
        return PauseRules(**self.pauses)
