"""An English utterance: its words as phonemes, with the marks behind them and the pauses of the script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duologue.speech.phonemes.alphabet import only_known
from duologue.speech.phonemes.chunks import Atom
from duologue.speech.phonemes.english import english_words, plain_letters
from duologue.speech.phonemes.stretches import MARKS, pause_behind, sound, stretches, with_mark
from duologue.speech.spoken import SpokenForm


def utterance(form: SpokenForm, british: bool) -> Iterator[Atom]:
    """Words with their punctuation, of an English utterance; a sentence is read as a whole."""
    pending: list[Atom] = []
    for start, end, span in stretches(form):
        if span is not None and span.pause_ms:
            pause_behind(pending, span.pause_ms)
            continue
        if span is not None and span.pronunciation:
            if (
                start
                and form.text[start - 1].isspace()
                and pending
                and not pending[-1].phonemes.endswith(" ")
            ):
                pending[-1] = replace(pending[-1], phonemes=pending[-1].phonemes + " ")
            space = " " if end < len(form.text) and form.text[end].isspace() else ""
            pending.append(Atom(sound(span.pronunciation) + space, start, end))
            continue
        for match in re.finditer(r".+?(?:[.!?…]+[\"”’)]*(?=\s|$)\s*|\n+|$)", form.text[start:end], re.DOTALL):
            for atom in _sentence(form.text, start + match.start(), start + match.end(), british):
                if atom.ends and not atom.phonemes.strip() and pending:
                    pending[-1] = with_mark(pending[-1], atom)
                elif any(c.isalpha() for c in atom.phonemes):
                    pending.append(atom)
                elif pending and atom.phonemes.isspace() and not pending[-1].phonemes.endswith(" "):
                    last = pending[-1]
                    pending[-1] = Atom(
                        last.phonemes + " ", last.text_start, atom.text_end, last.ends, last.pause_ms
                    )
    yield from pending


def readings(form: SpokenForm, british: bool) -> Iterator[tuple[str, str]]:
    """The words of an English utterance with their phonemes."""
    for atom in utterance(form, british):
        if any(c.isalpha() for c in atom.phonemes):
            word = form.text[atom.text_start : atom.text_end].strip(' ,.;:!?…—"“”()')
            yield word, atom.phonemes.strip(" ,.;:!?…—")


def _sentence(text: str, start: int, end: int, british: bool) -> Iterator[Atom]:
    """The words of one sentence, found again in the text; marks have no phonemes."""
    at = start
    letters = plain_letters(text)
    lead = len(text[start:end]) - len(text[start:end].lstrip())
    if lead:
        yield Atom(" ", start, start + lead)
    for word, phonemes in english_words(text[start:end].strip(), british):
        bare = word.strip()
        found = letters.find(bare, at, end) if bare else -1
        at = found + len(bare) if found >= 0 else at
        begin = found if found >= 0 else at
        if bare and not any(c.isalnum() for c in bare):
            mark = next((MARKS[c] for c in bare if c in MARKS), "")
            if mark:
                yield Atom("", begin, at, mark)
        else:
            yield Atom(only_known(phonemes), begin, at)
    if "\n" in text[at:end]:
        yield Atom("", at, end, ".")
