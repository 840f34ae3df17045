"""The offline front ends: `<tag>/front_end.py`, where the folder of a language has one.

Such a module holds one name, `FRONT_END`: what turns words of the language into phonemes of the offline
voice's alphabet. Punctuation, pauses, fixed pronunciations and chunks are not its affair: it is given the
words between two marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

from duologue.languages.tags import spoken_language

MODULE = "front_end"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sound:
    """`text[start:end]` is said `phonemes`; a word, or several that cannot be told apart."""

    start: int
    end: int
    phonemes: str


class FrontEnd(Protocol):
    """Reads one language."""

    def lacking(self) -> str:
        """What is missing here and what to do about it, as a part of a sentence; empty where it reads."""

    def sounds(self, text: str, language: str) -> Sequence[Sound]:
        """How the words of a clause are said, in order, without overlap.

        Args:
            text: words without marks at their ends; figures only where no rule made words of them.
            language: BCP 47, for the region.
        """

    def release(self) -> None:
        """Lets dictionaries go; the next text loads them again."""


@cache
def packs() -> tuple[str, ...]:
    """The languages with a front end in their folder, as primary subtags in alphabetical order."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob(f"*/{MODULE}.py")))


def front_end(language: str) -> FrontEnd | None:
    """The front end of a language (BCP 47) from its folder; None where it has none."""
    heard = spoken_language(language)
    return _loaded(heard) if heard in packs() else None


@cache
def _loaded(tag: str) -> FrontEnd:
    found: FrontEnd = import_module(f"{__package__}.{tag}.{MODULE}").FRONT_END
    return found


def readable() -> tuple[str, ...]:
    """The languages that a front end of their folder can read here and now."""
    return tuple(tag for tag in packs() if not _loaded(tag).lacking())


def release() -> None:
    """Lets the dictionaries of all front ends go."""
    for tag in packs():
        _loaded(tag).release()


class Withheld:
    """A front end that nobody has proven by ear yet: it is not offered, and says why.

    Args:
        reader: what would read.
        why: the reason, as a part of a sentence.
    """

    offered = False
    """Whether all of these are offered all the same, to be measured (`scripts/bench offline_languages`)."""

    def __init__(self, reader: FrontEnd, why: str) -> None:
        self._reader = reader
        self._why = why

    def lacking(self) -> str:
        """Why it is not offered; where it is, what it needs itself."""
        return self._reader.lacking() if Withheld.offered else self._why

    def sounds(self, text: str, language: str) -> Sequence[Sound]:
        """As the reader has it."""
        return self._reader.sounds(text, language)

    def release(self) -> None:
        """Lets dictionaries go."""
        self._reader.release()
