"""A word of one character with what stands around it: what its reading is decided from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """A word of one character where it stands.

    Attributes:
        words: the words of its stretch of Han characters.
        index: which of them it is.
        left: the spoken text before the stretch, as far as it matters.
        right: the text behind it.
    """

    words: tuple[str, ...]
    index: int
    left: str = ""
    right: str = ""

    @property
    def character(self) -> str:
        """The word."""
        return self.words[self.index]

    @property
    def before(self) -> str:
        """The word before it; empty at the start of the stretch."""
        return self.words[self.index - 1] if self.index else ""

    @property
    def after(self) -> str:
        """The word behind it; empty at the end of the stretch."""
        return self.words[self.index + 1] if self.index + 1 < len(self.words) else ""

    @property
    def second(self) -> str:
        """The second word behind it; empty where there is none."""
        return self.words[self.index + 2] if self.index + 2 < len(self.words) else ""
