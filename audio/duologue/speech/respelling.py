"""Pinyin as characters, for engines that take only text: each syllable becomes a character that is read so.

The table lists the common characters that are read in one way nearly wherever they occur (in the words of
jieba's dictionary, as pypinyin reads them), so an engine that knows Mandarin reads them so too. A written
character that is read as it should be most of the time is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources


def respell(written: str, syllables: Sequence[str]) -> str:
    """Characters that sound like `syllables`; those of `written` that are right stay.

    Where no common character has a syllable (most in the neutral tone have none), the written character
    stays; if it is not clear which that is, the whole stays as it is written.

    Args:
        written: the word as written, in Han characters or not.
        syllables: with tone digits; a final ``r`` is erhua.
    """
    choices = [_choices(syllable) for syllable in syllables]
    if len(written) == len(choices):
        return "".join(
            character if character in sure + mostly or not sure else sure[0]
            for character, (sure, mostly) in zip(written, choices, strict=True)
        )
    if not all(sure for sure, _ in choices):
        return written
    return "".join(
        sure[0] + ("儿" if _erhua(syllable) else "")
        for (sure, _), syllable in zip(choices, syllables, strict=True)
    )


def _erhua(syllable: str) -> bool:
    return syllable[-2] == "r" and syllable[:-1] != "er"


def _choices(syllable: str) -> tuple[str, str]:
    """The characters for a syllable without its erhua: those read so nearly always, and mostly."""
    return _table().get(syllable[:-2] + syllable[-1] if _erhua(syllable) else syllable, ("", ""))


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, str]]:
    text = (resources.files("duologue.speech") / "homophones.txt").read_text(encoding="utf-8")
    rows = (re.split("[ |]", f"{line}|") for line in text.splitlines() if not line.startswith("#"))
    return {row[0]: (row[1], row[2]) for row in rows}
