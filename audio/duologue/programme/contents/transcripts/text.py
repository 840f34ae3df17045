"""Cues put together again to what a reader reads: one paragraph after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from duologue.programme.contents.linebreak import is_unspaced
from duologue.programme.contents.transcripts.cue import TranscriptCue


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of one speaker, with its cues. `opens` marks the first after another speaker or turn."""

    speaker: str
    opens: bool
    cues: tuple[TranscriptCue, ...]

    @property
    def text(self) -> str:
        """The paragraph as written."""
        return joined(cue.text for cue in self.cues)


def joined(sentences: Iterator[str]) -> str:
    """Sentences in a row; Chinese and Japanese ones without a space between."""
    text = ""
    for sentence in sentences:
        sentence = sentence.strip()
        text += between(text, sentence) + sentence
    return text


def between(before: str, after: str) -> str:
    """What stands between two sentences: a space, or nothing beside a Chinese or Japanese character."""
    return "" if not before or not after or is_unspaced(before[-1]) or is_unspaced(after[0]) else " "


def passages(cues: Sequence[TranscriptCue]) -> Iterator[Passage]:
    """The paragraphs of the transcript, in order; a cue without a turn is one of its own."""
    last: tuple[str, int] | None = None
    numbered = enumerate(cues)
    for _, group in groupby(numbered, lambda item: _place(*item)):
        held = tuple(cue for _, cue in group)
        speaker, turn = held[0].speaker, held[0].turn
        same = last is not None and last[0] == speaker and (last[1] == turn or min(last[1], turn) < 0)
        yield Passage(speaker, not same, held)
        last = (speaker, turn)


def _place(number: int, cue: TranscriptCue) -> tuple[str, int, int]:
    return cue.speaker, cue.turn if cue.turn >= 0 else -1 - number, cue.paragraph


def plain_text(cues: Sequence[TranscriptCue]) -> str:
    """`Name: paragraph`, an empty line between paragraphs; for the lyrics frame and the clipboard."""
    blocks = [
        f"{passage.speaker}{'：' if is_unspaced(passage.speaker[-1:] or ' ') else ': '}{passage.text}"
        if passage.opens
        else passage.text
        for passage in passages(cues)
    ]
    return "\n\n".join(blocks) + ("\n" if blocks else "")
