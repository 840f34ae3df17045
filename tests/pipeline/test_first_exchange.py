from dataclasses import replace

import pytest

from duologue.errors import NoInterviewError
from duologue.model import NARRATOR, Interview, Paragraph, Role, Section, Speaker, Turn
from duologue.pipeline.first_exchange import EXCHANGE_SECONDS, first_exchange
from duologue.speech.plausible import expected_seconds

HOST, GUEST = Speaker("问", Role.INTERVIEWER), Speaker("答", Role.INTERVIEWEE)


def turn(speaker: Speaker, *paragraphs: str) -> Turn:
    return Turn(speaker.name, speaker.role, 1, tuple(Paragraph(text, 1) for text in paragraphs))


def interview(*turns: Turn) -> Interview:
    return Interview("标题", "zh-CN", (HOST, GUEST), (Section(None, turns),))


def test_it_is_the_first_question_with_its_answer_without_narration() -> None:
    said = first_exchange(
        interview(
            turn(Speaker(NARRATOR, Role.NARRATOR), "开场。"),
            turn(GUEST, "我先说一句。"),
            turn(HOST, "好吗？"),
            turn(Speaker(NARRATOR, Role.NARRATOR), "（他笑了。）"),
            turn(GUEST, "很好。", "真的很好。"),
            turn(HOST, "然后呢？"),
        )
    )
    assert [u.written for u in said] == ["好吗？", "很好。", "真的很好。"]
    assert [u.speaker for u in said] == ["问", "答", "答"]
    assert [u.turn for u in said] == [0, 1, 1]


@pytest.mark.parametrize(
    "sentence", ["这是一个不长也不短的句子，用来数时间。", "This is one more sentence, of ten words in all. "]
)
def test_long_turns_are_cut_at_the_end_of_a_sentence(sentence: str) -> None:
    said = first_exchange(interview(turn(HOST, sentence * 40), turn(GUEST, sentence * 40)))
    seconds = sum(expected_seconds(u.written) for u in said)
    assert 15 <= seconds <= EXCHANGE_SECONDS
    assert all(u.written.endswith(("。", ".")) for u in said)
    assert {u.speaker for u in said} == {"问", "答"}


def test_a_text_without_sentences_is_cut_all_the_same() -> None:
    said = first_exchange(interview(turn(HOST, "啊" * 5000), turn(GUEST, "哦" * 5000)))
    assert len(said) == 2
    assert sum(expected_seconds(u.written) for u in said) <= EXCHANGE_SECONDS + 1


def test_without_a_question_the_first_two_people_are_heard() -> None:
    other = replace(HOST, name="丙", role=Role.INTERVIEWEE)
    said = first_exchange(interview(turn(GUEST, "一。"), turn(GUEST, "二。"), turn(other, "三。")))
    assert [u.written for u in said] == ["二。", "三。"]


def test_one_person_alone_is_no_exchange() -> None:
    with pytest.raises(NoInterviewError, match="fewer than two people"):
        first_exchange(interview(turn(GUEST, "一。"), turn(GUEST, "二。")))
