# ruff: noqa: E501
"""How labels are written: one function of `FORMS` per way. Which of them are speakers is decided over the whole text.

To add a way of writing a label, add a function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from duologue.interview.labels.names import ASKERS, BRACKETS, PARTS, key_of
from duologue.interview.marks import ASIDE, ASKED, LEADING_TIME, STOPPED, TIME
from duologue.interview.text import Style, Text


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


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a line.

    Attributes:
        string: the line.
        head: its first characters: no label is longer.
        at: where a label may begin: after a chevron, a time code, a dash or a bullet.
        bold: how many of its characters are set in bold.
        timed: whether a time code stands before.
    """

    string: str
    head: str
    at: int
    bold: int
    timed: bool

    def label(self, found: re.Match[str], form: Form, note: str = "", timed: bool | None = None) -> Label:
        """The label that a pattern with a group `name` has found."""
        bold = self.bold >= found.end("name") > 0
        return Label(
            found["name"].strip(), found.end(), form, bold, note, self.timed if timed is None else timed
        )


_EMOJI = r"(?:[\u2600-\u27bf\u23e9-\u23fa\u231a\u231b\U0001f000-\U0001faff][\ufe0f\u200d]{0,2}){1,4}\s{0,2}"
_LEAD = re.compile(
    rf"\s{{0,4}}(?:{_EMOJI})?"
    r"(?:[-–—•·●○■□▪◆◇◎▶►*]{1,2}\s{1,3}|[-–—●○■□◆◇▶►]{1,2}(?=[^\s\d-])|:\s{1,3}(?=\S))?"
)
_NAME = r"[^\s:：,，。.?？!！;；“”\"()（）\[\]<>|][^:：,，。?？!！;；“”\"()（）\[\]<>|\n]{0,48}?"
_INITIALS = r"(?:[A-Z]\.\s?){1,4}(?:[A-Z][\w'’-]{0,20}\s?){0,3}"
_NOTE = r"(?P<note>[(（\[][^()（）\[\]\n:：]{1,60}[)）\]])?"
_COLON = re.compile(
    rf"(?P<name>{_INITIALS}|{_NAME}(?:,\s(?:Jr|Sr|PhD|Ph\.D|MD)\.?)?)\s{{0,3}}{_NOTE}\s{{0,3}}"
    rf"(?P<time>[(（\[［]?{TIME}[)）\]］]?)?\s{{0,3}}[?？]?(?P<colon>[:：﹕∶])(?P<after>\s{{0,4}}[(（\[［]?{TIME}[)）\]］]?(?=\s|$))?\s{{0,8}}"
)
_ALONE = re.compile(
    rf"(?P<name>{_INITIALS}|{_NAME})\s{{0,3}}{_NOTE}\s{{0,4}}[,|·•-]?\s{{0,3}}"
    rf"(?P<time>[(（\[［]?{TIME}(?:\s?[-–—]\s?{TIME})?[)）\]］]?)?\s{{0,4}}$"
)
_LETTER = re.compile(
    r"(?P<name>Q|A|R|P|问|答|問|문|답|Pregunta|Respuesta)\s?(?P<number>\d{1,3})?\s{0,2}(?P<mark>[.．、)）|｜\-–—/])\s{0,4}(?=\S)"
)
_NUMBERED = re.compile(
    r"(?P<name>Q|A|问题|問題|问|問|答|Question|Answer|질문|답변)\s?[#.–-]?\s?(?:\d{1,3}\s{0,2}[.．、:：)）/／|｜]?|[一二三四五六七八九十]{1,3}\s{0,2}[.．、:：)）])\s{0,4}",
    re.IGNORECASE,
)
_TIMED = re.compile(rf"(?P<name>{_NAME})\s{{0,3}}[(（\[［]{{1,2}}{TIME}[)）\]］]{{1,2}}\s{{0,4}}(?=\S)")
_Q_SPACE = re.compile(r"(?P<name>Q)\s{1,2}(?=[\u4e00-\u9fff“「《])")
_DESCRIBED = re.compile(
    r"(?P<name>[A-Z][\w'’-]{1,20}(?:\s[A-Z][\w.'’-]{0,20}){1,3}),\s(?P<note>[^:：.?!\n]{2,60}):\s{1,4}(?=\S)"
)
_REVERSED = re.compile(
    r"(?P<last>[A-Z][\w'’-]{1,24}),\s(?P<first>[A-Z][\w'’.-]{0,24}(?:\s[A-Z][\w'’.-]{0,24})?)\s?:\s{1,4}(?=\S)"
)
_SAYS = re.compile(r"(?<=\S)\s(?:asks|asked|answers|answered)$|(?<=[\u4e00-\u9fff]{2})\s?[问答問]$")
"""``Ann asks:``, ``林青问：``; with quotation marks after it, it is a novel's."""
_QUOTES = tuple('“"「『')
_CAPITALS = re.compile(r"(?P<name>[A-Z][A-Z'’-]{1,20}(?:\s[A-Z][A-Z.'’-]{0,20}){0,2})\.\s{1,4}(?=\S)")
_CLOSED = re.compile(r"(?P<name>[A-Z]{2,4})\)\s{1,3}(?=\S)")
_DASH = re.compile(
    rf"(?P<name>{_NAME})(?:\s{{1,3}}(?:[–—-]{{1,2}}|\|)\s{{1,3}}|\s{{0,3}}[｜丨]\s{{0,3}}|(?<=[\u4e00-\u9fff])\|\s{{0,2}})(?=\S)"
)
_SPACED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,5}(?=[ \u3000])|[问問答](?=\u3000|  ))[ \u3000]{1,3}(?=[\u3001-\u30ff\u4e00-\u9fff“「『])"
)
_LETTER_FIRST, _NUMBERED_FIRST, _DASHES = "QARP问答問문답", "QqAa问問答질답", ("—", "–", "-", "|", "｜", "丨")
_SENTENCE_ENDS = frozenset(f'{ASKED}!！。।۔；;:：”"')
_CHEVRON = re.compile(r"\s{0,4}(?:>{2,3}(?!>)|&gt;&gt;)\s{0,4}")
_STOPS = re.compile(rf"[{STOPPED}{ASKED}!！,，،:：]")
_ENDED = re.compile(rf"[{STOPPED}!！{ASKED}…:：”\"»』」)）\]]$")


def _bracket(start: Start) -> Label | None:
    """``【名】`` alone, ``「名」：`` and ``《名》：`` with a colon, ``[主持人 名]``."""
    head, at = start.head, start.at
    closing = None if ASIDE.match(head, at) else BRACKETS.get(head[at])
    if not closing or (end := head.find(closing, at + 1, at + 34)) <= 0:
        return None
    after = head[end + 1 :]
    rest = after.lstrip(" ")
    colon = rest[:1] in (":", "：")
    stop = end + 1 + len(after) - len(rest) + colon
    stop += len(start.string[stop:]) - len(start.string[stop:].lstrip())
    name = head[at + 1 : end].strip()
    if not name or not (colon or key_of(name) in PARTS or head[at] in "【［[〔"):
        return None
    return Label(name, stop, Form.BRACKET, start.bold >= end, timed=start.timed)


def _numbered(start: Start) -> Label | None:
    """``Q1.``, ``问题 2：``."""
    found = _NUMBERED.match(start.head, start.at) if start.head[start.at] in _NUMBERED_FIRST else None
    return (
        Label(found["name"], found.end(), Form.LETTER, start.bold >= found.end() - 2 > 0) if found else None
    )


def _colon(start: Start) -> Label | None:
    """``Name:``, ``Name (note) (00:03):``, ``Name: 00:00:16``."""
    head = start.head
    if not any(colon in head for colon in ":：﹕∶") or not (found := _COLON.match(head, start.at)):
        return None
    after = head[found.end("colon") :]
    before = head[found.start("colon") - 1]
    if (
        after.startswith((":", "//"))
        or (before.isspace() and found["colon"] == ":" and after[:1].isascii() and after[:1].isalnum())
        or (before.isdigit() and after[:1].isdigit())
    ):
        # ``Class::method``, ``:ref:`…`` after a word, an address, a time.
        return None
    name, note = found["name"].strip(), (found["note"] or "").strip("()（）[] ")
    said = None if key_of(name) in ASKERS else _SAYS.search(name)
    if said and start.string.startswith(_QUOTES, found.end()):
        return None
    if said:
        name, note = name[: said.start()].strip(), note or said.group().strip()
    timed = bool(start.timed or found["time"] or found["after"])
    time = LEADING_TIME.match(start.string[found.end() : found.end() + 40])
    end = found.end() + (time.end() if time else 0)
    return Label(name, end, Form.COLON, start.bold >= found.end("name"), note, timed)


def _described(start: Start) -> Label | None:
    """``Eva Lund, historian:``."""
    found = _DESCRIBED.match(start.head, start.at)
    return start.label(found, Form.COLON, found["note"]) if found else None


def _reversed(start: Start) -> Label | None:
    """``Lund, Eva:``, as recorders of meetings write it."""
    found = _REVERSED.match(start.head, start.at)
    if not found:
        return None
    return Label(
        f"{found['first']} {found['last']}",
        found.end(),
        Form.COLON,
        start.bold >= found.end("first"),
        timed=start.timed,
    )


def _capitals(start: Start) -> Label | None:
    """``ANN RAY. Speech``, as plays and oral histories are printed."""
    found = _CAPITALS.match(start.head, start.at)
    return start.label(found, Form.DASH) if found else None


def _closed(start: Start) -> Label | None:
    """``AM) speech``: initials and a closing bracket."""
    found = _CLOSED.match(start.head, start.at)
    return start.label(found, Form.COLON) if found else None


def _timed(start: Start) -> Label | None:
    """``Name (00:03) speech``."""
    found = _TIMED.match(start.head, start.at)
    return start.label(found, Form.COLON, timed=True) if found else None


def _letter(start: Start) -> Label | None:
    """``Q.``, ``答、``, ``A|``."""
    found = _LETTER.match(start.head, start.at) if start.head[start.at] in _LETTER_FIRST else None
    found = found or _Q_SPACE.match(start.head, start.at)
    return start.label(found, Form.LETTER) if found else None


def _bold(start: Start) -> Label | None:
    """A name in bold and the speech after it, without a colon."""
    string, at, bold = start.string, start.at, start.bold
    if not at < bold < len(string.rstrip()) or bold - at > 48:
        return None
    name = string[at:bold].strip().rstrip(":：｜丨|").strip()
    if not name or _STOPS.search(name[:-1]):
        return None
    end = bold + len(string[bold:]) - len(string[bold:].lstrip(" :：|｜丨-–—"))
    return Label(name, end, Form.BOLD, True, timed=start.timed)


def _alone(start: Start) -> Label | None:
    """A name, with a note or a time code, on a line of its own."""
    if len(start.string) > 90 or start.string.rstrip()[-1:] in _SENTENCE_ENDS:
        return None
    found = _ALONE.match(start.head, start.at)
    if not found or found.end() != len(start.head):
        return None
    note = (found["note"] or "").strip("()（）[] ")
    timed = bool(start.timed or found["time"])
    return Label(
        found["name"].strip(), len(start.string), Form.ALONE, start.bold >= found.end("name"), note, timed
    )


def _spaced(start: Start) -> Label | None:
    """``名　字``: a name and a wide space."""
    found = None if start.head[start.at].isascii() else _SPACED.match(start.head, start.at)
    return start.label(found, Form.DASH) if found else None


def _dash(start: Start) -> Label | None:
    """``Name — speech``, ``Name | speech``."""
    found = _DASH.match(start.head, start.at) if any(dash in start.head for dash in _DASHES) else None
    return start.label(found, Form.DASH) if found else None


FORMS: tuple[Callable[[Start], Label | None], ...] = (
    _bracket, _numbered, _colon, _reversed, _described, _capitals, _closed, _timed, _letter, _bold, _alone, _spaced, _dash,
)  # fmt: skip
"""The ways a label is written, best first."""


def candidates(line: Text) -> list[Label]:
    """The ways in which `line` may begin with a label, best first."""
    if line.labels is None:
        line.labels = _candidates(line)
    return line.labels


def _candidates(line: Text) -> list[Label]:
    string = line.string
    head = string[:200]
    chevron = _CHEVRON.match(head)
    at = chevron.end() if chevron else 0
    time = LEADING_TIME.match(head, at)
    at = time.end() if time else at
    lead = _LEAD.match(head, at)
    at = lead.end() if lead else at
    if at >= len(head):
        return [Label(">>", at, Form.CHEVRON)] if chevron else []
    bold = at + line.cut(at).head(Style.BOLD) if time else line.head(Style.BOLD)
    start = Start(string, head, at, bold, bool(time))
    found = [label for form in FORMS if (label := form(start)) and label.key]
    if found and line.runs[-1].style & Style.LINK and line.share(Style.LINK) > 0.95:
        # A title that leads to another page: ``[Weekly: an hour with Ann](…)``.
        found = [label for label in found if label.form is Form.ALONE]
    if chevron:
        # `>> Ann: …` names who speaks; `>> Two reasons: …` does not.
        named = any(label.form is Form.COLON for label in found)
        found.insert(len(found) if named else 0, Label(">>", chevron.end(), Form.CHEVRON))
    return found


def beginnings(rows: list[Text]) -> Iterator[bool]:
    """For each row, whether a label may stand there: not in the middle of a sentence that was broken to a width."""
    width = 0.6 * max((len(row.string) for row in rows), default=0)
    before: str | None = None
    for row in rows:
        yield before is None or len(before) < width or bool(_ENDED.search(before[-3:]))
        before = row.string.rstrip()
