"""The account of a text that was made normal before it was read, moved back to the file's own text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from duologue.interview.account import dropped_of, verify_account
from duologue.interview.normal import INVISIBLE, applied, edits_of
from duologue.interview.text import Origin
from duologue.model import Account, Interview, Span


def normalised(text: str) -> tuple[str, Origin | None]:
    """The text in its normal form, and where it came from if that is another text."""
    edits = edits_of(text)
    if not edits:
        return text, None
    shifts = accumulate((len(edit.new) - edit.old for edit in edits), initial=0)
    places = tuple(edit.at + shift for edit, shift in zip(edits, shifts, strict=False))
    return applied(text, edits), Origin(text, tuple(edits), places)


def restored(interview: Interview, origin: Origin | None) -> Interview:
    """The interview with an account whose spans cover every character of the file's own text.

    Raises:
        SourceError: the account does not close.
    """
    account = interview.account
    if origin is None or account is None:
        return interview
    spans = [one for span in account.spans for one in _moved(span, origin)]
    line = spans[-1].line if spans else 1
    spans += _dropped(spans[-1].end if spans else 0, len(origin.text), line, INVISIBLE, origin)
    moved = Account(origin.text, tuple(spans), account.lines)
    made = replace(interview, account=moved, dropped=dropped_of(moved))
    verify_account(made)
    return made


def _place(at: int, origin: Origin) -> int:
    """Where in the file's text begins what begins at `at` of the normal one."""
    number = bisect_left(origin.places, at)
    if number == 0:
        return at
    edit = origin.edits[number - 1]
    return edit.at + edit.old + max(0, at - origin.places[number - 1] - len(edit.new))


def _moved(span: Span, origin: Origin) -> Iterator[Span]:
    if span.reason is not None:
        yield from _dropped(
            _place(span.start, origin), _place(span.end, origin), span.line, span.reason, origin
        )
    elif len(span.text) != span.end - span.start:
        yield Span(_place(span.start, origin), _place(span.end, origin), span.line, span.text, None)
    else:
        yield from _spoken(span, origin)


def _dropped(begin: int, end: int, line: int, reason: str, origin: Origin) -> Iterator[Span]:
    if end > begin:
        yield Span(begin, end, line, origin.text[begin:end], reason)


def _spoken(span: Span, origin: Origin) -> Iterator[Span]:
    """The pieces of a spoken span: as it stands, as an edit wrote it, or taken out by one."""
    at = span.start
    number = bisect_left(origin.places, at)
    if number and (end := origin.places[number - 1] + len(origin.edits[number - 1].new)) > at:
        # The span before it ends within the letters of one character: the rest of them has no source.
        place = _place(at, origin)
        yield Span(place, place, span.line, span.text[: end - at], None)
        at = min(end, span.end)
    while number < len(origin.edits) and origin.places[number] < span.end:
        edit, place = origin.edits[number], origin.places[number]
        if place > at:
            text = span.text[at - span.start : place - span.start]
            yield Span(edit.at - len(text), edit.at, span.line, text, None)
        at = min(span.end, place + len(edit.new))
        if edit.new:
            text = span.text[place - span.start : at - span.start]
            yield Span(edit.at, edit.at + edit.old, span.line, text, None)
        else:
            yield from _dropped(edit.at, edit.at + edit.old, span.line, INVISIBLE, origin)
        number += 1
    if at < span.end:
        begin = _place(span.end, origin) - (span.end - at)
        yield Span(begin, begin + span.end - at, span.line, span.text[at - span.start :], None)
