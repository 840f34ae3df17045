"""What the timeline holds, in milliseconds: the chapters, and the cues of the transcripts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from duologue.languages.page import page_words
from duologue.languages.tags import spoken_language
from duologue.model import Chapter, Interview, Placement, Role, Timeline, UtteranceKind
from duologue.programme.contents.chapters import chapters_from_starts, divided_by_question, question_title
from duologue.programme.contents.linebreak import CLOSING, OPENING
from duologue.programme.contents.sentences import sentence_ends
from duologue.programme.contents.transcripts import TranscriptCue
from duologue.programme.manifest import CueEntry, CueKind
from duologue.speech.utterance_language import LanguagePart, language_parts

_EITHER = frozenset("—·.")
"""Closing marks that may as well begin what follows: a dash, `.5`."""


def milliseconds(samples: int, sample_rate: int) -> int:
    """Samples as whole milliseconds, to the nearest."""
    return (2000 * samples + sample_rate) // (2 * sample_rate)


def chapters_of(
    interview: Interview, timeline: Timeline, *, longest_ms: int | None = None
) -> tuple[Chapter, ...]:
    """The opening, then every titled section from where its title is said.

    Args:
        interview: what was read.
        timeline: all of it, arranged.
        longest_ms: a longer chapter is divided where a question is asked; None leaves sections whole.
    """
    starts: list[tuple[str, int]] = []
    seen: set[int] = set()
    for placement in timeline.placements:
        number = placement.voiced.utterance.section
        title = interview.sections[number].title if number >= 0 else None
        if title and number not in seen:
            seen.add(number)
            starts.append((title, milliseconds(placement.start_sample, timeline.sample_rate)))
    opening = page_words(interview.language).notes.opening if starts else interview.title
    duration_ms = milliseconds(timeline.samples, timeline.sample_rate)
    chapters = chapters_from_starts(starts or [(opening, 0)], duration_ms, opening=opening)
    if longest_ms is None:
        return chapters
    return divided_by_question(chapters, _questions(timeline), longest_ms=longest_ms)


def _questions(timeline: Timeline) -> Iterator[tuple[str, int]]:
    """What the interviewers say, turn by turn, as titles with their times."""
    for turn, group in groupby(timeline.placements, lambda placement: placement.voiced.utterance.turn):
        placements = list(group)
        first = placements[0]
        if turn >= 0 and first.voiced.utterance.role is Role.INTERVIEWER:
            said = " ".join(placement.voiced.utterance.written for placement in placements)
            yield question_title(said), milliseconds(first.start_sample, timeline.sample_rate)


def cues_of(timeline: Timeline, language: str) -> Iterator[CueEntry]:
    """One cue per sentence that the engine marks; an utterance without marks is one cue.

    Marks finer than sentences, of words or clauses, are kept as times inside the cue. A cue in another
    language says so: the one whose rules most of it is spoken by.

    Args:
        timeline: all of it, arranged.
        language: BCP 47 of the episode; its abbreviations end no sentence.
    """
    heard_ms = 0
    for placement in timeline.placements:
        utterance = placement.voiced.utterance
        kind = UtteranceKind(utterance.kind)
        if kind is UtteranceKind.MUSIC or not utterance.written.strip():
            continue
        parts = language_parts(utterance.written, language)
        for pieces in _sentences(_pieces(placement), utterance.written, language):
            # An engine's marks may touch or cross by a few samples; cues may not.
            start_ms = max(milliseconds(pieces[0].start_sample, timeline.sample_rate), heard_ms)
            heard_ms = max(milliseconds(pieces[-1].end_sample, timeline.sample_rate), start_ms + 1)
            begin = pieces[0].first
            inside = (
                (piece.first - begin, milliseconds(piece.start_sample, timeline.sample_rate))
                for piece in pieces[1:]
            )
            yield CueEntry(
                speaker=utterance.speaker,
                text=utterance.written[begin : pieces[-1].last].strip(),
                start_ms=start_ms,
                end_ms=heard_ms,
                turn=utterance.turn,
                kind=cast("CueKind", kind.value),  # music, which nobody says, was passed over
                paragraph=utterance.paragraph,
                inside=tuple((at, ms) for at, ms in inside if start_ms < ms < heard_ms),
                language=_other_language(parts, begin, pieces[-1].last, language),
            )


def _other_language(parts: Sequence[LanguagePart], first: int, last: int, language: str) -> str:
    """The language of most of `written[first:last]`; empty where it is heard as the episode's own."""
    most = max(parts, key=lambda part: min(part.end, last) - max(part.start, first))
    return "" if spoken_language(most.language) == spoken_language(language) else most.language


def shown_cues(cues: Iterable[CueEntry], language: str) -> list[TranscriptCue]:
    """The cues as they are shown: the narrator named in the episode's language."""
    words = page_words(language)
    return [
        TranscriptCue(
            words.speaker(cue.speaker),
            cue.text,
            cue.start_ms,
            cue.end_ms,
            cue.turn,
            cue.paragraph,
            cue.inside,
            cue.language,
        )
        for cue in cues
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """`written[first:last]`, without space around it, and where it sounds."""

    first: int
    last: int
    start_sample: int
    end_sample: int


def _pieces(placement: Placement) -> list[_Piece]:
    """The written text in the stretches that the engine marks; no character is left out.

    What the engine marks nothing for goes with the mark before it; quotes and brackets with what they hold.
    """
    written = placement.voiced.utterance.written
    marks = placement.voiced.marks
    cuts = [0, *(_between_marks(written, mark.written_start) for mark in marks[1:]), len(written)]
    found: list[_Piece] = []
    for mark, first, last in zip(marks, cuts, cuts[1:], strict=False):
        text = written[first:last]
        first, last = first + len(text) - len(text.lstrip()), first + len(text.rstrip())
        if first < last:
            found.append(_Piece(first, last, *placement.span(mark)))
    return found or [_Piece(0, len(written), placement.start_sample, placement.end_sample)]


def _between_marks(written: str, place: int) -> int:
    """The place nearest `place` that does not part a word from the punctuation that belongs to it."""
    while 0 < place < len(written) and written[place] in CLOSING and written[place] not in _EITHER:
        place += 1
    while place > 0 and written[place - 1] in OPENING:
        place -= 1
    return place


def _sentences(pieces: list[_Piece], written: str, language: str) -> Iterator[list[_Piece]]:
    """The pieces in groups that end where a sentence ends."""
    ends = sentence_ends(written, language)
    held: list[_Piece] = []
    for piece in pieces:
        held.append(piece)
        end = bisect_right(ends, piece.last) - 1
        if end >= 0 and ends[end] > piece.first and not written[ends[end] : piece.last].strip():
            yield held
            held = []
    if held:
        yield held
