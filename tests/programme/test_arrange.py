from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.errors import EpisodeError, UsageError
from duologue.model import Mark, Role, Utterance, UtteranceKind, Voice, Voiced, resampled_length
from duologue.programme.arrange import arrange
from duologue.programme.mastering.stitch import faded_segment, resampled_blocks
from duologue.programme.mp3.encoding import FRAME_SAMPLES
from duologue.programme.pauses import PauseRules
from programme.sound import Programme, speech_like


def voiced(samples: int, rate: int = 24_000) -> Voiced:
    utterance = Utterance(UtteranceKind.SPEECH, "Q", Role.INTERVIEWER, "words")
    return Voiced(utterance, Voice("test", "q"), "key", samples, rate)


@given(
    st.lists(st.tuples(st.integers(0, 400_000), st.sampled_from([8000, 22_050, 24_000, 44_100, 48_000]))),
    st.integers(0, 3000),
)
def test_the_timeline_has_no_gap_no_overlap_and_whole_frames(
    takes: list[tuple[int, int]], pause_ms: int
) -> None:
    takes = [*takes, (1, 24_000)]
    rules = PauseRules(next_paragraph_ms=pause_ms, within_paragraph_ms=pause_ms, lead_in_ms=pause_ms)
    timeline = arrange([voiced(samples, rate) for samples, rate in takes], rules)
    expected = timeline.lead_in_samples
    for placement, (samples, rate) in zip(timeline.placements, takes, strict=True):
        assert placement.start_sample == expected
        assert placement.start_sample % FRAME_SAMPLES == 0
        assert abs(placement.samples - samples * 44_100 / rate) <= 0.5
        assert placement.pause_samples >= FRAME_SAMPLES
        expected += placement.planned_samples
    assert timeline.samples == expected
    assert timeline.samples % FRAME_SAMPLES == 0


def test_a_pause_is_the_rule_to_half_a_frame() -> None:
    timeline = arrange([voiced(50_000 + n * 777) for n in range(9)], PauseRules(within_paragraph_ms=400))
    for placement in timeline.placements[:-1]:
        assert abs(placement.pause_samples - 0.4 * 44_100) <= FRAME_SAMPLES / 2


@pytest.mark.parametrize(
    ("lead_in_ms", "frames"), [(0, 0), (13, 0), (14, 2), (26, 2), (39, 2), (66, 3), (500, 19), (60_000, 2297)]
)
def test_the_silence_at_the_start_is_whole_frames_and_two_at_least(lead_in_ms: int, frames: int) -> None:
    timeline = arrange([voiced(50_000)], PauseRules(lead_in_ms=lead_in_ms))
    assert timeline.lead_in_samples == frames * FRAME_SAMPLES


def test_a_mark_is_where_its_samples_are() -> None:
    timeline = arrange([voiced(24_000), voiced(48_000)], PauseRules())
    second = timeline.placements[1]
    start, end = second.span(Mark(12_000, 48_000, 0, 5))
    assert start == second.start_sample + 22_050
    assert end == second.end_sample


def test_nothing_to_hear_is_refused() -> None:
    with pytest.raises(EpisodeError, match="nothing to hear"):
        arrange([], PauseRules())
    with pytest.raises(EpisodeError, match="nothing to hear"):
        arrange([voiced(0)], PauseRules())


@pytest.mark.parametrize("pause_ms", [-1, 60_001])
def test_an_impossible_pause_is_refused(pause_ms: int) -> None:
    with pytest.raises(UsageError, match="lead_in_ms"):
        PauseRules(lead_in_ms=pause_ms)


def person(
    role: Role, speaker: str, kind: UtteranceKind = UtteranceKind.SPEECH, section: int = 0, turn: int = 0
) -> Utterance:
    return Utterance(kind, speaker, role, "words", section=section, turn=turn)


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        (person(Role.INTERVIEWER, "Q"), person(Role.INTERVIEWEE, "A", turn=1), "question_to_answer_ms"),
        (person(Role.INTERVIEWEE, "A"), person(Role.INTERVIEWER, "Q", turn=1), "answer_to_question_ms"),
        (person(Role.INTERVIEWEE, "A"), person(Role.INTERVIEWEE, "B", turn=1), "other_speaker_ms"),
        (person(Role.NARRATOR, "narrator"), person(Role.INTERVIEWER, "Q"), "to_or_from_narrator_ms"),
        (person(Role.INTERVIEWEE, "A"), person(Role.INTERVIEWEE, "A"), "within_paragraph_ms"),
        (person(Role.INTERVIEWEE, "A"), person(Role.INTERVIEWEE, "A", turn=1), "next_paragraph_ms"),
        (
            person(Role.INTERVIEWEE, "A"),
            person(Role.NARRATOR, "narrator", UtteranceKind.SECTION, 1),
            "before_section_ms",
        ),
        (
            person(Role.NARRATOR, "narrator", UtteranceKind.SECTION),
            person(Role.INTERVIEWER, "Q"),
            "after_section_ms",
        ),
        (
            person(Role.NARRATOR, "narrator", UtteranceKind.DISCLOSURE),
            person(Role.NARRATOR, "narrator"),
            "after_disclosure_ms",
        ),
        (
            person(Role.NARRATOR, "narrator", UtteranceKind.TITLE),
            person(Role.INTERVIEWER, "Q"),
            "after_title_ms",
        ),
        (person(Role.INTERVIEWEE, "A"), person(Role.INTERVIEWER, "Q", section=1), "before_section_ms"),
    ],
)
def test_what_meets_what_decides_the_pause(before: Utterance, after: Utterance, rule: str) -> None:
    assert PauseRules(**{rule: 12_345}).between_ms(before, after) == 12_345


def test_the_planned_length_is_the_resampled_one() -> None:
    for rate in (16_000, 22_050, 24_000, 44_100, 48_000):
        programme = Programme().say(speech_like(1.2345, 1, sample_rate=rate), "Q", sample_rate=rate)
        take = next(iter(programme.takes.values()))
        planned = resampled_length(take.samples.size, rate, 44_100)
        got = np.concatenate(list(resampled_blocks(faded_segment(take), planned, 44_100)))
        assert got.size == planned
        assert np.abs(got[-planned // 3 :]).max() > 0.01
