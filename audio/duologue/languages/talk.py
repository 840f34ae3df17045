"""How questions and answers begin and end in a language: `<tag>/talk.yaml`, where it has one.

The words of all languages are looked for in every text: a text has words of its own language alone, and what
they decide is how long a silence is, to a few tenths of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from duologue.yaml_file import load_yaml

FILE_NAME = "talk.yaml"
_FOLDER = Path(__file__).parent


class TalkWords(BaseModel):
    """Words of one language.

    Attributes:
        open_questions: ask for more than yes or no, anywhere in a question.
        polar_questions: ask for yes or no, even beside one of the former.
        direct_answers: what an answer begins with that takes up the question at once.
        slow_answers: what an answer begins with that is thought about first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    open_questions: tuple[str, ...]
    polar_questions: tuple[str, ...]
    direct_answers: tuple[str, ...]
    slow_answers: tuple[str, ...]


@dataclass(frozen=True)
class Talk:
    """The same as patterns, of all languages."""

    open_question: re.Pattern[str]
    polar_question: re.Pattern[str]
    direct_answer: re.Pattern[str]
    slow_answer: re.Pattern[str]


@cache
def talk() -> Talk:
    """The patterns.

    Raises:
        ConfigError: a language's file is wrong; it names file and line.
    """
    files = sorted(_FOLDER.glob(f"*/{FILE_NAME}"))
    words = [load_yaml(path, TalkWords) for path in files]
    return Talk(
        _any(word for each in words for word in each.open_questions),
        _any(word for each in words for word in each.polar_questions),
        _any((word for each in words for word in each.direct_answers), begins=True),
        _any((word for each in words for word in each.slow_answers), begins=True),
    )


def _any(words: Iterable[str], *, begins: bool = False) -> re.Pattern[str]:
    """One of the words, whole where they are written with spaces; at the beginning of a text."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    forms = [_whole(word) for word in longest_first]
    before = r"[\W_]*" if begins else ""
    return re.compile(f"{before}(?:{'|'.join(forms)})", re.IGNORECASE)


def _whole(word: str) -> str:
    edge = r"\b" if word.isascii() else ""
    return f"{edge}{re.escape(word)}{edge}"
