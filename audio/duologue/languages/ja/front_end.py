"""Japanese by OpenJTalk (pyopenjtalk-plus), where it is installed; not offered before it is proven by ear.

It divides a clause into words and knows how each is pronounced, in katakana; `morae` makes sounds of these.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from duologue.errors import EngineError
from duologue.languages.front_ends import Sound, Withheld
from duologue.languages.ja.morae import phonemes_of

_DISTRIBUTION = "pyopenjtalk-plus"
_PACKAGE = "pyopenjtalk"
_SYMBOL = "記号"
"""What OpenJTalk calls a mark or a sign."""
_FIGURE = "数"
_CLINGING = frozenset(("助動詞", "接続助詞", "接尾", "助数詞"))
"""Kinds of words that are written and said as one with the word before."""


class JapaneseFrontEnd:
    """Japanese. Thread-safe: the dictionary is asked by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def lacking(self) -> str:
        """What is missing here; empty where it can read."""
        return "" if find_spec(_PACKAGE) else f"pip install {_DISTRIBUTION}"

    def sounds(self, text: str, language: str) -> Sequence[Sound]:
        """How the words of a clause are said: one by one, particles too."""
        with self._lock:
            words = _words(text)
        placed = _places(text, [str(word["string"]) for word in words])
        if placed is None:  # the dictionary's text is another than ours: they cannot be told apart
            placed = [(0, len(text)), *[(len(text), len(text))] * (len(words) - 1)] if words else []
        phrases = [(start, end, phonemes_of(kana)) for start, end, kana in _phrases(words, placed)]
        return [Sound(start, end, sound) for start, end, sound in phrases if sound]

    def release(self) -> None:
        """Nothing: the dictionary is read from its file."""


def _words(text: str) -> list[Mapping[str, Any]]:
    try:
        import pyopenjtalk
    except ImportError:
        raise EngineError(f"OpenJTalk is not installed: pip install {_DISTRIBUTION}") from None
    found: list[Mapping[str, Any]] = pyopenjtalk.run_frontend(text)
    return found


def _pronunciation(word: Mapping[str, Any]) -> str:
    """A word's katakana, without the marks of vowels that are hardly heard; empty for a sign."""
    if word["pos"] == _SYMBOL and not word["mora_size"]:
        return ""
    return str(word["pron"]).replace("’", "")


def _phrases(
    words: Sequence[Mapping[str, Any]], placed: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Begin, end and katakana of the words, each with the endings and suffixes that cling to it."""
    begin = last = 0
    kana = ""
    before: Mapping[str, Any] | None = None
    for word, (start, end) in zip(words, placed, strict=True):
        if before is None or start != last or not _clings(word, before):
            if kana:
                yield begin, last, kana
            begin, kana = start, ""
        kana += _pronunciation(word)
        before, last = word, end
    if kana:
        yield begin, last, kana


def _clings(word: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether a word is a part of the one before: an ending, a suffix, the next figure, what is counted."""
    if word["pos_group1"] == _FIGURE:
        return bool(before["pos_group1"] == _FIGURE)
    return not _CLINGING.isdisjoint((word["pos"], word["pos_group1"], word["pos_group2"]))


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where each word stands in `text`; None where the words are not those of the text, one for one."""
    places: list[tuple[int, int]] = []
    at = 0
    for word in words:
        while at < len(text) and text[at].isspace() and word[:1] != text[at]:
            at += 1
        end = at + len(word)
        if _narrow(text[at:end]) != _narrow(word):
            return None
        places.append((at, end))
        at = end
    return places


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


FRONT_END = Withheld(
    JapaneseFrontEnd(),
    "not proven: what a recogniser hears in 60 sentences of it has not been counted yet",
)
