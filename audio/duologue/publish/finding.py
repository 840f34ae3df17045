"""What was found of a show, and what to do about it: for the live address and for directories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["fine", "better", "wrong"]
"""``wrong`` keeps listeners from the show; ``better`` keeps some of them from some of it."""


@dataclass(frozen=True, slots=True)
class ShowFinding:
    """One thing that was looked at.

    Attributes:
        level: see `Level`.
        what: was looked at.
        said: what was found.
        advice: what to do; empty where all is well.
    """

    level: Level
    what: str
    said: str
    advice: str = ""
