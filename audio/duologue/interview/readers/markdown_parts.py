"""Parts of a Markdown text: paragraphs within HTML, pandoc's styled spans, the heading that is the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duologue.interview.blocks import Block, Kind
from duologue.interview.text import Run, Text

_STYLED = re.compile(r"\s?(?:[.#][\w-]|[\w-]{1,20}=)")
_LONGEST_STYLE = 300
_LONGEST_SPAN = 4000


def spans(string: str) -> Iterator[tuple[int, int]]:
    """What pandoc writes around text that a page sets in a style of its own: ``[`` and ``]{style="…"}``."""
    floor = 0
    close = string.find("]{")
    while close >= 0:
        end = string.find("}", close, close + _LONGEST_STYLE)
        begin = string.rfind("[", max(floor, close - _LONGEST_SPAN), close)
        if end >= 0 and begin >= 0 and _STYLED.match(string, close + 2):
            yield begin, begin + 1
            yield close, end + 1
            floor = end + 1
        close = string.find("]{", close + 2)


def paragraphs(text: Text) -> list[Text]:
    """A text's paragraphs: stretches between empty lines."""
    found: list[Text] = []
    rows: list[Text] = []
    for row in [*text.lines(), Text()]:
        if row.string.strip():
            rows.append(row)
        elif rows:
            found.append(with_breaks(rows))
            rows = []
    return found


def with_breaks(rows: list[Text]) -> Text:
    """Rows as one text, their line breaks kept."""
    runs: list[Run] = []
    for row in rows:
        if runs:
            runs.append(Run("\n", runs[-1].end, max(runs[-1].end, row.start)))
        runs += row.runs
    return Text(runs)


def with_title(blocks: list[Block]) -> list[Block]:
    """The blocks, a heading that the text begins with of the first level, if no other is as high."""
    first = next((number for number, one in enumerate(blocks) if one.kind is not Kind.IMAGE), 0)
    heads = [one.level for one in blocks if one.kind is Kind.HEADING]
    if (
        not heads
        or blocks[first].kind is not Kind.HEADING
        or heads.count(heads[0]) > 1
        or min(heads) < heads[0]
    ):
        return blocks
    return [*blocks[:first], replace(blocks[first], level=1), *blocks[first + 1 :]]
