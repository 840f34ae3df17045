"""From an interview to what is said: disclosure, title, section titles and every paragraph.

A paragraph is one utterance, so that editing it re-voices it alone. Only a paragraph, a title or a disclosure
longer than the engine takes is divided, at the ends of sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from duologue.languages.labels import chinese_characters
from duologue.model import NARRATOR, Interview, Paragraph, Pause, Reading, Role, Utterance, UtteranceKind

_SENTENCE_END = re.compile(r"[。！？!?…।॥۔؟།။។]+[」』”’）)》】]*|\.(?=[\s」』”’\")]|$)|\n")
_CLAUSE_END = re.compile(r"[，、；：,;:—،؛]+|\s")
_LABEL_CLAUSE_END = re.compile(r"[，；：。！？,;!?]+[」』”’）)》】]*")


def utterances(
    interview: Interview,
    *,
    disclosure: str | None,
    longest_text: int,
    title_spoken: bool = True,
    sections_spoken: bool = True,
) -> tuple[Utterance, ...]:
    """All utterances of the interview in programme order.

    Args:
        interview: what was read.
        disclosure: the spoken line that says the voices are synthetic; None for none.
        longest_text: characters the engine takes in one request.
        title_spoken: whether the narrator says the interview's title.
        sections_spoken: whether the narrator says each section's title.
    """
    said: list[Utterance] = []
    if disclosure:
        for clause in _label_clauses(disclosure):
            said += _announced(UtteranceKind.DISCLOSURE, clause, longest_text)
    if title_spoken:
        said += _announced(UtteranceKind.TITLE, interview.title, longest_text)
    turn_number = 0
    for section_number, section in enumerate(interview.sections):
        if section.title and sections_spoken:
            said += _announced(
                UtteranceKind.SECTION, section.title, longest_text, section=section_number, line=section.line
            )
        for turn in section.turns:
            for number, paragraph in enumerate(turn.paragraphs):
                said += [
                    Utterance(
                        kind=UtteranceKind.SPEECH,
                        speaker=turn.speaker,
                        role=turn.role,
                        written=part.text,
                        section=section_number,
                        turn=turn_number,
                        paragraph=number,
                        line=part.line,
                        cues=part.cues,
                        pace=part.pace,
                    )
                    for part in divide(paragraph, longest_text)
                ]
            turn_number += 1
    return tuple(said)


def divide(paragraph: Paragraph, longest_text: int) -> Iterator[Paragraph]:
    """The paragraph in parts of at most `longest_text` characters; nothing is lost but spaces at the cuts.

    Cut at every pause of the script, so that each pause lies at the edge of a take whatever the engine; then
    at sentence ends; a longer sentence at a comma or space; a stretch without either, where it is full.
    """
    text = paragraph.text
    stops = [cue.at for cue in paragraph.cues if isinstance(cue, Pause) and 0 < cue.at < len(text)]
    start = 0
    while start < len(text):
        end = min([stop for stop in stops if stop > start], default=len(text))
        end = end if end - start <= longest_text else _cut(text, start, longest_text)
        stripped = text[start:end].strip()
        if stripped:
            first = start + text[start:end].index(stripped)
            cues = _cues_within(paragraph, (start, end), (first, first + len(stripped)))
            yield Paragraph(stripped, paragraph.line, cues, pace=paragraph.pace)
        start = end


def _cut(text: str, start: int, longest_text: int) -> int:
    """Where the part that begins at `start` ends."""
    window_end = start + longest_text
    for pattern in (_SENTENCE_END, _CLAUSE_END):
        ends = [match.end() for match in pattern.finditer(text, start, window_end)]
        if ends:
            return ends[-1]
    return window_end


def _cues_within(
    paragraph: Paragraph, segment: tuple[int, int], words: tuple[int, int]
) -> tuple[Pause | Reading, ...]:
    """The cues of the part that fills `segment` and whose text, without outer spaces, is `words`."""
    (start, end), (first, last) = segment, words
    moved: list[Pause | Reading] = []
    for cue in paragraph.cues:
        if isinstance(cue, Pause):
            if start <= cue.at < end or cue.at == end == len(paragraph.text):
                moved.append(Pause(min(max(cue.at - first, 0), last - first), cue.milliseconds))
        elif first <= cue.start and cue.end <= last:
            moved.append(Reading(cue.start - first, cue.end - first, cue.say))
    return tuple(moved)


def _label_clauses(text: str) -> list[str]:
    """A label in Chinese is said clause by clause (`programme.label_pace`), any other as a whole."""
    if not chinese_characters(text):
        return [text]
    ends = [found.end() for found in _LABEL_CLAUSE_END.finditer(text)]
    clauses = [text[start:end] for start, end in pairwise([0, *ends, len(text)])]
    return [clause.strip() for clause in clauses if clause.strip()]


def _announced(
    kind: UtteranceKind, text: str, longest_text: int, *, section: int = -1, line: int = 0
) -> Iterator[Utterance]:
    """What the narrator announces, in as many parts as the engine needs."""
    if len(text) <= longest_text:
        parts = [text]
    else:
        parts = [part.text for part in divide(Paragraph(text, line), longest_text)]
    for part in parts:
        yield Utterance(
            kind=kind, speaker=NARRATOR, role=Role.NARRATOR, written=part, section=section, line=line
        )
