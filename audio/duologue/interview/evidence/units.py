# ruff: noqa: E501
"""Units: the lines of the blocks, divided wherever one thing may end and another begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from duologue.interview.blocks import Block, Cut, Document, Kind
from duologue.interview.labels.forms import Form, Label, beginnings, candidates
from duologue.interview.marks import ASKED, STOPPED, TIME
from duologue.interview.text import Style, Text

SILENT_KINDS = frozenset((Kind.CODE, Kind.RULE, Kind.IMAGE))
_ENDED = frozenset(f'{STOPPED}!！{ASKED}…”"»』」)）')
_LONGEST_LABEL = 40
_LONGEST_QUESTION = 600
_ASKS = re.compile(r"\s{0,4}(?:Q|问|Question)\s?\d{0,3}\s?[:：.]")
_ANSWER = re.compile(r"(?<=[?？。])\s{0,4}(?=(?:A|答|Answer)\s?\d{0,3}\s?[:：])")
_TIME_ALONE = re.compile(rf"\s{{0,4}}[(（\[［]?{TIME}[)）\]］]?\s{{0,4}}")
_STATEMENT_ENDS = (*ASKED, *STOPPED, "!", "！", "…")


@dataclass(slots=True)
class Unit:
    """A paragraph in the making.

    Attributes:
        block: where it stands.
        rows: its lines, without the label.
        label: the label that may stand before it.
        head: the source text of that label.
        joins: whether it follows the unit before it in the same block, so that both may be one paragraph.
        run_in: whether it even follows in the same line.
        pictured: whether a picture stands in it.
    """

    block: Block
    rows: list[Text]
    label: Label | None = None
    head: Text = field(default_factory=Text)
    joins: bool = False
    run_in: bool = False
    pictured: bool = False
    string: str = ""

    def close(self) -> None:
        """Keeps its text, lines joined by line breaks."""
        self.string = (
            "\n".join([row.string for row in self.rows]).strip()
            if len(self.rows) != 1
            else self.rows[0].string.strip()
        )

    @property
    def text(self) -> Text:
        """All its lines, without the breaks."""
        return self.rows[0] if len(self.rows) == 1 else Text([run for row in self.rows for run in row.runs])

    @property
    def at(self) -> int:
        """Where in the source it begins."""
        if self.head:
            return self.head.start
        return next((row.start for row in self.rows if row), self.block.at)

    @property
    def end(self) -> int:
        """Where in the source it ends."""
        return next(
            (row.end for row in reversed(self.rows) if row), self.head.end if self.head else self.block.at
        )

    def cut(self, reason: str) -> list[Cut]:
        """The cut that leaves it out, label and all; none if it is empty."""
        texts = [text for text in (self.head, *self.rows) if text]
        return [Cut(texts[0].start, texts[-1].end, reason)] if texts else []


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a block, and the labels that it may begin with."""

    block: int
    number: float
    text: Text
    options: tuple[Label, ...]


def rows_of(document: Document) -> list[list[Row]]:
    """The lines of each block that are not empty, with their possible labels."""
    found: list[list[Row]] = []
    changes = any(
        block.text.string.lstrip().startswith((">>", "&gt;&gt;"))
        for block in document.blocks
        if block.kind is Kind.CUE
    )
    for number, block in enumerate(document.blocks):
        if block.kind in SILENT_KINDS:
            found.append([Row(number, 0, block.text, ())])
            continue
        texts = [
            part for row in _whole_labels(block.text.lines()) for part in _unglued(row) if part.string.strip()
        ]
        rows = [
            Row(number, place, text, tuple(_options(block, text, place, begins)))
            for place, (text, begins) in enumerate(zip(texts, beginnings(texts), strict=True))
        ]
        if changes and number == 0 and rows and not rows[0].options:
            # Whoever speaks before the first `>>`.
            rows[0] = replace(rows[0], options=(Label(">>", 0, Form.CHEVRON),))
        found.append(rows)
    return found


def divided_at(rows: list[list[Row]], names: Iterable[str]) -> list[list[Row]]:
    """The lines, divided also where the label of somebody known stands after a sentence.

    So does ``Ann:`` in ``… it ends. Ann: It does.``.
    """
    told = sorted({name.strip() for name in names if len(name) > 1}, key=len, reverse=True)
    if not told:
        return rows
    pattern = re.compile(
        rf"(?<=[{STOPPED}!！{ASKED}…”\"»」』)）])\s{{0,3}}(?=(?:"
        + "|".join(map(re.escape, told))
        + r")\s?[:：]\s{0,2}[^\s/])"
    )
    return [
        [piece for row in lines for piece in _at_names(row, pattern)]
        if any(":" in row.text.string or "：" in row.text.string for row in lines)
        else lines
        for lines in rows
    ]


def _at_names(row: Row, pattern: re.Pattern[str]) -> Iterator[Row]:
    string = row.text.string
    places = (
        [found.end() for found in pattern.finditer(string, 8)]
        if len(string) > 16 and (row.options or ":" in string or "：" in string)
        else []
    )
    if not places or (row.options and row.options[0].form is Form.GIVEN):
        yield row
        return
    ends = [*places[1:], len(string)]
    yield replace(row, text=row.text.cut(0, places[0]))
    for number, (begin, end) in enumerate(zip(places, ends, strict=True), 1):
        text = row.text.cut(begin, end)
        yield Row(row.block, row.number + number / 100, text, tuple(candidates(text)))


def _options(block: Block, text: Text, place: int, begins: bool) -> Iterable[Label]:
    if block.drop:
        return ()
    if block.speaker is not None:
        return (Label(block.speaker.strip().rstrip(":："), 0, Form.GIVEN),) if place == 0 else ()
    if block.hint == "change" and place == 0:
        return (Label(">>", len(text.string) - len(text.string.lstrip(" -–—")), Form.CHEVRON),)
    if begins:
        return candidates(text)
    # `>>` begins a turn even in the middle of a subtitle.
    return (
        (one for one in candidates(text) if one.form is Form.CHEVRON)
        if text.string.lstrip().startswith(">>")
        else ()
    )


def _whole_labels(rows: list[Text]) -> Iterator[Text]:
    """The lines of a block; one that begins with a colon goes on with the name above it."""
    waiting: Text | None = None
    for row in rows:
        if waiting is not None and row.string.lstrip().startswith((":", "：")):
            row, waiting = waiting + row, None
        if waiting is not None:
            yield waiting
        waiting = row
    if waiting is not None:
        yield waiting


def lines_are_paragraphs(rows: list[list[Row]]) -> bool:
    """Whether a text gives each paragraph a line, without empty lines between: then most lines end as sentences do."""
    ended = [
        row.text.string.rstrip()[-1:] in _ENDED
        for lines in rows
        if len(lines) > 1
        for row in lines[:-1]
        if len(row.text.string) > 20
    ]
    return len(ended) >= 6 and sum(ended) >= 0.6 * len(ended)


def _unglued(row: Text) -> Iterator[Text]:
    """A line, divided where a label is glued to the sentence before it: a bold one, or that of the answer."""
    glued = _ASKS.match(row.string) and _ANSWER.search(row.string, 0, _LONGEST_QUESTION)
    if glued:
        yield from _unglued(row.cut(0, glued.start()))
        yield row.cut(glued.start())
        return
    begin = 0
    bold = ended = False
    for number, run in enumerate(row.runs):
        own = bool(run.style & Style.BOLD)
        if own and not bold and ended and number > begin:
            following = Text(row.runs[number : number + 4])
            if _is_bold_label(following.cut(0, _LONGEST_LABEL + 2)):
                yield Text(row.runs[begin:number])
                begin = number
        bold = own
        if run.text.strip():
            ended = run.text[-8:].rstrip()[-1:] in _ENDED
    yield Text(row.runs[begin:]) if begin else row


def _is_bold_label(head: Text) -> bool:
    """Whether a text begins with a bold label: a few characters and a colon."""
    end = head.head(Style.BOLD)
    name, after = head.string[:end].strip(), head.string[end:].lstrip()
    colons = name.count(":") + name.count("：")
    closed = name.endswith((":", "：")) if colons else after.startswith((":", "："))
    return 0 < end <= _LONGEST_LABEL and colons <= 1 and closed


def divide(document: Document, rows: list[list[Row]], chosen: dict[tuple[int, float], Label]) -> list[Unit]:
    """The units of the document, in order.

    Args:
        document: the blocks.
        rows: their lines.
        chosen: the label that a line (block, number) may begin with; a part of a line has a number between two lines'.
    """
    statements = (
        sum(bool(lines) and _run_in(document.blocks[n], lines[0].text) > 0 for n, lines in enumerate(rows))
        >= 4
    )
    apart = lines_are_paragraphs(rows)
    units: list[Unit] = []
    for block, lines in zip(document.blocks, rows, strict=True):
        first = len(units)
        if block.drop or block.kind in SILENT_KINDS:
            units.append(Unit(block, [line.text for line in lines]))
        else:
            for line in lines:
                joins = len(units) > first and not (apart and block.kind is Kind.PARAGRAPH)
                _add(units, block, line, chosen.get((line.block, line.number)), statements, joins)
        for unit in units[first:]:
            unit.close()
    return units


def _add(
    units: list[Unit], block: Block, line: Row, label: Label | None, statements: bool, joins: bool
) -> None:
    row = line.text
    if label is not None:
        end = len(row.string) if _TIME_ALONE.fullmatch(row.string, label.end) else label.end
        head = row.cut(0, end) if end else Text()
        units.append(Unit(block, [row.cut(end) if end else row], label, head, joins=joins))
    elif (end := _run_in(block, row, statements=statements and line.number == 0)) > 0:
        # The question in bold and its answer in one line.
        units.append(Unit(block, [row.cut(0, end)], joins=joins))
        units.append(Unit(block, [row.cut(end)], joins=True, run_in=True))
    elif not joins or _parts(units[-1], row):
        units.append(Unit(block, [row], joins=joins))
    else:
        units[-1].rows.append(row)


def _parts(unit: Unit, row: Text) -> bool:
    """Whether a line without a label begins a new paragraph: where bold or italics begin or end."""
    if unit.block.kind is not Kind.PARAGRAPH:
        return False
    last = unit.rows[-1]
    if not last.string.strip():
        return False
    bold, slanted = last.share(Style.BOLD) > 0.85, last.share(Style.ITALIC) > 0.9
    return bold != (row.share(Style.BOLD) > 0.85) or slanted != (row.share(Style.ITALIC) > 0.9)


def _run_in(block: Block, row: Text, *, statements: bool = False) -> int:
    """Where a question in bold ends that its answer follows in the same line; 0 if there is none.

    Args:
        block: where the line stands.
        row: the line.
        statements: whether a bold sentence that asks nothing may stand for a question too.
    """
    if block.kind is not Kind.PARAGRAPH or (not row.runs[0].style & Style.BOLD and row.runs[0].text.strip()):
        return 0
    end = row.head(Style.BOLD)
    asks = row.string[:end].rstrip().endswith(_STATEMENT_ENDS if statements else _STATEMENT_ENDS[:2])
    return end if asks and row.string[end:].strip() else 0
