# ruff: noqa: E501
"""The authors that an article's credit lines name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_CREDITED = re.compile(
    r"(?:作者|撰文|采写|採寫|文|采访|by|written by|words by|author|取材・文|글)\s{0,3}[|｜:：丨／/︱]?\s{0,3}(.{1,60})$",
    re.IGNORECASE,
)
_NEXT_CREDIT = re.compile(
    r"\s{0,4}(?:整理|编辑|編輯|责编|校对|摄影|图|来源|翻译|译者|排版|审校|photo|edit|illustrat)[^|｜:：丨]{0,6}[|｜:：丨/].{0,80}$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"[、,，/&]|\band\b")


def credited_authors(lines: Iterable[str]) -> Iterator[str]:
    """The names in lines such as ``文｜林青`` or ``Words by Ann Lee``."""
    for line in lines:
        if match := _CREDITED.match(line.strip()):
            for name in _SEVERAL.split(_NEXT_CREDIT.sub("", match.group(1))):
                if name.strip():
                    yield name.strip(" *|｜")
