"""Some sections of an interview alone, with its text account still closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from duologue.interview.account import dropped_of
from duologue.model import Account, Interview, Span

NOT_WANTED = "in a section that was not asked for"


def only_sections(interview: Interview, wanted: Collection[int]) -> Interview:
    """The interview with the sections at these places (from 0) alone.

    What the others say counts as dropped.
    """
    sections = tuple(section for place, section in enumerate(interview.sections) if place in wanted)
    if interview.account is None:
        return replace(interview, sections=sections)
    account = Account(interview.account.source, tuple(_spans(interview, interview.account, wanted)))
    return replace(interview, sections=sections, account=account, dropped=dropped_of(account))


def _spans(interview: Interview, account: Account, wanted: Collection[int]) -> Iterator[Span]:
    """The account's spans; those that spell an unwanted section's title and paragraphs are dropped."""
    lengths = [
        len(section.title or "") + sum(len(p.text) for turn in section.turns for p in turn.paragraphs)
        for section in interview.sections
    ]
    place = 0
    for span in account.spans:
        if span.reason is not None:
            yield span
            continue
        while place < len(lengths) and not lengths[place]:
            place += 1
        lengths[place] -= len(span.text)
        if place in wanted:
            yield span
        else:
            yield Span(span.start, span.end, span.line, account.source[span.start : span.end], NOT_WANTED)
