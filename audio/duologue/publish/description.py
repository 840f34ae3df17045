"""The notes of an episode as a feed holds them: once, and no longer than directories take (PSP-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duologue.programme.contents.notes import Block, Bullets, Lines, Links, NoteHeading, NoteText, blocks
from duologue.programme.manifest import Manifest
from duologue.publish.document import rendered

LIMIT_BYTES = 4000
_LEAST_LINES = 3
"""Players take no fewer times for chapters."""
_LEAST_TEXT = 80
"""Characters to which a paragraph is cut at most."""


@dataclass(frozen=True, slots=True)
class Description:
    """What an item says of its episode, in HTML.

    Attributes:
        short: within the limit.
        whole: all of it; None where `short` is that.
    """

    short: str
    whole: str | None


def description_of(manifest: Manifest) -> Description:
    """The notes, and where they are too long, also a shorter form of them.

    In the shorter form the longest list loses its last entries first, then the longest paragraph its end.
    That the voices are synthetic always stays.
    """
    made = list(blocks(manifest))
    whole = _html(made)
    if len(whole.encode()) <= LIMIT_BYTES:
        return Description(whole, None)
    stays = NoteText(manifest.disclosure.comment)
    while len((short := _html(made)).encode()) > LIMIT_BYTES:
        made = _shorter(made, stays)
    return Description(short, whole)


def _html(made: Sequence[Block]) -> str:
    return rendered("notes.html", blocks=tuple(made)).strip()


def _shorter(made: Sequence[Block], stays: Block) -> list[Block]:
    """The blocks with a little less in one of them."""
    lists = [block for block in made if isinstance(block, Bullets | Lines | Links)]
    if lists:
        longest = max(lists, key=lambda block: len(_html([block]).encode()))
        return _replaced(made, longest, _without_last(longest))
    texts = [block for block in made if isinstance(block, NoteText) and block != stays]
    longest_text = max(texts, key=lambda block: len(block.text), default=None)
    if longest_text is None or len(longest_text.text) <= _LEAST_TEXT:
        return [stays]
    return _replaced(made, longest_text, NoteText(_cut(longest_text.text)))


def _without_last(block: Bullets | Lines | Links) -> Block | None:
    """A list without an eighth of it, or its last entry; None for nothing worth showing."""
    count = len(block.links if isinstance(block, Links) else block.items)
    left = count - max(1, count // 8)
    if left < (_LEAST_LINES if isinstance(block, Lines) else 1):
        return None
    if isinstance(block, Links):
        return replace(block, links=block.links[:left])
    return replace(block, items=block.items[:left])


def _replaced(made: Sequence[Block], old: Block, new: Block | None) -> list[Block]:
    """The blocks with one for another; a heading of nothing goes with it."""
    out: list[Block] = []
    for block in made:
        if block is not old:
            out.append(block)
        elif new is not None:
            out.append(new)
        elif out and isinstance(out[-1], NoteHeading):
            out.pop()
    return out


def _cut(text: str) -> str:
    """Three quarters of a text, to the end of a word where words are parted."""
    kept = text[: len(text) * 3 // 4].rstrip("…")
    head, space, _ = kept.rpartition(" ")
    return f"{(head if space and len(head) > len(kept) // 2 else kept).rstrip()}…"
