"""A paragraph of a script: text, escapes, pauses, readings and pace, written and read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from duologue.errors import ConfigError
from duologue.interview.script.escape import escape, plain
from duologue.interview.text import Run, Text, is_wide
from duologue.model import Link, Paragraph, Pause, Reading

_PAUSE = r"\[pause (?P<time>\d{1,6}(?:\.\d{1,3})?) ?(?P<unit>ms|s)\]"
_PACE = r"[ \t]*\[pace (?P<pace>[+-]\d{1,2}) ?%\]"
_LINK_END = r"\]\((?P<address>https?\\?:(?:\\.|[^\\()\[\]\s<>{}|])+)\)"
_TOKENS = (
    r"\\(?P<escaped>.)",
    r"(?P<comment>[ \t]*<!--.*?-->)",
    _PAUSE,
    _PACE,
    _LINK_END,
    r"(?P<brace>[{|}])",
    r"(?P<open>\[)",
)
_TOKEN = re.compile("|".join(_TOKENS), re.DOTALL)
_LONGEST_LINK = 4000
_MEANT = re.compile(r"\\.|\[(?:pause|pace)(?![A-Za-z])[^\]\n]{0,40}\]?", re.DOTALL)


def refuse_mistaken_pause(source: str, begin: int, end: int, name: str) -> None:
    """Refuses an invalid pause or pace in `source[begin:end]`: it would be read aloud.

    Raises:
        ConfigError: names the script and the line.
    """
    for found in _MEANT.finditer(source, begin, end):
        if found.group().startswith("[") and not _TOKEN.fullmatch(found.group()):
            line = source.count("\n", 0, found.start()) + 1
            right = "pause: write [pause 800ms] or [pause 1.5s]"
            if found.group().startswith("[pace"):
                right = "pace: write [pace -10%] or [pace +10%]"
            raise ConfigError(f"{found.group()} is not a valid {right}", name, line)


def write_body(paragraph: Paragraph) -> str:
    """The text with its cues and links, escaped."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    links = _around(paragraph)
    for link in links:
        opens.setdefault(link.start, []).append("[")
    for cue in paragraph.cues:
        if isinstance(cue, Pause):
            opens.setdefault(cue.at, []).append(f"[pause {cue.milliseconds}ms]")
        else:
            opens.setdefault(cue.start, []).append("{")
            closes.setdefault(cue.end, []).append(f"|{escape(cue.say)}}}")
    for link in links:
        closes.setdefault(link.end, []).append(f"]({link.address})")
    marks = sorted({0, len(paragraph.text), *opens, *closes})
    pieces: list[str] = []
    for begin, end in zip(marks, [*marks[1:], len(paragraph.text)], strict=True):
        pieces += closes.get(begin, [])
        pieces += opens.get(begin, [])
        pieces.append(escape(paragraph.text[begin:end]))
    return "".join(pieces) + (f" [pace {paragraph.pace:+d}%]" if paragraph.pace else "")


def _around(paragraph: Paragraph) -> list[Link]:
    """The links that can be written: a reading lies within a link or beside it, never across its edge."""
    readings = [cue for cue in paragraph.cues if isinstance(cue, Reading)]
    return [
        link
        for link in paragraph.links
        if all(
            (link.start <= reading.start and reading.end <= link.end)
            or reading.end <= link.start
            or link.end <= reading.start
            for reading in readings
        )
    ]


class Body(NamedTuple):
    """A paragraph: its text, pauses and readings, links, and its pace: percent faster or slower."""

    text: Text
    cues: tuple[Pause | Reading, ...]
    links: tuple[Link, ...]
    pace: int


def read_body(written: str, name: str = "the line") -> Paragraph:
    """A paragraph from the text that `write_body` gives, whose line breaks become spaces.

    Raises:
        ConfigError: it holds an invalid pause or pace.
    """
    refuse_mistaken_pause(written, 0, len(written), name)
    body = parse_body(written, 0, len(written))
    return Paragraph(body.text.string, 0, body.cues, body.links, body.pace)


def parse_body(source: str, begin: int, end: int) -> Body:
    """The text of `source[begin:end]` without escapes, its cues, its links and its pace."""
    while begin < end and source[begin] in " \t":
        begin += 1
    while end > begin and source[end - 1] in " \t\n" and source[end - 2] != "\\":
        end -= 1
    return _Parser(source).parse(begin, end)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.runs: list[Run] = []
        self.cues: list[tuple[int, int, Pause | Reading]] = []
        self.size = 0
        self.opened: int | None = None
        self.say: list[str] | None = None
        self.pace = 0
        self.links: list[Link] = []
        self.linked: int | None = None
        """Where in the text the open link begins."""

    def parse(self, begin: int, end: int) -> Body:
        at = begin
        for found in _TOKEN.finditer(self.source, begin, end):
            if self._literal(found, end):
                continue
            if found.start() > at:
                self._plain(at, found.start())
            at = found.end()
            if not found.group("comment"):
                self._mark(found)
        if at < end:
            self._plain(at, end)
        self.cues.sort(key=lambda cue: (cue[0], cue[1]))
        cues = tuple(cue for _, _, cue in self.cues)
        return Body(Text(self.runs), cues, tuple(self.links), self.pace)

    def _literal(self, found: re.Match[str], end: int) -> bool:
        """Whether a mark is part of the text, for no reading or link begins or ends with it."""
        if found.group("open"):
            inside = self.linked is not None or self.opened is not None
            return inside or not _leads_on(self.source, found.end(), end)
        if found.group("address"):
            return self.linked is None or self.opened is not None
        brace = found.group("brace")
        if brace == "{":
            return self.opened is not None or not _closes(self.source, found.end(), end)
        if brace == "|":
            return self.opened is None or self.say is not None
        return brace == "}" and self.say is None

    def _mark(self, found: re.Match[str]) -> None:
        brace, time, pace = found.group("brace"), found.group("time"), found.group("pace")
        if found.group("open"):
            self.linked = self.size
        elif found.group("address"):
            if self.linked is not None and self.size > self.linked:
                self.links.append(Link(self.linked, self.size, plain(found.group("address"))))
            self.linked = None
        elif brace == "{":
            self.opened = self.size
        elif brace == "|":
            self.say = []
        elif brace == "}":
            if self.opened is not None and self.say is not None:
                self.cues.append((self.opened, 1, Reading(self.opened, self.size, "".join(self.say))))
            self.opened = self.say = None
        elif time:
            scale = 1 if found.group("unit") == "ms" else 1000
            if self.say is None:
                self.cues.append((self.size, 0, Pause(self.size, round(float(time) * scale))))
        elif pace:
            self.pace = max(-50, int(pace))
        else:
            char = found.group("escaped")
            self._run({"n": "\n", "r": "\r"}.get(char, char), found.start(), found.end())

    def _plain(self, begin: int, end: int) -> None:
        """Text as it stands; a line break with the white space around it becomes a space, or nothing."""
        if self.say is not None:
            self.say.append(self.source[begin:end])
            return
        for shown, start, stop in _unbroken(self.source, begin, end):
            if shown != "\n":
                self._run(shown, start, stop)
                continue
            before = self.runs[-1].text[-1:] if self.runs else ""
            after = self.source[stop : stop + 1] if stop < end else ""
            if not (before and after and is_wide(before) and is_wide(after)):
                self._run(" ", start, stop)

    def _run(self, text: str, begin: int, end: int) -> None:
        if self.say is not None:
            self.say.append(text)
            return
        self.runs.append(Run(text, begin, end))
        self.size += len(text)


def _unbroken(source: str, begin: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The stretches between line breaks; a break takes the white space on both sides."""
    at = begin
    while at < end:
        found = source.find("\n", at, end)
        if found < 0:
            yield source[at:end], at, end
            return
        left = found
        while left > at and source[left - 1].isspace():
            left -= 1
        right = found + 1
        while right < end and source[right].isspace():
            right += 1
        if left > at:
            yield source[at:left], at, left
        yield "\n", left, right
        at = right


def _leads_on(source: str, at: int, end: int) -> bool:
    """Whether a bracket begins a `[words](address)`; its words hold no bracket, and readings only whole."""
    reading = False
    for found in _TOKEN.finditer(source, at, min(end, at + _LONGEST_LINK)):
        if found.group("address"):
            return not reading
        if found.group("open"):
            return False
        if found.group("brace") == "{":
            reading = reading or _closes(source, found.end(), end)
        elif found.group("brace") == "}":
            reading = False
    return False


def _closes(source: str, at: int, end: int) -> bool:
    """Whether a brace begins a `{written|say}`."""
    bar = False
    for found in _TOKEN.finditer(source, at, min(end, at + 2000)):
        if found.group("brace") == "|":
            bar = True
        elif found.group("brace") == "}":
            return bar
        elif found.group("brace") == "{":
            return False
    return False
