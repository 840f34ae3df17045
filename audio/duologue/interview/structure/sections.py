"""Which lines without a label name a section: short bold lines, numbered titles, numbers above a title."""

from __future__ import annotations

from duologue.interview.blocks import Kind
from duologue.interview.structure.bearings import Bearings
from duologue.interview.structure.titles import titled
from duologue.interview.words import NUMBER_ONLY, TITLE_NUMBER

MARKS = "▍▌▎█■◆◼◾"
"""What sites set before a section's title."""


def is_number(bearings: Bearings, number: int) -> bool:
    """Whether a unit is the number above a section's title: ``**01**``."""
    string = bearings.units[number].string
    if len(string) > 16 or not NUMBER_ONLY.match(string):
        return False
    following = bearings.next(number)
    return following is not None and following.name is None


def among_bold_questions(bearings: Bearings, number: int) -> bool:
    """Whether a bold line before a bold question is a title rather than a question."""
    if bearings.style is None or bearings.style.name != "bold" or not titled(bearings.units[number].string):
        return False
    following = bearings.next(number)
    return following is not None and bearings.is_question(following)


def names_section(bearings: Bearings, number: int) -> bool:
    """Whether a short bold line is a section's title: a label or a question follows it, or it is numbered."""
    unit = bearings.units[number]
    set_apart = (
        _ruled(bearings, number) if unit.block.item else unit.bold or unit.string.startswith(tuple(MARKS))
    )
    if not set_apart or not _title_line(bearings, number):
        return False
    if number == 0 or (bearings.title_unit is None and number < 2):
        return False
    for following in bearings.units[number + 1 : number + 8]:
        if following.block.kind in (Kind.IMAGE, Kind.RULE):
            continue
        if bearings.is_mark(following):
            return True
        if not following.bold or not titled(following.string):
            return bool(TITLE_NUMBER.match(unit.string)) or after_number(bearings, number)
    return False


def _ruled(bearings: Bearings, number: int) -> bool:
    """Whether a numbered line has a rule right under it: ``1. Title`` above dashes."""
    unit, after = bearings.units[number], bearings.units[number + 1 : number + 2]
    alone = unit.block.item == 1 and unit.block.ordered and unit.block.first
    return alone and bool(after) and after[0].block.kind is Kind.RULE


def _title_line(bearings: Bearings, number: int) -> bool:
    """A title, or the first line of one that is set in two and broken after a comma."""
    string = bearings.units[number].string
    if titled(string):
        return True
    following = bearings.next(number)
    return (
        string.endswith(("，", ",", "、"))
        and titled(string[:-1])
        and following is not None
        and following.name is None
        and following.bold
        and titled(following.string)
    )


def after_number(bearings: Bearings, number: int) -> bool:
    """Whether a title's number stands on the line before: ``**01**``."""
    return bool(NUMBER_ONLY.match(bearings.units[number - 1].string))
