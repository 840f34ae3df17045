"""Phrasing: which stretches of an utterance go through the model in one call.

Short sentences are joined, so that the model hears a paragraph's melody; long ones are divided at the ends
of clauses, and only a clause that is itself too long between two words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duologue.speech.phonemes.alphabet import LONGEST

JOIN = 100
"""Sentences are joined while together they have at most so many phonemes."""
SHORT = 24
"""A sentence as short as this sounds cut off alone; it is joined wherever the pace allows."""
PACE = 200
"""A longer sentence is divided: beyond it the model hurries."""
_SENTENCE = ".!?…"
_CLAUSE = ",;:—"
_PAUSES_MS = {".": 340, "!": 340, "?": 380, "…": 420, ";": 260, ":": 240, "—": 240, ",": 160, "": 20}


@dataclass(frozen=True, slots=True)
class Atom:
    """A word with the punctuation behind it; `text_end` is where it ends in the spoken text."""

    phonemes: str
    text_start: int
    text_end: int
    ends: str = ""
    pause_ms: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """What the model says in one call.

    Attributes:
        phonemes: in the model's alphabet, at most 500.
        written_start: first character of the written text it says.
        written_end: behind the last one.
        pause_ms: silence behind it, before the next chunk.
        ends: the punctuation it ends with, in the model's alphabet; empty where a long clause was divided.
    """

    phonemes: str
    written_start: int
    written_end: int
    pause_ms: int
    ends: str


def group(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """The atoms in chunks."""
    groups: list[list[Atom]] = []
    for sentence in _sentences(atoms):
        parts = _divide(sentence)
        joinable = (
            groups
            and not groups[-1][-1].pause_ms
            and len(parts) == 1
            and _size(groups[-1]) + _size(parts[0]) <= _room(groups[-1], parts[0])
        )
        if joinable:
            groups[-1] += parts[0]
        else:
            groups += parts
    return groups


def _room(before: Sequence[Atom], after: Sequence[Atom]) -> int:
    """How many phonemes the two may have together."""
    return JOIN if min(_size(before), _size(after)) >= SHORT else PACE


def pause_after(atoms: Sequence[Atom]) -> int:
    """Milliseconds of silence behind a chunk: what its punctuation asks for, or the script."""
    last = atoms[-1]
    return max(_PAUSES_MS[last.ends], last.pause_ms)


def _size(atoms: Sequence[Atom]) -> int:
    return sum(len(atom.phonemes) for atom in atoms)


def _sentences(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Cut behind every sentence end and every pause that the script asks for."""
    sentences: list[list[Atom]] = [[]]
    for atom in atoms:
        sentences[-1].append(atom)
        if (atom.ends and atom.ends in _SENTENCE) or atom.pause_ms:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _divide(sentence: list[Atom]) -> list[list[Atom]]:
    """A sentence in parts of about equal length, none longer than `PACE` where its clauses allow it."""
    if _size(sentence) <= PACE:
        return [sentence]
    best = _best_cut(sentence)
    if best is None:
        return [sentence]
    return [*_divide(sentence[:best]), *_divide(sentence[best:])]


def _best_cut(sentence: list[Atom]) -> int | None:
    """Where to cut: the clause end nearest the middle, or between words where the limit asks for it."""
    total = _size(sentence)
    so_far = 0
    clause: tuple[int, int] | None = None
    word: tuple[int, int] | None = None
    for index, atom in enumerate(sentence[:-1], 1):
        so_far += len(atom.phonemes)
        distance = abs(2 * so_far - total)
        if atom.ends and atom.ends in _CLAUSE and min(so_far, total - so_far) >= 25:
            # A semicolon or colon is worth a less even cut.
            weight = distance - (60 if atom.ends in ";:" else 0)
            clause = min(clause or (weight, index), (weight, index))
        word = min(word or (distance, index), (distance, index))
    if clause:
        return clause[1]
    return word[1] if word and total > LONGEST * 3 // 5 else None
