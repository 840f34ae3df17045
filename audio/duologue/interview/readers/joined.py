"""Several documents in a row, as one."""

from __future__ import annotations

from dataclasses import replace

from duologue.interview.blocks import Block, Cut, Document, Linked, Meta, Pictured
from duologue.interview.text import Run, Text


def joined(parts: list[tuple[str, Document]], kind: str, meta: Meta) -> Document:
    """The parts as one document; lines go on from part to part, and `places` names each part's first line."""
    source: list[str] = []
    blocks: list[Block] = []
    cuts: list[Cut] = []
    links: list[Linked] = []
    pictures: list[Pictured] = []
    lines: list[int] = []
    places: list[tuple[int, str]] = []
    size = 0
    for name, part in parts:
        begin = lines[-1] if lines else 0
        first = part.lines[0] if part.lines else 1
        places.append((begin + 1, name))
        text = part.source if part.source.endswith("\n") else part.source + "\n"
        pictures += (
            replace(picture, at=picture.at + size, block=picture.block + len(blocks))
            for picture in part.pictures
        )
        blocks += (_moved(block, size) for block in part.blocks)
        cuts += (replace(cut, start=cut.start + size, end=cut.end + size) for cut in part.cuts)
        links += (replace(link, start=link.start + size, end=link.end + size) for link in part.links)
        own = part.lines[: text.count("\n")] or tuple(range(1, text.count("\n") + 1))
        lines += (begin + 1 + line - first for line in own)
        source.append(text)
        size += len(text)
    return Document(
        "".join(source),
        tuple(blocks),
        kind,
        meta,
        tuple(cuts),
        (*lines, lines[-1] if lines else 1),
        places=tuple(places),
        links=tuple(links),
        pictures=tuple(pictures),
    )


def _moved(block: Block, by: int) -> Block:
    runs = [Run(run.text, run.start + by, run.end + by, run.style) for run in block.text.runs]
    return replace(block, text=Text(runs), at=block.at + by)
