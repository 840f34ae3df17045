"""SubRip and WebVTT: cues become lines of one running speech; numbers, times and settings are cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duologue.interview.blocks import Block, Cut, Document, Kind
from duologue.interview.labels.forms import Form, candidates
from duologue.interview.labels.names import name_like
from duologue.interview.readers.markup import entity_runs
from duologue.interview.text import Run, Text
from duologue.limits import MAX_NODES, Budget

_TIMING = re.compile(
    r"\s{0,8}(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s{0,4}-->\s{0,4}(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
)
_VOICE = re.compile(r"<v(?:\.[\w.-]{1,40})?\s{1,4}([^<>\n]{1,80})>")
_CHANGE = re.compile(r"\s{0,4}(?:>{2,3}|&gt;&gt;)")
_WITHIN = re.compile(r"(?<=\S )>{2,3}(?=\s?\w)")
_DASH = re.compile(r"\s{0,4}[-–—]\s?(?=[^\s\d>-])")
_FEWEST_DASHES = 4


def is_subtitles(source: str) -> bool:
    """Whether a text is a subtitle file."""
    head = source[:4000]
    return head.lstrip().startswith("WEBVTT") or any(_TIMING.match(line) for line in head.split("\n")[:40])


def read_subtitles(source: str) -> Document:
    """Runs cues together into one block per voice, label or change of speaker."""
    return _Reader(source).document()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.cuts: list[Cut] = []
        self.rows: list[Text] = []
        self.voice: str | None = None
        self.names = self._repeated_names()
        self.chevrons = any(_CHANGE.match(line) for line in source.split("\n"))
        self.dashes = self._dashes_mark_changes()
        self.changed = False

    def document(self) -> Document:
        at, speaking, skipping = 0, False, False
        budget = Budget(nodes=4 * MAX_NODES)
        for line in self.source.split("\n"):
            budget.spend()
            end = at + len(line)
            if not line.strip():
                speaking = skipping = False
            elif _TIMING.match(line):
                # The line before was the cue's number or name.
                self.cuts.append(Cut(at, end, "time code"))
                speaking, skipping = True, False
            elif speaking:
                self._spoken(line, at)
            elif not skipping:
                skipping = line.startswith(("WEBVTT", "NOTE", "STYLE", "REGION"))
                self.cuts.append(Cut(at, end, "subtitle header" if skipping else "cue number"))
            else:
                self.cuts.append(Cut(at, end, "subtitle header"))
            at = end + 1
        self._close()
        return Document(self.source, tuple(self.blocks), "subtitles", cuts=tuple(self.cuts))

    def _spoken(self, line: str, at: int) -> None:
        voices = list(_VOICE.finditer(line))
        begin = 0
        for found in voices:
            self._words(line[begin : found.start()], at + begin)
            name = found.group(1).strip()
            if name != self.voice:
                self._close()
                self.voice = name
            self.cuts.append(Cut(at + found.start(), at + found.end(), "label"))
            begin = found.end()
        self._words(line[begin:], at + begin)

    def _words(self, text: str, at: int) -> None:
        if not text.strip():
            return
        runs: list[Run] = []
        begin = 0
        while begin < len(text):
            opening = text.find("<", begin)
            close = text.find(">", opening) if opening >= 0 else -1
            if (
                opening < 0
                or close < 0
                or not (text[opening + 1 : opening + 2].isalnum() or text[opening + 1 : opening + 2] in "/.")
            ):
                runs += entity_runs(text[begin:], at + begin)
                break
            runs += entity_runs(text[begin:opening], at + begin)
            begin = close + 1
        for row in self._parted(Text(runs)):
            if self._changes(row):
                self._close()
                self.changed = _DASH.match(row.string) is not None
            self.rows.append(row)

    def _parted(self, row: Text) -> Iterator[Text]:
        """The row, divided where ``>>`` within it tells that somebody else speaks."""
        begin = 0
        for found in _WITHIN.finditer(row.string) if self.chevrons else ():
            yield row.cut(begin, found.start())
            begin = found.start()
        rest = row.cut(begin)
        if rest.string.strip():
            yield rest

    def _changes(self, row: Text) -> bool:
        return (
            bool(_CHANGE.match(row.string))
            or self._named(row.string) is not None
            or _DASH.match(row.string) is not None
        )

    def _named(self, line: str) -> str | None:
        if ":" not in line[:90] and "：" not in line[:60] and line.lstrip()[:1] not in "[【":
            return None
        for label in candidates(Text([Run(line, 0, len(line))])):
            if label.form in (Form.COLON, Form.BRACKET) and label.key in self.names:
                return label.key
        return None

    def _repeated_names(self) -> set[str]:
        names: set[str] = set()
        for line in self.source.split("\n"):
            if (":" in line[:60] or "：" in line[:40] or line.lstrip()[:1] in "[【") and "-->" not in line:
                for label in candidates(Text([Run(line, 0, len(line))])):
                    if label.form in (Form.COLON, Form.BRACKET) and name_like(label.name):
                        names.add(label.key)
        return names

    def _dashes_mark_changes(self) -> bool:
        """Whether a dash begins what another speaker says; in films it stands only where two share a cue."""
        if self.names or _VOICE.search(self.source):
            return False
        cues = [
            sum(_DASH.match(line) is not None for line in cue.split("\n"))
            for cue in self.source.split("\n\n")
        ]
        alone, shared = cues.count(1), sum(count > 1 for count in cues)
        return alone >= max(_FEWEST_DASHES, shared)

    def _close(self) -> None:
        if self.rows:
            text = Text(run for number, row in enumerate(self.rows) for run in self._with_break(number, row))
            hint = "change" if self.changed and self.dashes else ""
            self.blocks.append(Block(Kind.CUE, text, text.start, speaker=self.voice, hint=hint))
        self.rows = []
        self.changed = False

    def _with_break(self, number: int, row: Text) -> list[Run]:
        if number == 0:
            return list(row.runs)
        last = self.rows[number - 1]
        return [Run("\n", last.end, max(last.end, row.start)), *row.runs]
