"""Walks over a written text once and writes down its spoken form with the alignment of the two."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duologue.errors import UsageError
from duologue.speech.lexicon import Entry, Lexicon, reading
from duologue.speech.pronunciation import Pronunciation
from duologue.speech.spoken.form import SpokenForm, SpokenSpan

if TYPE_CHECKING:
    from duologue.model import Pause, Reading

Say = Callable[[re.Match[str]], str | None]
"""What a match is said as; None if the rule does not apply here after all."""

ENDLESS = re.compile(r"\d[\d,]{999,}")
"""Figures that are no number: each language's first rule says them one by one, no other reaches into them.
Python makes no number of 4300 digits.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A class of written forms: `pattern` finds it, `say` says it.

    Attributes:
        pattern: finds the written form, at a position.
        say: its spoken form.
        doubt: what a person should look at when it applied; ``{}`` stands for what was written.
    """

    pattern: re.Pattern[str]
    say: Say
    doubt: str | None = None


def rule(pattern: str, say: Say, doubt: str | None = None) -> Rule:
    """The rule that what `pattern` finds is said by `say`."""
    return Rule(re.compile(pattern), say, doubt)


def fixed(text: str) -> Say:
    """Says `text`, whatever was found."""
    return lambda _: text


@dataclass(frozen=True, slots=True)
class _Piece:
    written_start: int
    written_end: int
    text: str
    verbatim: bool = False
    pronunciation: Pronunciation | None = None
    pause_ms: int = 0


def compose(
    written: str,
    lexicon: Lexicon,
    cues: Sequence[Pause | Reading],
    rules: Sequence[Rule],
    plain: re.Pattern[str],
    join: Callable[[str, str], str],
) -> SpokenForm:
    """The spoken form of `written`.

    Args:
        written: the text of an utterance.
        lexicon: entries that come before the rules.
        cues: pauses and readings; they come before everything.
        rules: tried in order at every position that `plain` does not take.
        plain: characters that are said as they are; lexicon entries may begin in them.
        join: what stands between two stretches (the text so far, the next text): a space or nothing.
    """
    readings, pauses = _by_place(cues)
    endless = (match.start() for match in ENDLESS.finditer(written))
    stops = sorted({*readings, *pauses, *endless, len(written)})
    doubts: list[str] = []

    def say_text(text: str) -> str:
        """A respelling goes through the same rules, without the lexicon (an entry may say its own name)."""
        return compose(text, Lexicon(), (), rules, plain, join).text

    pieces: list[_Piece] = []
    position = 0
    while position <= len(written):
        if position in pauses:
            pieces.append(_Piece(position, position, "", pause_ms=pauses[position]))
        if position == len(written):
            break
        if (respelling := readings.get(position)) and respelling.end > position:
            entry = _reading(respelling)
            said = say_text(entry.said(written[position : respelling.end]))
            pieces.append(_Piece(position, respelling.end, said, pronunciation=entry.pronunciation))
            position = respelling.end
            continue
        stop = next(stop for stop in stops if stop > position)
        if (entry_found := lexicon.find(written, position)) and position + len(entry_found.written) <= stop:
            said = say_text(entry_found.said(entry_found.written))
            end = position + len(entry_found.written)
            pieces.append(_Piece(position, end, said, pronunciation=entry_found.pronunciation))
            position = end
            continue
        if plain_match := plain.match(written, position):
            end = min(plain_match.end(), stop)
            pieces.append(_Piece(position, end, written[position:end], verbatim=True))
            position = end
            continue
        piece = _apply(written, position, stop, rules, doubts)
        pieces.append(piece)
        position = piece.written_end
    return _assemble(written, pieces, join, tuple(dict.fromkeys(doubts)))


def _by_place(cues: Sequence[Pause | Reading]) -> tuple[dict[int, Reading], dict[int, int]]:
    """Readings by where they begin, and milliseconds of pause by where they are."""
    readings: dict[int, Reading] = {}
    pauses: dict[int, int] = {}
    if cues:
        from duologue.model import Reading

        for cue in cues:
            if isinstance(cue, Reading):
                readings[cue.start] = cue
            else:
                pauses[cue.at] = pauses.get(cue.at, 0) + cue.milliseconds
    return readings, pauses


def _reading(cue: Reading) -> Entry:
    try:
        return reading(cue.say)
    except ValueError as error:
        raise UsageError(f"the reading {cue.say!r} cannot be said: {error}") from None


def _apply(written: str, position: int, stop: int, rules: Sequence[Rule], doubts: list[str]) -> _Piece:
    """What the first rule that applies makes of the text at `position`."""
    for rule in rules:
        match = rule.pattern.match(written, position)
        if match is None or match.end() == position or match.end() > stop:
            continue
        said = rule.say(match)
        if said is None:
            continue
        if rule.doubt:
            doubts.append(rule.doubt.format(match.group()))
        return _Piece(position, match.end(), said, verbatim=said == match.group())
    return _Piece(position, position + 1, written[position], verbatim=True)


def _assemble(
    written: str, pieces: Sequence[_Piece], join: Callable[[str, str], str], doubts: tuple[str, ...]
) -> SpokenForm:
    """Texts and spans of the pieces; verbatim neighbours become one span."""
    parts: list[str] = []
    spans: list[SpokenSpan] = []
    length = 0
    tail = ""
    for piece in pieces:
        text = piece.text
        between = join(tail, text) if text and tail else ""
        if between:
            spans.append(SpokenSpan(piece.written_start, piece.written_start, length, length + len(between)))
            parts.append(between)
            length += len(between)
        span = SpokenSpan(
            piece.written_start,
            piece.written_end,
            length,
            length + len(text),
            piece.verbatim,
            piece.pronunciation,
            piece.pause_ms,
        )
        previous = spans[-1] if spans else None
        if previous and previous.verbatim and span.verbatim:
            spans[-1] = SpokenSpan(previous.written_start, span.written_end, previous.start, span.end, True)
        else:
            spans.append(span)
        parts.append(text)
        length += len(text)
        if text:
            tail = text[-1]
    return SpokenForm(written, "".join(parts), tuple(spans), doubts)
