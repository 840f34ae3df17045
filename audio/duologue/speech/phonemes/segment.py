"""Chinese words, by jieba, with its dictionary read as it is needed.

Reading all of jieba's 350 000 words takes half a second, and jieba's own shortcut is a file with a fixed name
in the system's temporary folder, where another user could put one of their own. But to cut a text, jieba asks
only for words that begin with one of the text's characters: they are read when the character is first met.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from typing import Any

from duologue.errors import EngineError

_lock = threading.Lock()
_SAME_FIRST = re.compile(r"(.).*\n(?:\1.*\n)*")
_TOTAL = 60_101_967
"""The sum of all counts in the dictionary of jieba 0.42.1; a test compares it with the file."""


class _Dictionary:
    """jieba's words, by their first characters."""

    def __init__(self) -> None:
        jieba = _jieba()
        self._text = (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8")
        self._places: dict[str, list[tuple[int, int]]] = {}
        for match in _SAME_FIRST.finditer(self._text):
            self._places.setdefault(match[1], []).append(match.span())
        self.counts: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        self.tokenizer: Any = jieba.Tokenizer()
        self.tokenizer.FREQ = self.counts
        self.tokenizer.total = _TOTAL
        self.tokenizer.initialized = True

    def read(self, text: str) -> None:
        """The words that begin with a character of `text`; beginnings of words that are none count 0."""
        for first in set(text).intersection(self._places):
            for start, end in self._places.pop(first):
                fields = self._text[start:end].split()
                for word, count, kind in zip(fields[::3], map(int, fields[1::3]), fields[2::3], strict=True):
                    self.counts[word] = count
                    self.kinds[word] = kind
                    for size in range(1, len(word)):
                        self.counts.setdefault(word[:size], 0)


def cut(text: str) -> list[str]:
    """The words of a stretch of Han characters; together they are the text.

    Raises:
        EngineError: jieba is not installed.
    """
    with _lock:
        dictionary = _load()
        dictionary.read(text)
    words: list[str] = list(dictionary.tokenizer.cut(text, cut_all=False, HMM=False))
    return words


def parts(word: str) -> list[str]:
    """The words that a word of the dictionary is made of, as it would be cut if it were none.

    Raises:
        EngineError: jieba is not installed.
    """
    with _lock:
        dictionary = _load()
        dictionary.read(word)
        graph = dictionary.tokenizer.get_DAG(word)
        graph[0] = [end for end in graph[0] if end < len(word) - 1] or [0]
        route: dict[int, tuple[float, int]] = {}
        dictionary.tokenizer.calc(word, graph, route)
    found = []
    at = 0
    while at < len(word):
        end = route[at][1] + 1
        found.append(word[at:end])
        at = end
    return found


def is_noun(word: str) -> bool:
    """Whether the word is a common noun, a name or a pronoun."""
    return len(word) > 1 and kind_of(word)[:1] in {"n", "r", "t"} and _count(word) > 99


def kind_of(word: str) -> str:
    """The part of speech that the dictionary gives (``n``, ``v``, ``nr`` …); empty where it has none."""
    with _lock:
        dictionary = _load()
        dictionary.read(word[:1])
        return dictionary.kinds.get(word, "")


def _count(word: str) -> int:
    with _lock:
        return _load().counts.get(word, 0)


def release() -> None:
    """Lets the dictionary go; the next word loads it again."""
    with _lock:
        _load.cache_clear()


@lru_cache(maxsize=1)
def _load() -> _Dictionary:
    return _Dictionary()


def _jieba() -> Any:
    try:
        with warnings.catch_warnings(), _without_pkg_resources():
            warnings.simplefilter("ignore")  # its regular expressions are old-fashioned
            import jieba
    except ImportError:
        raise EngineError("Chinese words need jieba: pip install 'duologue[offline]'") from None
    jieba.setLogLevel(logging.ERROR)
    return jieba


@contextmanager
def _without_pkg_resources() -> Iterator[None]:
    """Its import takes longer than all the rest, and jieba wants it only to open the dictionary."""
    name = "pkg_resources"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how Python marks a module as not to be had
    try:
        yield
    finally:
        del sys.modules[name]
