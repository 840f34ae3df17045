"""A paragraph of a script: text, escapes, pauses and readings, written and read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duologue.errors import ConfigError
from duologue.interview.script.escape import escape
from duologue.interview.text import Run, Text, is_wide
from duologue.model import Paragraph, Pause, Reading

_TOKEN = re.compile(
    r"\\(?P<escaped>.)"
    r"|(?P<comment>[ \t]*<!--.*?-->)"
    r"|\[pause (?P<time>\d{1,6}(?:\.\d{1,3})?) ?(?P<unit>ms|s)\]"
    r"|(?P<brace>[{|}])",
    re.DOTALL,
)
_PAUSE = re.compile(r"\\.|\[pause(?![A-Za-z])[^\]\n]{0,40}\]?", re.DOTALL)


def refuse_mistaken_pause(source: str, begin: int, end: int, name: str) -> None:
    """Refuses what is meant as a pause in `source[begin:end]` and is none, which would be read aloud.

    Raises:
        ConfigError: names the script and the line.
    """
    for found in _PAUSE.finditer(source, begin, end):
        if found.group().startswith("[") and not _TOKEN.fullmatch(found.group()):
            line = source.count("\n", 0, found.start()) + 1
            raise ConfigError(f"{found.group()} is no pause: write [pause 800ms] or [pause 1.5s]", name, line)


def write_body(paragraph: Paragraph) -> str:
    """The text with its cues, escaped."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for cue in paragraph.cues:
        if isinstance(cue, Pause):
            opens.setdefault(cue.at, []).append(f"[pause {cue.milliseconds}ms]")
        else:
            opens.setdefault(cue.start, []).append("{")
            closes.setdefault(cue.end, []).append(f"|{escape(cue.say)}}}")
    marks = sorted({0, len(paragraph.text), *opens, *closes})
    pieces: list[str] = []
    for begin, end in zip(marks, [*marks[1:], len(paragraph.text)], strict=True):
        pieces += closes.get(begin, [])
        pieces += opens.get(begin, [])
        pieces.append(escape(paragraph.text[begin:end]))
    return "".join(pieces)


Cues = tuple[Pause | Reading, ...]


def parse_body(source: str, begin: int, end: int) -> tuple[Text, Cues]:
    """The text of `source[begin:end]` without escapes, and its cues."""
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

    def parse(self, begin: int, end: int) -> tuple[Text, Cues]:
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
        return Text(self.runs), tuple(cue for _, _, cue in self.cues)

    def _literal(self, found: re.Match[str], end: int) -> bool:
        """Whether a brace or bar is part of the text: outside a reading, or no reading begins with it."""
        brace = found.group("brace")
        if brace == "{":
            return self.opened is not None or not _closes(self.source, found.end(), end)
        if brace == "|":
            return self.opened is None or self.say is not None
        return brace == "}" and self.say is None

    def _mark(self, found: re.Match[str]) -> None:
        brace, time = found.group("brace"), found.group("time")
        if brace == "{":
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
