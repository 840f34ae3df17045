# ruff: noqa: E501
"""How labels are written: one row of `FORMS` per way. Which of them are speakers is decided over the whole text.

To add a way of writing a label, add a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from duologue.interview.people.labels import BRACKETS, Form, Label, key_of
from duologue.interview.text import Style, Text
from duologue.interview.words import ASIDE, INTERVIEWEE, INTERVIEWER, LEADING_TIME, TIME

_EMOJI = r"(?:[\u2600-\u27bf\u23e9-\u23fa\u231a\u231b\U0001f000-\U0001faff][\ufe0f\u200d]{0,2}){1,4}\s{0,2}"
_LEAD = re.compile(
    rf"\s{{0,4}}(?:{_EMOJI})?" r"(?:[-–—•·●○■□▪◆◇◎▶►*]{1,2}\s{1,3}|[-–—●○■□◆◇▶►]{1,2}(?=[^\s\d-]))?"
)
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
    r"(?P<name>Q|A|问题|問題|问|問|答|Question|Answer|질문|답변)\s?[#.–-]?\s?(?:\d{1,3}\s{0,2}[.．、:：)）/／|｜]?|[一二三四五六七八九十]{1,3}\s{0,2}[.．、:：)）])\s{0,4}",
    re.IGNORECASE,
)
_TIMED = re.compile(rf"(?P<name>{_NAME})\s{{0,3}}[(（\[［]{{1,2}}{TIME}[)）\]］]{{1,2}}\s{{0,4}}(?=\S)")
_Q_SPACE = re.compile(r"(?P<name>Q)\s{1,2}(?=[\u4e00-\u9fff“「《])")
_DESCRIBED = re.compile(
    r"(?P<name>[A-Z][\w'’-]{1,20}(?:\s[A-Z][\w.'’-]{0,20}){1,3}),\s(?P<note>[^:：.?!\n]{2,60}):\s{1,4}(?=\S)"
)
_SAYS = re.compile(r"(?<=\S)\s(?:asks|asked|answers|answered)$|(?<=[\u4e00-\u9fff]{2})\s?[问答問]$")
"""``Ann asks:``, ``林青问：``; with quotation marks after it, it is a novel's."""
_QUOTES = tuple('“"「『')
_CAPITALS = re.compile(r"(?P<name>[A-Z][A-Z'’-]{1,20}(?:\s[A-Z][A-Z.'’-]{0,20}){0,2})\.\s{1,4}(?=\S)")
_CLOSED = re.compile(r"(?P<name>[A-Z]{2,4})\)\s{1,3}(?=\S)")
_DASH = re.compile(
    rf"(?P<name>{_NAME})(?:\s{{1,3}}(?:[–—-]{{1,2}}|\|)\s{{1,3}}|\s{{0,3}}[｜丨]\s{{0,3}})(?=\S)"
)
_LETTER_FIRST, _NUMBERED_FIRST, _DASHES = "QAR问答問문답", "QqAa问問答질답", ("—", "–", "-", "|", "｜", "丨")
_SENTENCE_ENDS = frozenset('?？!！。；;:：”"')
_CHEVRON = re.compile(r"\s{0,4}(?:>{2,3}(?!>)|&gt;&gt;)\s{0,4}")
_STOPS = re.compile(r"[.。?？!！,，:：]")
_SPACED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,5}(?=[ \u3000])|[问問答](?=\u3000|  ))[ \u3000]{1,3}(?=[\u3001-\u30ff\u4e00-\u9fff“「『])"
)


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


def _bracket(start: Start) -> Label | None:
    """``【名】`` alone, ``「名」：`` and ``《名》：`` with a colon."""
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
    part = key_of(name) in INTERVIEWER or key_of(name) in INTERVIEWEE
    if not name or not (colon or part or head[at] in "【［[〔" or head[at] == "<"):
        return None
    return Label(name, stop, Form.BRACKET, start.bold >= end, timed=start.timed)


def _numbered(start: Start) -> Label | None:
    """``Q1.``, ``问题 2：``."""
    found = _NUMBERED.match(start.head, start.at) if start.head[start.at] in _NUMBERED_FIRST else None
    if not found:
        return None
    return Label(found.group("name"), found.end(), Form.LETTER, start.bold >= found.end() - 2)


def _colon(start: Start) -> Label | None:
    """``Name:``, ``Name (note) (00:03):``, ``Name: 00:00:16``."""
    if not any(colon in start.head for colon in ":：﹕∶"):
        return None
    found = _COLON.match(start.head, start.at)
    if not found:
        return None
    after = start.head[found.end("colon") :]
    spaced = start.head[found.start("colon") - 1].isspace() and found.group("colon") == ":"
    if after.startswith(":") or (spaced and after[:1].isascii() and after[:1].isalnum()):
        # ``Class::method``, and ``:ref:`…`` after a word.
        return None
    digits = start.head[found.start("colon") - 1].isdigit() and after[:1].isdigit()
    if after.startswith("//") or digits:
        return None
    timed = bool(start.timed or found.group("time") or found.group("after"))
    name = found.group("name").strip()
    note = (found.group("note") or "").strip("()（）[] ")
    said = None if key_of(name) in INTERVIEWER else _SAYS.search(name)
    if said and start.string.startswith(_QUOTES, found.end()):
        return None
    if said:
        name, note = name[: said.start()].strip(), note or said.group().strip()
    return Label(
        name,
        found.end() + _time_length(start.string, found.end()),
        Form.COLON,
        start.bold >= found.end("name"),
        note,
        timed,
    )


def _capitals(start: Start) -> Label | None:
    """``ANN RAY. Speech``, as plays and oral histories are printed."""
    found = _CAPITALS.match(start.head, start.at)
    return (
        Label(found.group("name"), found.end(), Form.DASH, start.bold >= found.end("name")) if found else None
    )


def _described(start: Start) -> Label | None:
    """``Eva Lund, historian:``."""
    found = _DESCRIBED.match(start.head, start.at)
    if not found:
        return None
    return Label(
        found.group("name"),
        found.end(),
        Form.COLON,
        start.bold >= found.end("name"),
        found.group("note"),
        start.timed,
    )


def _closed(start: Start) -> Label | None:
    """``AM) speech``: initials and a closing bracket."""
    found = _CLOSED.match(start.head, start.at)
    return (
        Label(found.group("name"), found.end(), Form.COLON, start.bold >= found.end("name"))
        if found
        else None
    )


def _timed(start: Start) -> Label | None:
    """``Name (00:03) speech``."""
    found = _TIMED.match(start.head, start.at)
    if not found:
        return None
    return Label(found.group("name"), found.end(), Form.COLON, start.bold >= found.end("name"), timed=True)


def _letter(start: Start) -> Label | None:
    """``Q.``, ``答、``, ``A|``."""
    found = _LETTER.match(start.head, start.at) if start.head[start.at] in _LETTER_FIRST else None
    found = found or _Q_SPACE.match(start.head, start.at)
    return (
        Label(found.group("name"), found.end(), Form.LETTER, start.bold >= found.end("name"))
        if found
        else None
    )


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
    return Label(
        found.group("name").strip(),
        len(start.string),
        Form.ALONE,
        start.bold >= found.end("name"),
        (found.group("note") or "").strip("()（）[] "),
        bool(start.timed or found.group("time")),
    )


def _spaced(start: Start) -> Label | None:
    """``名　字``: a name and a wide space."""
    found = None if start.head[start.at].isascii() else _SPACED.match(start.head, start.at)
    return (
        Label(found.group("name"), found.end(), Form.DASH, start.bold >= found.end("name")) if found else None
    )


def _dash(start: Start) -> Label | None:
    """``Name — speech``, ``Name | speech``."""
    found = _DASH.match(start.head, start.at) if any(dash in start.head for dash in _DASHES) else None
    return (
        Label(found.group("name").strip(), found.end(), Form.DASH, start.bold >= found.end("name"))
        if found
        else None
    )


FORMS: tuple[Callable[[Start], Label | None], ...] = (
    _bracket,
    _numbered,
    _colon,
    _described,
    _capitals,
    _closed,
    _timed,
    _letter,
    _bold,
    _alone,
    _spaced,
    _dash,
)
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
    found = [label for form in FORMS if (label := form(start))]
    if found and line.runs[-1].style & Style.LINK and line.share(Style.LINK) > 0.95:
        # A title that leads to another page: ``[Weekly: an hour with Ann](…)``.
        found = [label for label in found if label.form is Form.ALONE]
    if chevron:
        # `>> Ann: …` names who speaks; `>> Two reasons: …` does not.
        named = any(label.form is Form.COLON for label in found)
        found.insert(len(found) if named else 0, Label(">>", chevron.end(), Form.CHEVRON))
    return found


def _time_length(string: str, at: int) -> int:
    found = LEADING_TIME.match(string[at : at + 40])
    return found.end() if found else 0
