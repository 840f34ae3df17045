"""Which stretch of the source each cue says: the way from a transcript back to the article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from duologue.model import Account, Interview
from duologue.programme.manifest import CueEntry


def with_source(interview: Interview, cues: Iterable[CueEntry]) -> Iterator[CueEntry]:
    """The cues, each of speech with its stretch of the source: begin and end, in characters.

    Args:
        interview: with its account; without one, the cues stay as they are.
        cues: all of the programme, in time order.
    """
    if interview.account is None:
        yield from cues
        return
    places, turns = _Places(interview.account), interview.turns()
    starts = _starts(interview)
    at, here = 0, (-1, -1)
    for cue in cues:
        if cue.turn < 0 or cue.kind != "speech":
            yield cue
            continue
        if here != (cue.turn, cue.paragraph):
            at, here = 0, (cue.turn, cue.paragraph)
        begin = max(at, turns[cue.turn].paragraphs[cue.paragraph].text.find(cue.text, at))
        at = begin + len(cue.text)
        first = starts[here]
        yield cue.model_copy(
            update={"source": (places.of(first + begin), places.of(first + at - 1, end=True))}
        )


def _starts(interview: Interview) -> dict[tuple[int, int], int]:
    """Where each paragraph begins among all that is spoken, by turn and paragraph."""
    found: dict[tuple[int, int], int] = {}
    at = turn = 0
    for section in interview.sections:
        at += len(section.title or "")
        for each in section.turns:
            for number, paragraph in enumerate(each.paragraphs):
                found[turn, number] = at
                at += len(paragraph.text)
            turn += 1
    return found


class _Places:
    """Places in the source of what is spoken."""

    def __init__(self, account: Account) -> None:
        self._spans = [span for span in account.spans if span.reason is None and span.text]
        self._starts: list[int] = []
        at = 0
        for span in self._spans:
            self._starts.append(at)
            at += len(span.text)

    def of(self, spoken: int, *, end: bool = False) -> int:
        """Where the spoken character with this number begins, or ends, in the source."""
        number = bisect_right(self._starts, spoken) - 1
        span, offset = self._spans[number], spoken - self._starts[number]
        if len(span.text) == span.end - span.start:
            return span.start + offset + end
        return span.end if end else span.start
