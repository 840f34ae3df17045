"""Text that knows where in the source each of its characters comes from.

A `Text` is a row of runs. A run whose text is as long as its stretch of source maps to it character by
character; any other run (a resolved entity, a healed space) is indivisible and stands for all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple


class Style:
    """How a run is set: bits of an integer (an `IntFlag` costs a tenth of the reading time)."""

    PLAIN: Final = 0
    BOLD: Final = 1
    ITALIC: Final = 2
    CODE: Final = 4
    LINK: Final = 8


class Run(NamedTuple):
    """`text` stands for `source[start:end]`. A named tuple: a text of a megabyte has a hundred thousand."""

    text: str
    start: int
    end: int
    style: int = Style.PLAIN

    @property
    def divisible(self) -> bool:
        """Whether each character of the text is one character of the source."""
        return len(self.text) == self.end - self.start

    def part(self, begin: int, end: int) -> Run | None:
        """The characters from `begin` to `end`; an indivisible run goes with its first character."""
        if begin <= 0 and end >= len(self.text):
            return self
        if not self.divisible:
            return self if begin <= 0 < end else None
        begin, end = max(0, begin), min(len(self.text), end)
        if begin >= end:
            return None
        return Run(self.text[begin:end], self.start + begin, self.start + end, self.style)


class Text:
    """A row of runs, read as one string.

    Attributes:
        runs: the runs, none of them empty.
        labels: what `labels.forms.candidates` has found at its beginning, kept because it is asked twice.
    """

    __slots__ = ("_string", "labels", "runs")

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self.runs: tuple[Run, ...] = tuple([run for run in runs if run.text])
        self._string: str | None = self.runs[0].text if len(self.runs) == 1 else None
        self.labels: list[Any] | None = None

    @property
    def string(self) -> str:
        """The characters alone."""
        if self._string is None:
            self._string = "".join([run.text for run in self.runs])
        return self._string

    def __str__(self) -> str:
        return self.string

    def __repr__(self) -> str:
        return f"Text({self.string!r})"

    def __len__(self) -> int:
        return len(self.string)

    def __bool__(self) -> bool:
        return bool(self.runs)

    def __add__(self, other: Text) -> Text:
        return Text((*self.runs, *other.runs))

    @property
    def start(self) -> int:
        """Where its source begins; -1 if it is empty."""
        return self.runs[0].start if self.runs else -1

    @property
    def end(self) -> int:
        """Where its source ends; -1 if it is empty."""
        return self.runs[-1].end if self.runs else -1

    def cut(self, begin: int, end: int | None = None) -> Text:
        """The characters from `begin` to `end`."""
        stop = len(self.string) if end is None else end
        found: list[Run] = []
        at = 0
        for run in self.runs:
            if at >= stop:
                break
            if at + len(run.text) > begin and (piece := run.part(begin - at, stop - at)):
                found.append(piece)
            at += len(run.text)
        return Text(found)

    def without(self, holes: Iterable[tuple[int, int]]) -> Text:
        """What is left when the stretches `holes` (in order, apart) are taken out."""
        waiting = [hole for hole in holes if hole[1] > hole[0]]
        if not waiting:
            return self
        kept: list[Run] = []
        number = at = 0
        for run in self.runs:
            begin, end = at, at + len(run.text)
            while number < len(waiting) and waiting[number][1] <= at:
                number += 1
            here = number
            while here < len(waiting) and waiting[here][0] < end:
                if waiting[here][0] > begin and (piece := run.part(begin - at, waiting[here][0] - at)):
                    kept.append(piece)
                begin = max(begin, waiting[here][1])
                here += 1
            if begin < end and (piece := run.part(begin - at, end - at)):
                kept.append(piece)
            at = end
        return Text(kept)

    def mapped(self, places: Iterable[tuple[int, int]], change: Callable[[str], str]) -> Text:
        """With the characters of `places` (in order, apart) changed, each for one other."""
        string = self.string
        letters = list(string)
        for begin, end in places:
            letters[begin:end] = change(string[begin:end])
        changed = "".join(letters)
        made: list[Run] = []
        at = 0
        for run in self.runs:
            made.append(run._replace(text=changed[at : at + len(run.text)]))
            at += len(run.text)
        return Text(made)

    def strip(self) -> Text:
        """Without white space at both ends."""
        string = self.string
        begin = len(string) - len(string.lstrip())
        end = len(string.rstrip())
        return self if begin == 0 and end == len(string) else self.cut(begin, end)

    def lines(self) -> list[Text]:
        """Its lines, without the line breaks; in one pass, so that a long text stays linear."""
        rows: list[list[Run]] = [[]]
        for run in self.runs:
            if "\n" not in run.text:
                rows[-1].append(run)
                continue
            at = 0
            for piece in run.text.split("\n"):
                if at:
                    rows.append([])
                if piece and (part := run.part(at, at + len(piece))):
                    rows[-1].append(part)
                at += len(piece) + 1
        return [Text(row) for row in rows] if len(rows) > 1 else [self]

    def share(self, style: int) -> float:
        """How much of it, by characters that are not white space, is set in `style`; 0 to 1."""
        total = styled = 0
        if len(self.runs) == 1:
            return float(bool(self.runs[0].style & style and self.runs[0].text.strip()))
        for run in self.runs:
            size = len("".join(run.text.split()))
            total += size
            if run.style & style:
                styled += size
        return styled / total if total else 0.0

    def head(self, style: int) -> int:
        """How many characters at its beginning are set in `style` (white space before them counts)."""
        at = 0
        last = 0
        for run in self.runs:
            if run.style & style:
                last = at + len(run.text)
            elif run.text.strip():
                break
            at += len(run.text)
        return last


class Edit(NamedTuple):
    """`old` characters of the source, from `at` on, stand as `new`."""

    at: int
    old: int
    new: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The file's text and the edits that made it normal, in order and apart.

    Attributes:
        places: where each edit's new text begins in the normal text.
    """

    text: str
    edits: tuple[Edit, ...]
    places: tuple[int, ...]


def is_wide(char: str) -> bool:
    """Whether words of this script are written without spaces (Chinese, Japanese; not Korean)."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"


def joined(rows: Iterable[Text]) -> Text:
    """Lines as one paragraph: a break becomes a space, or nothing between two wide characters."""
    return Text(_joined(rows))


def _joined(rows: Iterable[Text]) -> Iterator[Run]:
    last: Run | None = None
    for row in rows:
        row = row.strip()
        if not row:
            continue
        if last is not None and not (is_wide(last.text[-1]) and is_wide(row.runs[0].text[0])):
            # The break is a stretch of the source: it stands for the space.
            yield Run(" ", last.end, max(last.end, row.start))
        yield from row.runs
        last = row.runs[-1]
