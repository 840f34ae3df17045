"""Sections in the making: what the walk gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from duologue.interview.text import Text


@dataclass(slots=True)
class Spoken:
    """One paragraph of one speaker (or the narrator's)."""

    speaker: str
    text: Text
    at: int
    why: str
    """How the reader knows."""


@dataclass(slots=True)
class Part:
    """A section in the making."""

    title: Text | None
    at: int
    why: str = ""
    spoken: list[Spoken] = field(default_factory=list)
