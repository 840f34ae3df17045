"""The language of a text, from its script."""

from __future__ import annotations

from collections import Counter

_TRADITIONAL = frozenset(
    "這個們說為會來時國對學過還後發現當經業點實開關長問題應該讓給嗎從無與進種樣話間見覺頭電動機網書東車門"
)
_SIMPLIFIED = frozenset(
    "这个们说为会来时国对学过还后发现当经业点实开关长问题应该让给吗从无与进种样话间见觉头电动机网书东车门"
)
_ONLY_TRADITIONAL = _TRADITIONAL - _SIMPLIFIED
_ONLY_SIMPLIFIED = _SIMPLIFIED - _TRADITIONAL


def detect_language(text: str) -> str:
    """``zh-CN``, ``zh-TW``, ``ja-JP``, ``ko-KR`` or ``en-US``."""
    often = Counter(text)
    kana = sum(count for char, count in often.items() if "\u3041" <= char <= "\u30ff")
    hangul = sum(count for char, count in often.items() if "\uac00" <= char <= "\ud7a3")
    han = sum(count for char, count in often.items() if "\u4e00" <= char <= "\u9fff")
    latin = sum(count for char, count in often.items() if char.isascii() and char.isalpha())
    if kana > 0.08 * (kana + han) and kana * 4 > latin / 5 and kana > 10:
        return "ja-JP"
    if hangul > han and hangul * 5 > latin:
        return "ko-KR"
    if han * 5 > latin:
        traditional = sum(often[char] for char in _ONLY_TRADITIONAL)
        simplified = sum(often[char] for char in _ONLY_SIMPLIFIED)
        return "zh-TW" if traditional > simplified else "zh-CN"
    return "en-US"
