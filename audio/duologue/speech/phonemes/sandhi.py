"""Tone sandhi of Standard Chinese: third tones in a row, 一 and 不.

Rules as in the pronunciation guides for Putonghua proficiency (普通话水平测试): a third tone before a third
tone rises; 一 and 不 take the second tone before a fourth and 一 the fourth before others; both are neutral
between a doubled verb. Numbers keep 一.
"""

from __future__ import annotations

from collections.abc import Sequence

_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿点幺第")
_ORDINAL_AFTER = frozenset("月日号楼零二三四五六七八九十几")


def apply_sandhi(words: Sequence[str], pinyin: Sequence[str]) -> list[str]:
    """The syllables of a stretch without a pause, after sandhi.

    Args:
        words: the words of the stretch; together one character per syllable.
        pinyin: the syllables before sandhi, with tone digits.
    """
    said = list(pinyin)
    characters = "".join(words)
    _one(characters, said)
    _not(characters, said)
    _third_tones(words, said)
    return said


def _tone(syllables: Sequence[str], index: int) -> str:
    return syllables[index][-1] if 0 <= index < len(syllables) else ""


def _set(syllables: list[str], index: int, tone: str) -> None:
    syllables[index] = syllables[index][:-1] + tone


def _one(characters: str, said: list[str]) -> None:
    for index, character in enumerate(characters):
        if character != "一" or said[index] != "yi1":
            continue
        before = characters[index - 1] if index else ""
        after = characters[index + 1] if index + 1 < len(characters) else ""
        if not after or (before in _NUMERALS and before) or (after in _ORDINAL_AFTER):
            continue
        if before == "周" and after in "上下早晚中凌到至的是和":
            continue  # 周一上午, but 一周一次
        if after == "点" and characters[index + 2 : index + 3] in _NUMERALS - {"点"}:
            continue  # 一点零 is a number, 一点 a little
        if after == "一" and before != "一":
            continue
        if before and before == after and characters[max(0, index - 2) : index - 1] != "一":
            _set(said, index, "5")
        elif _tone(said, index + 1) == "4" or after == "个":
            _set(said, index, "2")
        elif _tone(said, index + 1) in {"1", "2", "3"}:
            _set(said, index, "4")


def _not(characters: str, said: list[str]) -> None:
    for index, character in enumerate(characters):
        if character != "不" or not said[index].startswith("bu") or index + 1 >= len(characters):
            continue
        if index and characters[index - 1] == characters[index + 1]:
            _set(said, index, "5")
        elif _tone(said, index + 1) == "4":
            _set(said, index, "2")


def _third_tones(words: Sequence[str], said: list[str]) -> None:
    """Third tones before third tones rise, inside words first, then across the boundary of two words."""
    position = 0
    original = list(said)
    for word in words:
        end = position + len(word)
        for index in range(position, end - 1):
            if original[index][-1] == original[index + 1][-1] == "3":
                # 老领导, 小雨伞: the first of three stays when the last two are a word of their own.
                keep = (
                    len(word) == 3
                    and index == position
                    and _tone(original, index + 2) == "3"
                    and word[0] in "小老有很请"
                )
                if not keep:
                    _set(said, index, "2")
        if end < len(said) and said[end - 1][-1] == "3" and original[end][-1] == "3":
            following = _after(words, position)
            # A long stretch is not one foot: only short words lean on the next one.
            if len(word) == 1 or (following is not None and len(following) <= 2):
                _set(said, end - 1, "2")
        position = end


def _after(words: Sequence[str], position: int) -> str | None:
    """The word behind the one that begins at `position`."""
    at = 0
    for index, word in enumerate(words):
        if at == position:
            return words[index + 1] if index + 1 < len(words) else None
        at += len(word)
    return None
