# ruff: noqa: E501
"""What may be a speaker's label at the beginning of a line. Whether it is one is decided over the whole text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from duologue.interview.text import Style, Text
from duologue.interview.words import ASIDE, LEADING_TIME, TIME

_BRACKETS = {
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
_LEAD = re.compile(r"\s{0,4}(?:[-–—•·●○■▪◆◇▶►*]{1,2}\s{1,3}|[-–—●■◆▶►]{1,2}(?=[^\s\d-]))?")
_NAME = r"[^\s:：,，。.?？!！;；“”\"()（）\[\]<>|][^:：,，。?？!！;；“”\"()（）\[\]<>|\n]{0,48}?"
_INITIALS = r"(?:[A-Z]\.\s?){1,4}(?:[A-Z][\w'’-]{0,20}\s?){0,3}"
_COLON = re.compile(
    rf"(?P<name>{_INITIALS}|{_NAME}(?:,\s(?:Jr|Sr|PhD|Ph\.D|MD)\.?)?)\s{{0,3}}(?P<note>[(（\[][^()（）\[\]\n:：]{{1,60}}[)）\]])?\s{{0,3}}"
    rf"(?P<time>[(（\[［]?{TIME}[)）\]］]?)?\s{{0,3}}(?P<colon>[:：﹕∶])(?P<after>\s{{0,4}}[(（\[［]?{TIME}[)）\]］]?(?=\s|$))?\s{{0,8}}"
)
_ALONE = re.compile(
    rf"(?P<name>{_INITIALS}|{_NAME})\s{{0,3}}(?P<note>[(（\[][^()（）\[\]\n:：]{{1,60}}[)）\]])?\s{{0,4}}[,|·•-]?\s{{0,3}}"
    rf"(?P<time>[(（\[［]?{TIME}(?:\s?[-–—]\s?{TIME})?[)）\]］]?)?\s{{0,4}}$"
)
_LETTER = re.compile(
    r"(?P<name>Q|A|R|问|答|問|문|답)\s?(?P<number>\d{1,3})?\s{0,2}(?P<mark>[.．、)）|｜\-–—/])\s{0,4}(?=\S)"
)
_NUMBERED = re.compile(
    r"(?P<name>Q|A|问题|問題|问|問|答|Question|Answer|질문|답변)\s?[#.]?\s?\d{1,3}\s{0,2}[.．、:：)）]?\s{0,4}",
    re.IGNORECASE,
)
_DASH = re.compile(rf"(?P<name>{_NAME})\s{{1,3}}[–—-]{{1,2}}\s{{1,3}}(?=\S)")
_CHEVRON = re.compile(r"\s{0,4}(?:>{2,3}|&gt;&gt;)\s{0,4}")
_NUMBER_TAIL = re.compile(r"\s?\d{1,3}$")


_HONORIFIC = re.compile(r"^(?:dr|prof|professor|mr|mrs|ms|sir|dame)\.?\s(?=\S)")
_DEGREE = re.compile(r",\s?(?:ph\.?\s?d|m\.?d|jr|sr|esq|obe|mbe)\.?$")
_SPACED = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,5})[ \u3000]{1,3}(?=[\u3001-\u30ff\u4e00-\u9fff“「『])")


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
    for opening, closing in _BRACKETS.items():
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


def candidates(line: Text) -> list[Label]:
    """The ways in which `line` may begin with a label, best first.

    Args:
        line: one line of a block.
    """
    kept: list[Label] | None = line.__dict__.get("candidates")
    if kept is None:
        kept = line.__dict__["candidates"] = _candidates(line)
    return kept


def _candidates(line: Text) -> list[Label]:
    string = line.string
    head = string[:200]
    found: list[Label] = []
    chevron = _CHEVRON.match(head)
    at = chevron.end() if chevron else 0
    time = LEADING_TIME.match(head, at)
    at = time.end() if time else at
    lead = _LEAD.match(head, at)
    at = lead.end() if lead else at
    bold = line.head(Style.BOLD)
    if at >= len(head):
        return [Label(">>", at, Form.CHEVRON)] if chevron else []
    closing = None if ASIDE.match(head, at) else _BRACKETS.get(head[at])
    if closing and (end := head.find(closing, at + 1, at + 34)) > 0:
        after = head[end + 1 :]
        rest = after.lstrip(" ")
        colon = rest[:1] in (":", "：")
        stop = end + 1 + len(after) - len(rest) + colon
        stop += len(string[stop:]) - len(string[stop:].lstrip())
        name = head[at + 1 : end].strip()
        if name and (colon or head[at] in "【［[〔" or head[at] == "<"):
            found.append(Label(name, stop, Form.BRACKET, bold >= end, timed=bool(time)))
    if (numbered := _NUMBERED.match(head, at)) and numbered.end() > 0:
        found.append(Label(numbered.group("name"), numbered.end(), Form.LETTER, bold >= numbered.end() - 2))
    if colon_match := _COLON.match(head, at):
        after = head[colon_match.end("colon") :]
        digits = head[colon_match.start("colon") - 1].isdigit() and after[:1].isdigit()
        if not after.startswith("//") and not digits:
            timed = bool(time or colon_match.group("time") or colon_match.group("after"))
            end = colon_match.end() + (_time_length(string, colon_match.end()))
            found.append(
                Label(
                    colon_match.group("name").strip(),
                    end,
                    Form.COLON,
                    bold >= colon_match.end("name"),
                    (colon_match.group("note") or "").strip("()（）[] "),
                    timed,
                )
            )
    if letter := _LETTER.match(head, at):
        found.append(Label(letter.group("name"), letter.end(), Form.LETTER, bold >= letter.end("name")))
    if at < bold < len(string.rstrip()) and bold - at <= 48:
        name = string[at:bold].strip().rstrip(":：").strip()
        if name and not re.search(r"[.。?？!！,，:：]", name[:-1]):
            end = bold + len(string[bold:]) - len(string[bold:].lstrip(" :：|-–—"))
            found.append(Label(name, end, Form.BOLD, True, timed=bool(time)))
    if len(string) <= 90 and (alone := _ALONE.match(head, at)) and alone.end() == len(head):
        found.append(
            Label(
                alone.group("name").strip(),
                len(string),
                Form.ALONE,
                bold >= alone.end("name"),
                (alone.group("note") or "").strip("()（）[] "),
                bool(time or alone.group("time")),
            )
        )
    if spaced := _SPACED.match(head, at):
        found.append(Label(spaced.group("name"), spaced.end(), Form.DASH, bold >= spaced.end("name")))
    if dash := _DASH.match(head, at):
        found.append(Label(dash.group("name").strip(), dash.end(), Form.DASH, bold >= dash.end("name")))
    if chevron and not any(label.form is Form.COLON for label in found):
        found.insert(0, Label(">>", chevron.end(), Form.CHEVRON))
    return found


def _time_length(string: str, at: int) -> int:
    found = LEADING_TIME.match(string[at : at + 40])
    return found.end() if found else 0


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
    r"(?:说|说道|表示|认为|指出|问道|答道|回忆|强调|透露|补充|解释|写道|称|道|是|为|有|了|的|吗|如下|包括|来说|而言|来看|方面|之一|角度)$"
)
_SENTENCE = re.compile(r"[。，；！？、\"“”]|的(?=.{3})")


def name_like(name: str) -> bool:
    """Whether `name` has the shape of a person's, a paper's or a part's name."""
    plain = name.strip()
    if not plain or not any(char.isalpha() for char in plain):
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
        word[0].isupper() or word[0].isdigit() or word[0] in "(@&“\"'#" or word.lower() in _PARTICLES
        for word in words
    )


def may_begin(rows: list[Text], number: int) -> bool:
    """Whether a label may stand at row `number`: not in the middle of a sentence that was broken to a width."""
    if number == 0:
        return True
    before = rows[number - 1].string.rstrip()
    return bool(_ENDED.search(before[-3:])) or len(before) < 0.6 * max(len(row.string) for row in rows)


_ENDED = re.compile(r"[.。!！?？…:：”\"』」)）\]]$")
