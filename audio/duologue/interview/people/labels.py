# ruff: noqa: E501
"""What a speaker's label is: its form, its name, and how names are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from duologue.interview.text import Text

BRACKETS = {
    "【": "】",
    "［": "］",
    "[": "]",
    "「": "」",
    "《": "》",
    "〈": "〉",
    "『": "』",
    "<": ">",
    "〔": "〕",
    "“": "”",
}
_HONORIFIC = re.compile(r"^(?:dr|prof|professor|mr|mrs|ms|sir|dame)\.?\s(?=\S)")
_DEGREE = re.compile(r",\s?(?:ph\.?\s?d|m\.?d|jr|sr|esq|obe|mbe)\.?$")
_NUMBER_TAIL = re.compile(r"\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})$")


class Form(StrEnum):
    """How a label is written."""

    COLON = "colon"
    BOLD = "bold"
    BRACKET = "bracket"
    ALONE = "alone"
    LETTER = "letter"
    DASH = "dash"
    GIVEN = "given"
    CHEVRON = "chevron"


@dataclass(frozen=True, slots=True)
class Label:
    """A candidate: `name` as written, speech from `end` of the line, `note` what stands in brackets after it."""

    name: str
    end: int
    form: Form
    bold: bool = False
    note: str = ""
    timed: bool = False

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return key_of(self.name)


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """A name without case, width, accents of typography or the number of a question."""
    key = unicodedata.normalize("NFKC", name).strip().strip("*_·•-–—:：").strip()
    for opening, closing in BRACKETS.items():
        if key.startswith(opening) and key.endswith(closing):
            key = key[1:-1].strip()
    folded = " ".join(key.casefold().split())
    folded = _DEGREE.sub("", _HONORIFIC.sub("", folded)) or folded
    short = _NUMBER_TAIL.sub("", folded)
    return (
        short
        if short in ("q", "a", "question", "answer", "问", "答", "問", "问题", "質問", "回答", "질문", "답변")
        else folded
    )


_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "der",
        "den",
        "di",
        "da",
        "van",
        "von",
        "bin",
        "ibn",
        "al",
        "el",
        "la",
        "le",
        "du",
        "dos",
        "das",
        "of",
        "the",
        "and",
        "&",
        "y",
        "e",
        "ter",
        "ten",
        "zu",
    ]
)
_VERBAL = re.compile(
    r"(?:说|讲|说道|表示|认为|指出|问道|答道|回忆|强调|透露|补充|解释|写道|称|道|是|为|有|了|的|吗|如下|包括|来说|而言|来看|方面|之一|角度)$"
)
_SENTENCE = re.compile(r"[。，；！？、\"“”]|的(?=.{3})")
_PROSE = re.compile(
    r"我们|他们|你们|咱们|其实|因为|所以|如果|就是|不是|没有|跟|这个|那个|这些|什么|怎么|一些|很(?=.)|了(?=.)|过(?=.{2})"
)


def reads_as_prose(name: str) -> bool:
    """Whether words before a colon are the beginning of a sentence in Chinese; some papers have such names."""
    return _PROSE.search(name) is not None


_CODE = re.compile(
    r"[{}`=\\%<>#$~^]|\(\)|\w\.\w{3,}\.|\.(?:py|js|txt|md|html?|json|ya?ml|cpp?|h|rst|exe|sh)$|::|->|^--?\w"
)


def name_like(name: str) -> bool:
    """Whether `name` has the shape of a person's, a paper's or a part's name."""
    plain = name.strip()
    if not plain or not any(char.isalpha() for char in plain) or _CODE.search(plain):
        return False
    wide = sum(1 for char in plain if char > "\u2e7f")
    if wide:
        if "·" in plain or "・" in plain:
            return len(plain) <= 30
        return len(plain) <= 14 and not _VERBAL.search(plain) and not _SENTENCE.search(plain)
    words = plain.replace("/", " ").replace("+", " ").split()
    if len(words) > 6 or len(plain) > 48:
        return False
    if len(words) == 1:
        return len(plain) <= 24
    return all(
        word[:2].lower() != word[:2]
        or word[0].isdigit()
        or word[0] in "(@&“\"'#"
        or word.lower() in _PARTICLES
        for word in words
    )


def beginnings(rows: list[Text]) -> Iterator[bool]:
    """For each row, whether a label may stand there: not in the middle of a sentence that was broken to a width."""
    width = 0.6 * max((len(row.string) for row in rows), default=0)
    before: str | None = None
    for row in rows:
        yield before is None or len(before) < width or bool(_ENDED.search(before[-3:]))
        before = row.string.rstrip()


_ENDED = re.compile(r"[.。!！?？…:：”\"』」)）\]]$")
