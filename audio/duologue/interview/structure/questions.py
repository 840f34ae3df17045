# ruff: noqa: E501
"""How questions are set where they carry no label: in bold, as headings, in italics, as list items, quoted.

One row of `STYLES` per layout: its name and the test that tells whether a unit is set so. To add a layout, add
a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duologue.interview.blocks import Kind
from duologue.interview.structure.units import Unit
from duologue.interview.words import ASKING, QUESTION_END, QUESTION_NUMBER

_NUMBERED = re.compile(
    r"\s{0,3}(?:\d{1,2}\s?[.、)）]|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、)\s{0,3}\S"
)


DASHED = re.compile(r"(?:[―─—]{1,3}|[-–]{1,2})\s{0,2}(?=[^\s\d―─—–-])")
"""The dash that stands for the name of whoever asks."""
_FIRST = re.compile(r"我|\bI\b|\b(?:I['’]\w{1,2}|my|we|our)\b")
_REMARK = re.compile(
    r"(?:and |but |so |yes[,.] |well[,.] )?(?:I|we)(?:['’]ve|['’]d| have| had)? (?:also )?(?:notice|hear|read|saw|see|understand|know|remember|imagine|wonder|suppose|guess|think|met|find|found|want|would)|"
    r"(?:那|那么|好|接下来|最后)?，?(?:让|请)?我们(?:先|再|接着|换|来|回到|从|开始|继续|聊|谈|说)|(?:但|那|所以|不过)?我们?(?:也|还|曾|刚|刚才|最近|之前|一直)?(?:注意到|听说|看到|发现|记得|知道|了解到|听到|读到|好奇|觉得|理解|想知道|猜)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\b(?:hi|hello|hey|welcome|thanks|thank)\b|欢迎|歡迎|你好|大家好|谢谢|謝謝|感谢", re.IGNORECASE
)
_THIRD = re.compile(r"[他她]|\b(?:he|she|they|his|her|their|him|them)\b", re.IGNORECASE)
_REPLY = re.compile(
    r"(?:yes|yeah|no|right|exactly|sure|well|oh|honestly|thank)\b|(?:是的?|对|没错|没有|不是|不会|谢谢|嗯|确实|当然|其实|哈哈)[，,。]",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"[这那其此他她它]|所以|因此|但|不过|可是|而且|然而|听说|据说|有人|外界|大家|"
    r"\b(?:it|this|that|these|those|there|he|she|they|his|her|their|its|them|so|but|and|yet|still|then|some|many|people|others|one)\b",
    re.IGNORECASE,
)
"""Words that take up what was said before, or what others say: remarks of whoever asks have them, sayings do not."""
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
"""Japanese and Korean ask for something in ways of their own (``お願いします``)."""
_SAYING = 60
"""Characters of the longest line that is a saying."""
_MYSELF = re.compile(r"我(?!们)|\bI\b|\bmy\b")
_SENTENCE = re.compile(r"[^.。!！?？]{0,160}")
_SECOND = re.compile(r"[你您]|\byou", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A way to set a question."""

    name: str
    fits: Callable[[Unit], bool]
    weight: float = 1.0


def _heading(level: int) -> Callable[[Unit], bool]:
    return lambda unit: unit.block.kind is Kind.HEADING and unit.block.level == level


STYLES: tuple[Style, ...] = (
    Style("marked as question", lambda unit: unit.block.hint == "question", 1.5),
    *(Style(f"heading {level}", _heading(level)) for level in range(1, 7)),
    Style("dash", lambda unit: unit.string.startswith(("――", "──", "——", "―")), 1.2),
    Style("single dash", lambda unit: DASHED.match(unit.string) is not None, 0.9),
    Style(
        "numbered bold",
        lambda unit: unit.bold and not unit.block.quote and QUESTION_NUMBER.match(unit.string) is not None,
        1.3,
    ),
    Style("bold", lambda unit: unit.bold and not unit.block.quote),
    Style("italic", lambda unit: unit.italic and not unit.block.quote and not unit.bold, 0.95),
    Style("quote", lambda unit: unit.block.quote > 0, 0.9),
    Style("list item", lambda unit: unit.block.item == 1 and unit.block.first and unit.block.ordered, 0.9),
    Style(
        "numbered",
        lambda unit: (
            bool(_NUMBERED.match(unit.string)) and QUESTION_END.search(unit.string[-40:]) is not None
        ),
        0.8,
    ),
    Style("bullet", lambda unit: unit.block.item == 1 and unit.block.first and not unit.block.ordered, 0.6),
    Style(
        "line with a question mark",
        lambda unit: (
            unit.block.kind is Kind.PARAGRAPH
            and len(unit.string) <= 220
            and unit.string.endswith(("?", "？"))
        ),
        0.5,
    ),
)


def is_question(string: str) -> bool:
    """Whether a paragraph asks: it ends so, holds a question, or begins as an invitation."""
    tail = string.strip()
    return bool(QUESTION_END.search(tail[-40:]) or "?" in tail or "？" in tail or ASKING.search(tail[:60]))


def emphasises(string: str) -> bool:
    """Whether a line that is set like the questions stresses an answer: it asks nothing and says ``I``, not ``you``."""
    if is_question(string) or _NUMBERED.match(string) or _REMARK.match(string):
        return False
    return _FIRST.search(string) is not None and not _SECOND.search(string)


def generalises(string: str) -> bool:
    """Whether a line that is set like the questions states something that takes up nothing said before."""
    return (
        string.endswith(("。", "."))
        and len(string) <= _SAYING
        and not addresses(string)
        and _REFERS.search(string) is None
        and _KANA_OR_HANGUL.search(string) is None
    )


def replies(string: str) -> bool:
    """Whether a paragraph begins as a reply."""
    return _REPLY.match(string) is not None


def addresses(string: str) -> bool:
    """Whether a line that is set like the questions speaks to somebody: it asks, says ``you`` or greets."""
    return is_question(string) or _SECOND.search(string) is not None or _GREETING.search(string) is not None


def answered_by(string: str, following: str) -> bool:
    """Whether a remark is answered by the paragraph below it: that replies or says ``I``, and neither tells of others."""
    reply = _SENTENCE.match(following)
    first = reply is not None and _MYSELF.search(reply.group()) is not None
    return (
        (replies(following) or first)
        and not _THIRD.search(string)
        and not (reply and _THIRD.search(reply.group()))
    )


def _unmarked(texts: Sequence[Unit], places: Sequence[int]) -> float:
    """How many of the questions must read as such where none ends with a question mark: fewer if all are numbered."""
    if all(texts[number].string.isascii() for number in places):
        # ``How it works``, ``What is new``: titles in English.
        return 2.0
    numbered = all(QUESTION_NUMBER.match(texts[number].string) for number in places)
    return 0.6 if numbered and len(places) >= 3 else 0.8


def speaks_to_somebody(units: Sequence[Unit], style: Style) -> bool:
    """Whether questions say ``you``, or answers ``I``; a manual of whose headings some ask does neither.

    Where all ask, nothing more is wanted. Japanese and Korean leave both words out: a text in them is believed.
    """
    asking = [is_question(unit.string) for unit in units if unit.string and style.fits(unit)]
    if sum(asking) >= 0.9 * len(asking):
        return True
    before = False
    for unit in units:
        asks = style.fits(unit)
        if asks and unit.string:
            if _SECOND.search(unit.string) or _KANA_OR_HANGUL.search(unit.string):
                return True
        elif before and _MYSELF.search(unit.string):
            return True
        before = before or asks
    return False


def question_style(units: Sequence[Unit]) -> Style | None:
    """The way the questions of an unlabelled interview are set, if there is one."""
    best: tuple[float, Style] | None = None
    texts = [unit for unit in units if unit.string]
    for style in STYLES:
        fitting = [unit.label is None and style.fits(unit) for unit in texts]
        places = [number for number, fits in enumerate(fitting) if fits]
        if len(places) < 2:
            continue
        asking = sum(is_question(texts[number].string) for number in places)
        marked = sum("?" in texts[number].string or "？" in texts[number].string for number in places)
        answered = sum(number + 1 < len(texts) and not fitting[number + 1] for number in places)
        runs = sum(1 for number in places if number == 0 or not fitting[number - 1])
        if (
            asking < 2
            or asking < 0.4 * len(places)
            or (marked == 0 and asking < _unmarked(texts, places) * len(places))
            or answered < 0.6 * runs
        ):
            continue
        if style.name == "line with a question mark" and (asking < 3 or runs * 12 < len(texts)):
            continue
        # What asks in every one of its units is a better sign than what asks in some.
        score = style.weight * asking * (asking / len(places))
        if best is None or score > best[0]:
            best = (score, style)
    return best[1] if best else None
