"""Chinese words, by jieba, loaded quickly and without its shared cache file.

jieba keeps its dictionary in a file with a fixed name in the system's temporary folder, where another user
could put one of their own. Reading the dictionary that comes with it takes no longer, so nothing is cached.
"""

from __future__ import annotations

import logging
import threading
import warnings
from functools import lru_cache
from importlib import resources
from typing import Any

from duologue.errors import EngineError

_lock = threading.Lock()
_nouns: set[str] = set()


def cut(text: str) -> list[str]:
    """The words of a stretch of Han characters; together they are the text.

    Raises:
        EngineError: jieba is not installed.
    """
    words: list[str] = list(_tokenizer().cut(text, cut_all=False, HMM=False))
    return words


def _tokenizer() -> Any:
    with _lock:
        return _load()


@lru_cache(maxsize=1)
def _load() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its regular expressions and pkg_resources are old-fashioned
            import jieba
    except ImportError:
        raise EngineError("Chinese words need jieba: pip install 'duologue[offline]'") from None
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    frequencies = _frequencies()
    tokenizer.FREQ = frequencies
    tokenizer.total = sum(frequencies.values())
    tokenizer.initialized = True
    return tokenizer


def release() -> None:
    """Lets the dictionary go; the next word loads it again."""
    with _lock:
        _load.cache_clear()
        _nouns.clear()


def is_noun(word: str) -> bool:
    """Whether the word is a common noun, a name or a pronoun."""
    with _lock:
        _load()
        return word in _nouns


def _frequencies() -> dict[str, int]:
    """How often each word occurs; beginnings of words that are none count 0, as jieba expects them."""
    text = (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8")
    fields = text.split()
    frequencies = dict(zip(fields[::3], map(int, fields[1::3]), strict=True))
    _nouns.update(
        word
        for word, count, kind in zip(fields[::3], fields[1::3], fields[2::3], strict=True)
        if kind[0] in "nrt" and len(count) > 2 and len(word) > 1
    )
    beginnings = {word[:size] for word in frequencies for size in range(1, len(word))}
    for beginning in beginnings.difference(frequencies):
        frequencies[beginning] = 0
    return frequencies
