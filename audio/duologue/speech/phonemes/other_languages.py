"""Languages whose front end lies in their folder: what it is asked, and its sounds with the marks between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duologue.errors import EngineError, UsageError
from duologue.languages.front_ends import FrontEnd, front_end
from duologue.languages.tags import language_name
from duologue.speech.phonemes.alphabet import only_known
from duologue.speech.phonemes.chunks import Atom
from duologue.speech.phonemes.stretches import MARKS, pause_behind, sound, stretches, with_mark
from duologue.speech.spoken import SpokenForm

_BETWEEN_CLAUSES = re.compile(
    r"\.{2,}|\.(?=[\s\"”»’)\]]|$)|[,:](?!\d)|[;!?…—()\[\]\n，、。！？；：（）。॥]|(?<=\s)[–-](?=\s)"
    r"|[^\w\s'’&+%@#°.,:\-\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u200c\u200d]"
)
"""A mark, or a sign that is not heard (quotation marks, ¿); marks within words and figures are none."""


def reader(language: str) -> FrontEnd:
    """The front end of a language's folder.

    Raises:
        UsageError: the language has none.
        EngineError: what it needs is not installed.
    """
    found = front_end(language)
    if found is None:
        raise UsageError(f"the offline voice does not speak {language_name(language)}")
    if lacking := found.lacking():
        raise EngineError(f"the offline voice cannot read {language_name(language)} here: {lacking}")
    return found


def utterance(form: SpokenForm, language: str) -> Iterator[Atom]:
    """The words of an utterance with the marks behind them, and the pauses of the script.

    Raises:
        UsageError, EngineError: as `reader`.
    """
    read = reader(language)
    pending: list[Atom] = []
    for start, end, span in stretches(form):
        if span is not None and span.pause_ms:
            pause_behind(pending, span.pause_ms)
        elif span is not None and span.pronunciation:
            pending.append(Atom(f"{sound(span.pronunciation)} ", start, end))
        else:
            for atom in _words_and_marks(read, form.text, start, end, language):
                if atom.phonemes:
                    pending.append(atom)
                elif pending:
                    pending[-1] = with_mark(pending[-1], atom)
    yield from pending


def readings(form: SpokenForm, language: str) -> Iterator[tuple[str, str]]:
    """Each word, or words that are said as one, with how it is said.

    Raises:
        UsageError, EngineError: as `reader`.
    """
    for atom in utterance(form, language):
        word = form.text[atom.text_start : atom.text_end].strip(' ,.;:!?…—"“”«»()')
        yield word, atom.phonemes.strip(" ,.;:!?…—")


def _words_and_marks(read: FrontEnd, text: str, start: int, end: int, language: str) -> Iterator[Atom]:
    """What is between `start` and `end`; a mark has no phonemes."""
    at = start
    for match in _BETWEEN_CLAUSES.finditer(text, start, end):
        yield from _clause(read, text, at, match.start(), language)
        sign = match.group()
        mark = "…" if len(sign) > 1 else "—" if sign in "–-" else MARKS.get(sign)
        if mark:
            yield Atom("", match.start(), match.end(), mark)
        at = match.end()
    yield from _clause(read, text, at, end, language)


def _clause(read: FrontEnd, text: str, start: int, end: int, language: str) -> Iterator[Atom]:
    clause = text[start:end].strip()
    start += text[start:end].find(clause)
    if not any(map(str.isalnum, clause)):
        return
    for said in read.sounds(clause, language):
        if phonemes := only_known(said.phonemes):
            yield Atom(f"{phonemes} ", start + said.start, start + said.end)
