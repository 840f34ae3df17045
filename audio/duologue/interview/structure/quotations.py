"""Quotations in the body: pull quotes repeat what is said, unless the quotation itself is the answer."""

from __future__ import annotations

from duologue.interview.blocks import Kind
from duologue.interview.structure.bearings import Bearings
from duologue.interview.structure.units import Unit
from duologue.interview.structure.unnamed import ANSWERER, ASKER

_LONGEST = 200
"""Characters of a pull quote that does not begin with a quotation mark."""
_AROUND = 200
"""Units that are looked at for what else answers."""


def is_pulled(bearings: Bearings, number: int, speaker: str | None) -> bool:
    """Whether a quoted unit is a pull quote.

    Args:
        bearings: all units.
        number: the unit's.
        speaker: who spoke before it.
    """
    unit, style = bearings.units[number], bearings.style
    if style is not None and style.name == "quote":
        return False
    answering = style is not None and speaker in (ASKER, ANSWERER)
    if answering and all(one.block.quote for one in _answer_around(bearings, number)):
        return False
    return len(unit.string) <= _LONGEST or unit.string[0] in '“"「『'


def _answer_around(bearings: Bearings, number: int) -> list[Unit]:
    """What stands between the question before and the next mark."""
    units, is_mark = bearings.units, bearings.is_mark
    begin = number
    while begin and number - begin < _AROUND and not is_mark(units[begin - 1]):
        begin -= 1
    end = number + 1
    while end < len(units) and not is_mark(units[end]) and end - begin < _AROUND:
        end += 1
    kinds = (Kind.PARAGRAPH, Kind.CUE)
    return [one for one in units[begin:end] if one.block.kind in kinds and one.string]
