"""A Mandarin utterance: its words as phonemes, with the marks behind them and the pauses of the script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duologue.speech.phonemes.chunks import Atom
from duologue.speech.phonemes.english import english_insert, with_mandarin_sounds
from duologue.speech.phonemes.mandarin import words_in
from duologue.speech.phonemes.stretches import MARKS, pause_behind, sound, stretches, with_mark
from duologue.speech.pronunciation import Notation
from duologue.speech.spoken import SpokenForm

HAN = "\u3400-\u9fff\u3007\U00020000-\U0002ffff"
_PIECES = re.compile(
    rf"[{HAN}]+|[^\W_{HAN}]+(?:['’-][^\W_{HAN}]+)*(?: +[^\W_{HAN}]+(?:['’-][^\W_{HAN}]+)*)*|\s+|."
)


def utterance(form: SpokenForm) -> Iterator[Atom]:
    """Words with the punctuation behind them, and the pauses of the script, of a Mandarin utterance."""
    pending: list[Atom] = []
    for start, end, span in stretches(form):
        if span is not None and span.pause_ms:
            pause_behind(pending, span.pause_ms)
            continue
        if span is not None and span.pronunciation:
            said = sound(span.pronunciation)
            if span.pronunciation.notation is Notation.IPA:
                said = with_mandarin_sounds(said)
            pending.append(Atom(f"{said} ", start, end))
            continue
        for atom in _words_and_marks(form.text, start, end):
            if atom.ends and not atom.phonemes and pending:
                pending[-1] = with_mark(pending[-1], atom)
            elif atom.phonemes:
                pending.append(atom)
    yield from pending


def readings(form: SpokenForm) -> Iterator[tuple[str, str]]:
    """The words of an utterance: pinyin with tone numbers before sandhi; what is no Mandarin, as phonemes."""
    for start, end, span in stretches(form):
        if span is not None and span.pause_ms:
            continue
        if span is not None and span.pronunciation:
            yield form.text[start:end], span.pronunciation.value
            continue
        for match in _PIECES.finditer(form.text, start, end):
            piece = match.group()
            if re.match(f"[{HAN}]", piece):
                words = words_in(form.text, match.start(), match.end())
                yield from ((word.text, " ".join(word.readings)) for word in words if word.readings)
            elif piece[0].isalnum():
                yield from ((word, english_insert(word)) for word in piece.split())


def _words_and_marks(text: str, start: int, end: int) -> Iterator[Atom]:
    for match in _PIECES.finditer(text, start, end):
        piece = match.group()
        if re.match(f"[{HAN}]", piece):
            at = match.start()
            for word in words_in(text, match.start(), match.end()):
                if word.syllables:
                    yield Atom(word.phonemes + " ", at, at + len(word.text))
                at += len(word.text)
        elif piece[0].isalnum():
            at = match.start()
            for word_match in re.finditer(r"\S+\s*", piece):
                yield Atom(
                    english_insert(word_match.group().strip()) + " ",
                    at + word_match.start(),
                    at + word_match.end(),
                )
        elif piece in MARKS:
            if piece == "." and match.end() < end and text[match.end()].isalnum():
                continue
            yield Atom("", match.start(), match.end(), MARKS[piece])
