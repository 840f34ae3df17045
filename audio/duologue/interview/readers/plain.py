# ruff: noqa: E501
"""Plain text: paragraphs between empty lines, or one per line; hard-wrapped lines are run together."""

from __future__ import annotations

import itertools
import re

from duologue.interview.blocks import Block, Cut, Document, Kind, Meta
from duologue.interview.readers.front_matter import split_front_matter
from duologue.interview.text import Run, Text
from duologue.limits import Budget

_TITLE = re.compile(r"# \S[^\n]{0,200}\n[ \t]*\n")
_QUOTE = re.compile(r"\s{0,3}>\s{0,2}(?=[^\s>])")
"""How mail marks what it answers."""


def looks_like_markdown(source: str) -> bool:
    """Whether a plain text carries Markdown's marks."""
    sample = source[:200_000]
    return (
        sample.count("**") >= 4
        or sample.count("__") >= 8
        or sample.count("\n# ") + sample.count("\n## ") + sample.count("\n### ") + sample.startswith("# ")
        >= 2
        or _TITLE.match(sample) is not None
        or sample.count("](http") >= 2
    )


def read_plain(source: str) -> Document:
    """The blocks of a plain text."""
    meta, body = split_front_matter(source)
    lines: list[tuple[int, str]] = []
    at = body
    budget = Budget()
    for line in source[body:].split("\n"):
        budget.spend()
        lines.append((at, line))
        at += len(line) + 1
    wrapped = _wrapped([line for _, line in lines])
    blocks: list[Block] = []
    rows: list[tuple[int, str]] = []

    def close() -> None:
        if rows:
            leads = [found.end() for _, line in rows if (found := _QUOTE.match(line))]
            quoted = len(leads) == len(rows)
            runs: list[Run] = []
            for number, (begin, line) in enumerate(rows):
                if runs:
                    runs.append(Run("\n", runs[-1].end, begin))
                lead = leads[number] if quoted else 0
                runs.append(Run(line[lead:].replace("\xa0", " "), begin + lead, begin + len(line)))
            blocks.append(Block(Kind.PARAGRAPH, Text(runs), rows[0][0], quote=int(quoted)))
            rows.clear()

    for begin, line in lines:
        bare = line.strip()
        if not bare or (
            len(bare) >= 3
            and not any(char.isalnum() for char in bare)
            and len(set(bare.replace(" ", ""))) == 1
        ):
            close()
            if bare:
                blocks.append(Block(Kind.RULE, Text([Run(line, begin, begin + len(line))]), begin))
            continue
        if not wrapped:
            close()
        rows.append((begin, line))
    close()
    cuts = (Cut(0, body, "front matter"),) if body else ()
    return Document(source, tuple(blocks), "plain", meta if body else Meta(), cuts)


def _wrapped(lines: list[str]) -> bool:
    """Whether lines are broken to a width: then most lines that are followed by another are nearly as long."""
    full = [len(line) for line, after in itertools.pairwise(lines) if line.strip() and after.strip()]
    if len(full) < 6:
        return False
    widest = sorted(full)[int(len(full) * 0.95)]
    near = sum(size >= 0.75 * widest for size in full)
    return 30 <= widest <= 130 and near >= 0.6 * len(full)
