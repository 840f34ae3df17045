"""Cards beside an article's text: ``:::tip … :::`` of site generators and ``> [!NOTE]`` of code hosts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from duologue.interview.blocks import Block

_NAMES = "tip|info|note|warning|danger|caution|important|details|abstract|success|failure|hint"
_OPENS = re.compile(rf"\s{{0,3}}:{{3,5}}\s?(?:{_NAMES})\b", re.IGNORECASE)
_CLOSES = re.compile(r"(?:^|\n)\s{0,3}:{3,5}\s{0,3}$")
_ALERT = re.compile(rf"\s{{0,3}}\[!(?:{_NAMES})\]", re.IGNORECASE)
_LONGEST = 12
"""Blocks of a card; what is never closed is none."""


def without_cards(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those of a card marked as not spoken."""
    card: list[Block] = []
    alert = False
    for block in blocks:
        string = block.text.string
        alert = block.quote > 0 and (alert or _ALERT.match(string) is not None)
        if alert:
            yield replace(block, drop="card")
        elif not card and not _OPENS.match(string):
            yield block
        elif _CLOSES.search(string):
            yield from (replace(one, drop="card") for one in (*card, block))
            card = []
        else:
            card.append(block)
            if len(card) > _LONGEST:
                yield from card
                card = []
    yield from card
