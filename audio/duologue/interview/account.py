# ruff: noqa: E501
"""spoken + dropped = source, to the character."""

from __future__ import annotations

from collections.abc import Iterator

from duologue.errors import SourceError
from duologue.interview.blocks import Cut, Document
from duologue.interview.text import Text
from duologue.model import Account, Dropped, Interview, Span

LAYOUT = "white space"


def build_account(document: Document, spoken: list[Text], cuts: list[Cut]) -> Account:
    """The spans of the whole source: what is spoken, and for the rest the reason that some cut gives."""
    ordered = sorted((cut for cut in cuts if cut.end > cut.start), key=lambda cut: (cut.start, cut.end))
    filler = _Filler(document, ordered)
    spans: list[Span] = []
    at = 0
    for run in (run for text in spoken for run in text.runs):
        if run.start > at:
            spans += filler.fill(at, run.start)
        spans.append(Span(run.start, run.end, document.line_of(run.start), run.text, None))
        at = max(at, run.end)
    spans += filler.fill(at, len(document.source))
    return Account(document.source, tuple(spans), document.lines)


class _Filler:
    """Gives reasons to what lies between spoken runs; called from left to right."""

    def __init__(self, document: Document, cuts: list[Cut]) -> None:
        self._document = document
        self._cuts = cuts
        self._next = 0
        self._open: list[Cut] = []

    def fill(self, begin: int, end: int) -> Iterator[Span]:
        """The spans of `source[begin:end]`."""
        at = begin
        while at < end:
            while self._next < len(self._cuts) and self._cuts[self._next].start <= at:
                self._open.append(self._cuts[self._next])
                self._next += 1
            if self._open:
                self._open = [cut for cut in self._open if cut.end > at]
            stop = min(end, self._cuts[self._next].start) if self._next < len(self._cuts) else end
            if self._open:
                cut = self._open[0]
                stop = min(end, cut.end)
                yield self._span(at, stop, cut.reason)
            else:
                yield self._span(at, stop, "markup")
            at = stop

    def _span(self, begin: int, end: int, reason: str) -> Span:
        text = self._document.source[begin:end]
        if not text.strip():
            return Span(begin, end, self._document.line_of(begin), text, LAYOUT)
        lead = len(text) - len(text.lstrip())
        return Span(begin, end, self._document.line_of(begin + lead), text, reason)


def dropped_of(account: Account) -> tuple[Dropped, ...]:
    """The dropped stretches that hold more than white space."""
    return tuple(
        Dropped(span.line, span.reason, span.text.strip())
        for span in account.spans
        if span.reason is not None and span.reason != LAYOUT
    )


def verify_account(interview: Interview) -> None:
    """Proves that nothing was lost: spoken + dropped = source.

    The spans cover the source without gap or overlap; dropped spans are the source itself; the spoken ones
    together are the section titles and paragraphs in order, to the character.

    Raises:
        SourceError: the account does not close; the first line where it fails is named.
    """
    account = interview.account
    if account is None:
        return
    at = 0
    for span in account.spans:
        if span.start != at or span.end < span.start:
            raise SourceError(
                f"line {span.line}: the text account does not close at {span.start} (expected {at})."
            )
        if span.reason is not None and span.text != account.source[span.start : span.end]:
            raise SourceError(f"line {span.line}: a dropped stretch is not the source's text.")
        at = span.end
    if at != len(account.source):
        raise SourceError(f"the text account stops at character {at} of {len(account.source)}.")
    said = "".join(span.text for span in account.spans if span.reason is None)
    kept = "".join(_kept(interview))
    if said != kept:
        wrong = next(
            (i for i, (a, b) in enumerate(zip(said, kept, strict=False)) if a != b), min(len(said), len(kept))
        )
        raise SourceError(
            f"the text account does not close: spoken text differs near “{kept[max(0, wrong - 20) : wrong + 20]}”."
        )
    if sum(1 for span in account.spans if span.reason not in (None, LAYOUT)) != len(interview.dropped):
        raise SourceError("the list of dropped text is not the account's.")


def _kept(interview: Interview) -> Iterator[str]:
    for section in interview.sections:
        yield section.title or ""
        for turn in section.turns:
            for paragraph in turn.paragraphs:
                yield paragraph.text
