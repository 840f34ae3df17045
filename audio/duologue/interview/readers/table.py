"""CSV and TSV: a column of speakers and one of texts, or one of questions and one of answers."""

from __future__ import annotations

import csv
import io

from duologue.errors import NoInterviewError, SourceError
from duologue.interview.blocks import Block, Cut, Document, Kind
from duologue.interview.marks import SENTENCE_END
from duologue.interview.readers.field_names import ANSWER, QUESTION, SPEAKER, TEXT
from duologue.interview.readers.markup import tagged_runs
from duologue.interview.text import Run, Text
from duologue.limits import MAX_NODES, Budget


def read_table(source: str, name: str) -> Document:
    """The blocks of a table; the account's source is its cells, one line each.

    Raises:
        SourceError: it is not a table.
        NoInterviewError: no column names speakers and texts.
    """
    first = source.split("\n", 1)[0]
    delimiter = max("\t;,", key=first.count)
    Budget(nodes=4 * MAX_NODES).spend(source.count(delimiter) + source.count("\n"))
    try:
        reader = csv.reader(io.StringIO(source), delimiter=delimiter)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SourceError(f"{name} is not a table: {error}.") from None
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    speaker, text = _column(header, SPEAKER), _column(header, TEXT)
    question, answer = _column(header, QUESTION), _column(header, ANSWER)
    if text is None and question is None:
        if not rows or len(rows[0][1]) != 2:
            raise NoInterviewError(f"No interview was found in {name}: no columns of speakers and texts.")
        if not any(SENTENCE_END.search(row[-1].strip()) for _, row in rows):
            raise NoInterviewError(f"No interview was found in {name}: its second column holds no sentence.")
        speaker, text, header = 0, 1, []
    parts: list[str] = []
    lines: list[int] = []
    blocks: list[Block] = []
    cuts: list[Cut] = []
    at = 0
    budget = Budget()
    for number, (line, row) in enumerate(rows):
        budget.spend(len(row))
        for column, cell in enumerate(row):
            value = cell.replace("\n", " ")
            if not value.strip():
                continue
            who = None
            if number or not header:
                if question is not None and answer is not None:
                    who = "Q" if column == question else "A" if column == answer else None
                elif column == text:
                    who = (
                        row[speaker].strip().rstrip(":：").strip()
                        if speaker is not None and speaker < len(row)
                        else None
                    )
            marked = "&" in value or "<" in value
            runs = _marked(value, at, cuts) if marked else [Run(value, at, at + len(value))]
            body = Text(runs)
            if who is not None or (column == text and (number or not header)):
                blocks.append(Block(Kind.CUE, body, at, speaker=who or None))
            else:
                known = column == speaker and (number or not header)
                blocks.append(Block(Kind.CUE, body, at, drop="label" if known else "table column"))
            parts.append(value + "\n")
            lines.append(line)
            at += len(value) + 1
    return Document(
        "".join(parts), tuple(blocks), "table", cuts=tuple(cuts), lines=(*lines, lines[-1] if lines else 1)
    )


def _marked(value: str, at: int, cuts: list[Cut]) -> list[Run]:
    """The runs of a cell that holds tags or entities, which begins at `at` of the source."""
    own: list[Cut] = []
    runs = [
        run._replace(start=run.start + at, end=run.end + at) for run in tagged_runs(value, 0, len(value), own)
    ]
    cuts += (Cut(cut.start + at, cut.end + at, cut.reason) for cut in own)
    return runs


def _column(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)
