"""How long the silence is between two utterances: what meets what decides.

The defaults follow conversation: people answer within about half a second, a new subject takes a breath more,
and a chapter needs room on both sides to be heard as one. These are the middles; `pacing` varies them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from duologue.errors import UsageError
from duologue.model import Role, Utterance, UtteranceKind

LONGEST_PAUSE_MS = 60_000


@dataclass(frozen=True, slots=True)
class PauseRules:
    """The middle of every pause of a programme, in milliseconds.

    Attributes:
        lead_in_ms: before the first utterance.
        tail_ms: after the last one.
        after_disclosure_ms: after the line that says the voices are synthetic.
        after_title_ms: after the episode's title.
        before_section_ms: before a section's title, or before its first words where it has none.
        after_section_ms: between a section's title and its first words.
        question_to_answer_ms: from the interviewer to the interviewee.
        answer_to_question_ms: from the interviewee to the interviewer.
        to_or_from_narrator_ms: between the narrator and anyone else.
        other_speaker_ms: between any two other speakers.
        next_paragraph_ms: the same speaker's next paragraph.
        within_paragraph_ms: between parts of one paragraph.
        around_music_ms: between a piece of music and what is said before or after it.

    Raises:
        UsageError: a pause is negative or longer than a minute.
    """

    lead_in_ms: int = 500
    tail_ms: int = 1000
    after_disclosure_ms: int = 900
    after_title_ms: int = 1000
    before_section_ms: int = 1400
    after_section_ms: int = 900
    question_to_answer_ms: int = 400
    answer_to_question_ms: int = 600
    to_or_from_narrator_ms: int = 700
    other_speaker_ms: int = 400
    next_paragraph_ms: int = 450
    within_paragraph_ms: int = 180
    around_music_ms: int = 400

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0 <= value <= LONGEST_PAUSE_MS:
                raise UsageError(
                    f"the pause {field.name} is {value}; it has to lie between 0 and {LONGEST_PAUSE_MS} ms"
                )

    def between_ms(self, before: Utterance, after: Utterance) -> int:
        """The middle of the pause between two neighbours, in milliseconds."""
        pause_ms: int = getattr(self, self.rule_between(before, after))
        return pause_ms

    def rule_between(self, before: Utterance, after: Utterance) -> str:
        """The name of the pause between two neighbours; the first rule that applies decides."""
        if UtteranceKind.MUSIC in (before.kind, after.kind):
            return "around_music_ms"
        if before.kind is after.kind is not UtteranceKind.SPEECH and before.section == after.section:
            return "within_paragraph_ms"  # parts of one title
        if before.kind is UtteranceKind.DISCLOSURE:
            return "after_disclosure_ms"
        if before.kind is UtteranceKind.TITLE:
            return "after_title_ms"
        if after.kind is UtteranceKind.SECTION:
            return "before_section_ms"
        if before.kind is UtteranceKind.SECTION:
            return "after_section_ms"
        if before.section != after.section:
            return "before_section_ms"
        if before.speaker == after.speaker:
            same_paragraph = (before.turn, before.paragraph) == (after.turn, after.paragraph)
            return "within_paragraph_ms" if same_paragraph else "next_paragraph_ms"
        return _rule_between_speakers(before.role, after.role)


def _rule_between_speakers(before: Role, after: Role) -> str:
    if Role.NARRATOR in (before, after):
        return "to_or_from_narrator_ms"
    if (before, after) == (Role.INTERVIEWER, Role.INTERVIEWEE):
        return "question_to_answer_ms"
    if (before, after) == (Role.INTERVIEWEE, Role.INTERVIEWER):
        return "answer_to_question_ms"
    return "other_speaker_ms"
