# ruff: noqa: E501
"""What is true of labels and units, from an annotation by lines."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from duologue.interview.blocks import Document
from duologue.interview.evidence.units import Row, Unit
from duologue.interview.labels.forms import Label
from reader_training.gold import Entry, Gold
from reader_training.normal import bare, norm

ANY = "?"
NOT_SPEECH = "!"
"""Anything but speech: where an annotation tells nothing else."""


@dataclass(frozen=True, slots=True)
class Is:
    """What a unit is: one of the tags of `sequence.TAGS`, or `ANY`; and who says it."""

    tag: str
    speaker: str = ""


class LineTruth:
    """The annotation of a text whose blocks know their lines."""

    def __init__(self, document: Document, gold: Gold) -> None:
        self.document = document
        self.gold = gold
        self.roles = gold.roles
        self.by_line: dict[int, list[Entry]] = {}
        for entry in gold.entries:
            for line in range(entry.first, entry.last + 1):
                self.by_line.setdefault(line, []).append(entry)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.document.source.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def entry_at(self, at: int) -> Entry | None:
        """The entry that holds a character of the source."""
        row = bisect_right(self._starts, at)
        line = self.document.line_of(at) if self.document.lines else row
        entries = self.by_line.get(line, ())
        if len(entries) < 2:
            return entries[0] if entries else None
        start = self._starts[row - 1]
        end = self._starts[row] - 1
        whole = norm(self.document.source[start:end])
        passed = len(norm(self.document.source[start:at]))
        chosen = entries[0]
        for entry in entries:
            place = whole.find(entry.begin) if entry.begin else 0
            if entry.begin and place - len(entry.label) <= passed + 1:
                chosen = entry
        return chosen

    def begins(self, entry: Entry, at: int) -> bool:
        """Whether the entry begins in the line of a character."""
        row = bisect_right(self._starts, at)
        line = self.document.line_of(at) if self.document.lines else row
        return line == entry.first

    def label_is_true(self, row: Row, label: Label) -> bool | None:
        """Whether a line begins with this label; None where the annotation does not say."""
        at = row.text.start
        lead = len(row.text.string) - len(row.text.string.lstrip())
        at = next((run.start for run in row.text.cut(lead).runs), at)
        entry = self.entry_at(at)
        if entry is None or entry.tag == "?" or "language" in entry.why:
            return None
        if entry.tag == "N":
            return any(
                cut == norm(row.text.string[: label.end]) for cut in self.gold.cuts.get(entry.first, ())
            )
        if entry.tag != "=" or not entry.label or entry.label.isdigit() or not self.begins(entry, at):
            return False
        head = norm(row.text.string[: label.end]) if label.end else bare(label.name)
        return head in (entry.label, "") or head == bare(entry.label) or bare(label.name) == entry.label

    def speaker_of(self, row: Row) -> str:
        """Who speaks in a line."""
        lead = len(row.text.string) - len(row.text.string.lstrip())
        entry = self.entry_at(next((run.start for run in row.text.cut(lead).runs), row.text.start))
        return entry.speaker if entry is not None and entry.tag == "=" else ""

    def of_units(self, units: Sequence[Unit]) -> list[Is]:
        """What each unit is."""
        found: list[Is] = []
        seen: set[int] = set()
        for unit in units:
            entry = self._main_entry(unit)
            if entry is None:
                found.append(Is(ANY))
                continue
            fresh = id(entry) not in seen
            seen.add(id(entry))
            found.append(self._of(entry, unit, fresh))
        return found

    def _main_entry(self, unit: Unit) -> Entry | None:
        weights: Counter[int] = Counter()
        entries: dict[int, Entry] = {}
        texts = [row for row in unit.rows if row.string.strip()] or [unit.head]
        for text in texts:
            size = len(text.string.strip())
            run = next((run for run in text.runs if run.text.strip()), None)
            if run is None:
                continue
            at = run.start + (len(run.text) - len(run.text.lstrip()) if run.divisible else 0)
            entry = self.entry_at(at)
            if entry is not None:
                weights[id(entry)] += size + 1
                entries[id(entry)] = entry
        return entries[weights.most_common(1)[0][0]] if weights else None

    def _of(self, entry: Entry, unit: Unit, fresh: bool) -> Is:
        match entry.tag:
            case "?":
                return Is(ANY)
            case "T" | "N":
                return Is(entry.tag)
            case "-":
                return Is("D")
            case "S":
                return Is("S" if fresh else "s")
            case "+":
                return Is("C", entry.speaker)
        if not fresh:
            return Is("C", entry.speaker)
        if entry.label and not entry.label.isdigit():
            if unit.label is None:
                return Is("missed", entry.speaker)
            return Is("L", entry.speaker)
        asks = self.gold.roles.get(entry.speaker) == "interviewer"
        return Is("Q" if asks else "A", entry.speaker)


@dataclass(frozen=True, slots=True)
class Piece:
    """What somebody says without a break, in letters and digits alone; or a title (`tag` S), or the narrator's (N)."""

    tag: str
    words: str
    speaker: str = ""


class TextTruth:
    """The truth of a text that was written from it: pieces in order, found again by their words."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        roles: dict[str, str],
        names: frozenset[str],
        title: str = "",
        *,
        whole: bool = True,
    ) -> None:
        self.pieces = [piece for piece in pieces if piece.words]
        self.roles = roles
        self.names = names
        self.title = bare(title)
        self.whole = whole

    def label_is_true(self, row: Row, label: Label) -> bool | None:
        """Whether a line begins with this label."""
        if self.names:
            return label.key in self.names
        rest, line = bare(row.text.string[label.end :]), bare(row.text.string)
        begun = [piece for piece in self.pieces if piece.tag == "="]
        if any(piece.words.startswith(line) for piece in begun if line):
            return False
        return (
            any(piece.words.startswith(rest) or rest.startswith(piece.words) for piece in begun)
            if rest
            else None
        )

    def speaker_of(self, row: Row) -> str:
        """Who speaks in a line."""
        for label in row.options:
            rest = bare(row.text.string[label.end :])
            for piece in self.pieces:
                if (
                    piece.tag == "="
                    and rest
                    and (piece.words.startswith(rest) or rest.startswith(piece.words))
                ):
                    return piece.speaker
        return ""

    def of_units(self, units: Sequence[Unit]) -> list[Is]:
        """What each unit is."""
        at, offset = 0, 0
        found: list[Is] = []
        for unit in units:
            words = bare(unit.string)
            if self._place(words, at, offset) is None:
                words = norm(unit.string)
            if not words:
                found.append(Is("L" if unit.label is not None and unit.label.key in self.names else ANY))
                continue
            place = self._place(words, at, offset)
            if place is None:
                same = bool(self.title) and words == self.title
                sentence = unit.string.rstrip("*_ ").endswith((".", "。"))
                found.append(Is("T" if same else "D" if self.whole and not sentence else NOT_SPEECH))
                continue
            at, begin = place
            offset = begin + len(words)
            piece = self.pieces[at]
            if piece.tag == "=":
                asks = self.roles.get(piece.speaker) == "interviewer"
                last = next((n for n in reversed(range(len(found))) if found[n].tag not in ("D", ANY)), -1)
                after_label = last >= 0 and found[last].tag == "L" and not bare(units[last].string)
                tag = (
                    "C"
                    if begin or after_label
                    else "L"
                    if unit.label is not None and label_fits(unit, self)
                    else "Q"
                    if asks
                    else "A"
                )
                found.append(Is(tag, piece.speaker))
            else:
                found.append(Is("s" if piece.tag == "S" and begin else piece.tag))
            if offset >= len(piece.words):
                at, offset = at + 1, 0
        return found

    def _place(self, words: str, at: int, offset: int) -> tuple[int, int] | None:
        if at < len(self.pieces) and self.pieces[at].words.startswith(words, offset):
            return at, offset
        start = at + 1 if offset else at
        for number in range(start, min(start + 3, len(self.pieces))):
            if self.pieces[number].words.startswith(words):
                return number, 0
        return None


def label_fits(unit: Unit, truth: TextTruth) -> bool:
    """Whether a unit's label is one of those that the text was written with."""
    return unit.label is not None and (
        not truth.names or unit.label.key in truth.names or unit.label.key == ">>"
    )


class NoSpeech:
    """The truth of a text that is no interview.

    Args:
        talk: whether people talk in it all the same (minutes, a play): then its labels teach nothing.
    """

    def __init__(self, *, talk: bool) -> None:
        self.roles: dict[str, str] = {}
        self.talk = talk

    def label_is_true(self, row: Row, label: Label) -> bool | None:
        """No label is a speaker's."""
        return None if self.talk else False

    def speaker_of(self, row: Row) -> str:
        """Nobody speaks."""
        return ""

    def of_units(self, units: Sequence[Unit]) -> list[Is]:
        """Nothing is speech."""
        return [Is(ANY if self.talk else NOT_SPEECH) for _ in units]
