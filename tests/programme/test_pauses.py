"""How long it is silent between what and what."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from duologue.errors import UsageError
from duologue.model import Role, Utterance, UtteranceKind
from duologue.programme.pauses import PauseRules

DEFAULTS_MS = {
    "lead_in_ms": 500,
    "tail_ms": 1000,
    "after_disclosure_ms": 900,
    "after_title_ms": 1000,
    "before_section_ms": 1400,
    "after_section_ms": 900,
    "question_to_answer_ms": 400,
    "answer_to_question_ms": 600,
    "to_or_from_narrator_ms": 700,
    "other_speaker_ms": 400,
    "next_paragraph_ms": 450,
    "within_paragraph_ms": 180,
    "around_music_ms": 400,
}
"""Another value is another sound."""
ASKED = Utterance(UtteranceKind.SPEECH, "Q", Role.INTERVIEWER, "?", section=0, turn=0)
SAID = Utterance(UtteranceKind.SPEECH, "A", Role.INTERVIEWEE, ".", section=0, turn=1)
TOLD = Utterance(UtteranceKind.SPEECH, "narrator", Role.NARRATOR, ".", section=0, turn=2)


def test_the_middles_of_the_pauses() -> None:
    assert asdict(PauseRules()) == DEFAULTS_MS


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        (ASKED, SAID, "question_to_answer_ms"),
        (SAID, ASKED, "answer_to_question_ms"),
        (SAID, TOLD, "to_or_from_narrator_ms"),
        (TOLD, ASKED, "to_or_from_narrator_ms"),
        (SAID, replace(SAID, speaker="B"), "other_speaker_ms"),
        (ASKED, replace(ASKED, speaker="P"), "other_speaker_ms"),
        (SAID, replace(SAID, paragraph=1), "next_paragraph_ms"),
        (SAID, replace(SAID, turn=2), "next_paragraph_ms"),
        (SAID, SAID, "within_paragraph_ms"),
        (SAID, replace(SAID, section=1), "before_section_ms"),
        (SAID, replace(TOLD, kind=UtteranceKind.SECTION), "before_section_ms"),
        (replace(TOLD, kind=UtteranceKind.SECTION), ASKED, "after_section_ms"),
        (replace(TOLD, kind=UtteranceKind.TITLE), ASKED, "after_title_ms"),
        (replace(TOLD, kind=UtteranceKind.DISCLOSURE), TOLD, "after_disclosure_ms"),
        (replace(TOLD, kind=UtteranceKind.MUSIC), TOLD, "around_music_ms"),
        (SAID, replace(TOLD, kind=UtteranceKind.MUSIC), "around_music_ms"),
    ],
)
def test_what_meets_what_decides(before: Utterance, after: Utterance, rule: str) -> None:
    own = PauseRules(**{name: number for number, name in enumerate(DEFAULTS_MS, 1)})
    assert own.between_ms(before, after) == getattr(own, rule)


@pytest.mark.parametrize("value", [-1, 60_001])
def test_a_pause_that_is_none_is_refused_by_its_name(value: int) -> None:
    with pytest.raises(UsageError, match=f"the pause tail_ms is {value}; it has to lie"):
        PauseRules(tail_ms=value)


@pytest.mark.parametrize("value", [0, 60_000])
def test_the_shortest_and_the_longest_pause_are_accepted(value: int) -> None:
    assert PauseRules(tail_ms=value).tail_ms == value
