import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.errors import ConfigError
from duologue.interview import read_text, write_script
from duologue.model import (
    Interview,
    Paragraph,
    Pause,
    Reading,
    Role,
    Section,
    Speaker,
    Turn,
    UtteranceKind,
    Voice,
)
from duologue.speech.cast import Casting
from duologue.speech.jobs import request_for
from duologue.speech.lexicon import Lexicon
from duologue.speech.utterances import divide, utterances

INTERVIEW = Interview(
    "题目",
    "zh-CN",
    (Speaker("问者", Role.INTERVIEWER), Speaker("答者", Role.INTERVIEWEE)),
    (
        Section(None, (Turn("narrator", Role.NARRATOR, 3, (Paragraph("引子。", 3),)),)),
        Section(
            "第一节",
            (
                Turn("问者", Role.INTERVIEWER, 7, (Paragraph("为什么？", 7),)),
                Turn("答者", Role.INTERVIEWEE, 9, (Paragraph("因为。", 9), Paragraph("还有。", 11))),
            ),
            line=5,
        ),
    ),
)


def test_all_is_said_in_programme_order() -> None:
    said = utterances(INTERVIEW, disclosure="声音是合成的。", longest_text=500)
    assert [(u.kind, u.speaker, u.written, u.line) for u in said] == [
        (UtteranceKind.DISCLOSURE, "narrator", "声音是合成的。", 0),
        (UtteranceKind.TITLE, "narrator", "题目", 0),
        (UtteranceKind.SPEECH, "narrator", "引子。", 3),
        (UtteranceKind.SECTION, "narrator", "第一节", 5),
        (UtteranceKind.SPEECH, "问者", "为什么？", 7),
        (UtteranceKind.SPEECH, "答者", "因为。", 9),
        (UtteranceKind.SPEECH, "答者", "还有。", 11),
    ]
    assert [(u.turn, u.paragraph) for u in said[4:]] == [(1, 0), (2, 0), (2, 1)]


def test_announcements_can_be_switched_off() -> None:
    said = utterances(INTERVIEW, disclosure=None, longest_text=500, title_spoken=False, sections_spoken=False)
    assert {u.kind for u in said} == {UtteranceKind.SPEECH}


@given(st.text(alphabet="甲乙ab 1。，,.！?」\n", max_size=400), st.integers(1, 40))
def test_dividing_loses_nothing_and_keeps_the_limit(text: str, longest: int) -> None:
    parts = [part.text for part in divide(Paragraph(text, 1), longest)]
    assert all(0 < len(part) <= longest for part in parts)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


def test_long_paragraphs_are_cut_at_sentence_ends_then_at_commas() -> None:
    text = "一二三四五。六七八九十，甲乙丙丁戊己庚。"
    assert [p.text for p in divide(Paragraph(text, 1), 8)] == [
        "一二三四五。",
        "六七八九十，",
        "甲乙丙丁戊己庚。",
    ]


def test_cues_move_with_their_text_and_every_pause_is_at_an_edge() -> None:
    text = "混元来了。我们等一等，再走。"
    paragraph = Paragraph(text, 1, (Reading(0, 2, "hun4 yuan2"), Pause(5, 800), Pause(len(text), 300)))
    first, second = divide(paragraph, 500)
    assert (first.text, first.cues) == ("混元来了。", (Reading(0, 2, "hun4 yuan2"),))
    assert second.text == "我们等一等，再走。"
    assert second.cues == (Pause(0, 800), Pause(9, 300))


def test_a_pause_before_a_space_is_not_lost() -> None:
    first, second = divide(Paragraph("One. Two.", 1, (Pause(4, 500),)), 500)
    assert (first.text, second.text) == ("One.", "Two.")
    assert second.cues == (Pause(0, 500),)


def test_titles_and_a_disclosure_longer_than_the_engine_takes_are_divided() -> None:
    title = "很长的题目，" * 20
    section = replace(INTERVIEW.sections[1], title="第一节，" * 20)
    interview = replace(INTERVIEW, title=title, sections=(INTERVIEW.sections[0], section))
    said = utterances(interview, disclosure="声音是合成的，" * 20, longest_text=50)
    assert all(len(each.written) <= 50 for each in said)
    for kind, text in (
        (UtteranceKind.DISCLOSURE, "声音是合成的，" * 20),
        (UtteranceKind.TITLE, title),
        (UtteranceKind.SECTION, "第一节，" * 20),
    ):
        parts = [each for each in said if each.kind is kind]
        assert len(parts) > 1
        assert "".join(each.written for each in parts) == text
    assert {each.line for each in said if each.kind is UtteranceKind.SECTION} == {5}


def test_a_pace_is_of_every_part_and_the_engine_is_asked_for_it() -> None:
    script = (
        "---\nduologue: script\nlanguage: en-US\nspeakers:\n  - {name: Ann, role: interviewer}\n"
        "  - {name: Bo, role: interviewee}\n---\n\nAnn: Well?\n\nBo: One. [pause 1s] Two. [pace -20%]\n"
    )
    interview = read_text(script)
    assert interview.turns()[1].paragraphs[0].pace == -20
    said = utterances(interview, disclosure=None, longest_text=100, title_spoken=False)
    assert [(one.written, one.pace) for one in said] == [("Well?", 0), ("One.", -20), ("Two.", -20)]
    casting = Casting({"Ann": Voice("tones", "low"), "Bo": Voice("tones", "high", rate_percent=10)})
    assert request_for(said[1], casting, "en-US", Lexicon()).voice.rate_percent == -10
    assert write_script(read_text(write_script(interview))) == write_script(interview)
    with pytest.raises(ConfigError, match=r"\[pace slow\] is not a valid pace"):
        read_text(script.replace("-20%", "slow"))
