"""Blocks to units: every accepted label begins one, and so does a change from bold lines to plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duologue.interview.blocks import Block, Document, Kind
from duologue.interview.people.label_forms import candidates
from duologue.interview.people.labels import Form, Label, beginnings
from duologue.interview.people.speakers import Labels
from duologue.interview.structure.units import Unit
from duologue.interview.text import Style, Text


def rows_of(block: Block) -> list[Text]:
    """The lines of a block that are not empty."""
    if block.kind in (Kind.CODE, Kind.RULE):
        return [block.text]
    return [part for row in block.text.lines() for part in _unglued(row) if part.string.strip()]


_ENDED = frozenset('.。!！?？…”"』」)）')
_LONGEST_LABEL = 40
_LONGEST_QUESTION = 600
_ASKS = re.compile(r"\s{0,4}(?:Q|问|Question)\s?\d{0,3}\s?[:：]")
_ANSWER = re.compile(r"(?<=[?？。])\s{0,4}(?=(?:A|答|Answer)\s?\d{0,3}\s?[:：])")


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
            if _is_label(following.cut(0, _LONGEST_LABEL + 2)):
                yield Text(row.runs[begin:number])
                begin = number
        bold = own
        if run.text.strip():
            ended = run.text[-8:].rstrip()[-1:] in _ENDED
    yield Text(row.runs[begin:]) if begin else row


def _is_label(head: Text) -> bool:
    """Whether a text begins with a bold label: a few characters and a colon."""
    end = head.head(Style.BOLD)
    name, after = head.string[:end].strip(), head.string[end:].lstrip()
    colons = name.count(":") + name.count("：")
    closed = name.endswith((":", "：")) if colons else after.startswith((":", "："))
    return 0 < end <= _LONGEST_LABEL and colons <= 1 and closed


def divide(document: Document, rows: Sequence[list[Text]], labels: Labels) -> list[Unit]:
    """The units of the document, in order."""
    units: list[Unit] = []
    # Where questions stand in bold before their answers in the same line, some of them are no questions.
    statements = (
        sum(
            bool(lines) and _run_in(block, lines[0]) > 0
            for block, lines in zip(document.blocks, rows, strict=True)
        )
        >= 4
    )
    for number, block in enumerate(document.blocks):
        if block.drop or block.kind in (Kind.CODE, Kind.RULE, Kind.IMAGE) or number in labels.legend_rows:
            units.append(Unit(block, rows[number]))
            continue
        units += _of_block(block, rows[number], labels, statements)
    return units


def _of_block(block: Block, rows: list[Text], labels: Labels, statements: bool) -> list[Unit]:
    units: list[Unit] = []
    for number, (row, begins) in enumerate(zip(rows, beginnings(rows), strict=True)):
        label = _label(block, row, labels, first=number == 0) if begins else _change(row)
        if label is not None:
            name = labels.names.get(label.key, label.key) if label.form is not Form.CHEVRON else ">>"
            unit = Unit(block, [row.cut(label.end)], label, name, row.cut(0, label.end))
            if label.form is Form.GIVEN:
                unit.head = Text()
            units.append(unit)
        elif (end := _run_in(block, row, statements=statements and number == 0)) > 0:
            # The question in bold and its answer in one line.
            units.append(Unit(block, [row.cut(0, end)]))
            units.append(Unit(block, [row.cut(end)]))
        elif not units or _parts(units[-1], row):
            units.append(Unit(block, [row]))
        else:
            units[-1].rows.append(row)
    return units


def _label(block: Block, row: Text, labels: Labels, *, first: bool) -> Label | None:
    if block.speaker and first:
        return Label(block.speaker, 0, Form.GIVEN)
    if block.speaker:
        return None
    if block.hint == "change" and first:
        return Label(">>", len(row.string) - len(row.string.lstrip(" -–—")), Form.CHEVRON)
    options = candidates(row)
    # In lists within an answer a bold term with a colon is a term, unless the list itself is the dialogue.
    chosen = labels.choose(options)
    if chosen is not None and block.kind is Kind.HEADING and chosen.key not in labels.headed:
        return None
    if (
        chosen is not None
        and chosen.form is Form.ALONE
        and not first
        and not chosen.timed
        and len(row.string) > 60
    ):
        return None
    return chosen or next((option for option in options if option.form is Form.CHEVRON), None)


def _change(row: Text) -> Label | None:
    """``>>`` begins a turn even in the middle of a subtitle."""
    if not row.string.lstrip().startswith(">>"):
        return None
    return next((option for option in candidates(row) if option.form is Form.CHEVRON), None)


def _parts(unit: Unit, row: Text) -> bool:
    """Whether a line without a label begins a new paragraph: where bold begins or ends."""
    if unit.block.kind is not Kind.PARAGRAPH:
        return False
    last = unit.rows[-1]
    if not last.string.strip():
        return False
    before, after = last.share(Style.BOLD) > 0.85, row.share(Style.BOLD) > 0.85
    slanted, plain = last.share(Style.ITALIC) > 0.9, row.share(Style.ITALIC) > 0.9
    return before != after or slanted != plain


def _run_in(block: Block, row: Text, *, statements: bool = False) -> int:
    """Where a question in bold ends that its answer follows in the same line; 0 if there is none.

    Args:
        block: where the line stands.
        row: the line.
        statements: whether a bold sentence that asks nothing may stand for a question too.
    """
    if block.kind is not Kind.PARAGRAPH:
        return 0
    end = row.head(Style.BOLD)
    asks = (
        row.string[:end]
        .rstrip()
        .endswith(("?", "？", ".", "。", "!", "！", "…") if statements else ("?", "？"))
    )
    return end if asks and row.string[end:].strip() else 0
