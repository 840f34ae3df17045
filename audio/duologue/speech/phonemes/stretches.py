"""What every language's words have in common: fixed pronunciations, pauses, and marks behind words."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from duologue.speech.phonemes.chunks import Atom
from duologue.speech.pronunciation import Notation, Pronunciation
from duologue.speech.spoken import SpokenForm, SpokenSpan
from duologue.speech.syllables import syllable_phonemes

MARKS = {
    "，": ",", "、": ",", "。": ".", "．": ".", "！": "!", "？": "?", "；": ";", "：": ":", "…": "…", "—": "—", "（": ",",
    "）": ",", "(": ",", ")": ",", "\n": ".", "[": ",", "]": ",", "【": ",", "】": ",", ",": ",", ".": ".", "!": "!",
    "?": "?", ";": ";", ":": ":", "।": ".", "॥": ".",
}  # fmt: skip
"""Marks that are heard, and what the offline voice's alphabet calls them."""
_RANK = {mark: rank for rank, mark in enumerate(",—:;….!?", 1)}


def stretches(form: SpokenForm) -> Iterator[tuple[int, int, SpokenSpan | None]]:
    """The spoken text between fixed pronunciations and pauses, and those themselves."""
    start = 0
    for span in form.spans:
        if span.pronunciation or span.pause_ms:
            if span.start > start:
                yield start, span.start, None
            yield span.start, span.end, span
            start = span.end
    if start < len(form.text):
        yield start, len(form.text), None


def sound(pronunciation: Pronunciation) -> str:
    """A fixed pronunciation in the model's alphabet."""
    if pronunciation.notation is Notation.PINYIN:
        return "".join(map(syllable_phonemes, pronunciation.syllables))
    return pronunciation.value


def with_mark(word: Atom, mark: Atom) -> Atom:
    """The word with a punctuation mark behind it; of several the strongest stays."""
    if word.ends and _RANK[word.ends] >= _RANK[mark.ends]:
        return Atom(word.phonemes, word.text_start, mark.text_end, word.ends, word.pause_ms)
    base = word.phonemes.rstrip(" ,.;:!?—…")
    return Atom(f"{base}{mark.ends} ", word.text_start, mark.text_end, mark.ends, word.pause_ms)


def pause_behind(atoms: list[Atom], pause_ms: int) -> None:
    """Adds a pause of the script to the last atom; one before the first word belongs to the whole take."""
    if atoms:
        atoms[-1] = replace(atoms[-1], pause_ms=atoms[-1].pause_ms + pause_ms)


def leading_mark(text: str) -> str:
    """The strongest mark before the first word of a text; empty for none."""
    before = itertools.takewhile(lambda character: not character.isalnum(), text)
    return max((MARKS[sign] for sign in before if sign in MARKS), key=_RANK.__getitem__, default="")
