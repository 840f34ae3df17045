"""Pauses vary with what is said, the same way every time, about the middles that the rules give."""

from __future__ import annotations

import math
import random
import statistics
from dataclasses import replace

import pytest

from duologue.model import Role, Utterance, UtteranceKind
from duologue.programme.pacing import SPREADS, paced_ms
from duologue.programme.pauses import PauseRules

RULES = PauseRules()
ASKED = Utterance(UtteranceKind.SPEECH, "Q", Role.INTERVIEWER, "", section=0, turn=0)
SAID = Utterance(UtteranceKind.SPEECH, "A", Role.INTERVIEWEE, "", section=0, turn=1)
TOLD = Utterance(UtteranceKind.SPEECH, "narrator", Role.NARRATOR, "", section=0, turn=2)
WORDS = ["bees", "river", "school", "winter", "letters", "bread", "harbour", "stone", "paper", "garden"]
SYLLABLES = "山水学校冬天信面包石头纸花园"


def texts(count: int, words: int = 16) -> list[str]:
    chance = random.Random(words)  # noqa: S311
    return [f"{' '.join(chance.choices(WORDS, k=words))} {number}." for number in range(count)]


def drawn(before: Utterance, after: Utterance, count: int = 400, **options: int) -> list[int]:
    return [paced_ms(RULES, replace(before, written=text), after, 1.0) for text in texts(count, **options)]


def median_after(question: str, answer: str) -> float:
    """Of many questions that end with `question`, all of one length."""
    chance = random.Random(1)  # noqa: S311
    found = []
    for _ in range(300):
        text = "".join(chance.choices(SYLLABLES, k=40 - len(question))) + "。" + question
        found.append(paced_ms(RULES, replace(ASKED, written=text), replace(SAID, written=answer), 1.0))
    return statistics.median(found)


def test_without_variation_a_pause_is_the_middle() -> None:
    for before, after in ((ASKED, SAID), (SAID, ASKED), (SAID, SAID), (TOLD, ASKED)):
        said = replace(before, written="Why is that?")
        assert paced_ms(RULES, said, after, 0.0) == RULES.between_ms(said, after)


@pytest.mark.parametrize(
    ("before", "after", "least_ms"),
    [(ASKED, SAID, 120), (SAID, ASKED, 120), (SAID, replace(SAID, paragraph=1), 60), (SAID, TOLD, 60)],
)
def test_pauses_are_spread_about_their_middle(before: Utterance, after: Utterance, least_ms: int) -> None:
    middle = RULES.between_ms(before, after)
    found = drawn(before, after)
    assert statistics.median(found) == pytest.approx(middle, rel=0.1)
    assert statistics.stdev(found) > least_ms
    logarithms = [math.log(each / middle) for each in found]
    assert statistics.stdev(logarithms) == pytest.approx(SPREADS[RULES.rule_between(before, after)], rel=0.2)


def test_every_pause_lies_within_what_people_do() -> None:
    answers = drawn(ASKED, SAID, 2000)
    assert min(answers) >= 120
    assert max(answers) < 1500
    assert len(set(answers)) > 300


def test_the_same_text_has_the_same_pause_whatever_is_answered() -> None:
    asked = replace(ASKED, written="那年冬天，山里下雪了吗？")
    one, other = replace(SAID, written="下了很久。"), replace(SAID, written="路都看不见了。")
    assert paced_ms(RULES, asked, one, 1.0) == paced_ms(RULES, asked, other, 1.0)
    assert paced_ms(RULES, asked, one, 1.0) == paced_ms(RULES, replace(asked, line=9), one, 1.0)
    assert paced_ms(RULES, asked, one, 1.0) != paced_ms(RULES, replace(asked, written="雪大吗？"), one, 1.0)


@pytest.mark.parametrize(
    ("polar", "open_", "direct", "slow", "plain"),
    [
        ("后来您回去过吗？", "后来您去了哪里？", "是的，每年都去。", "嗯，这要从头讲起。", "那条路很长。"),
        (
            "Did you go back later?",
            "Where did you go later?",
            "Yes, every year.",
            "Well, it began there.",
            "A road.",
        ),
    ],
)
def test_what_is_asked_and_how_the_answer_begins_decides(
    polar: str, open_: str, direct: str, slow: str, plain: str
) -> None:
    assert median_after(polar, plain) < 0.85 * median_after(open_, plain)
    assert median_after(open_, direct) < 0.85 * median_after(open_, plain)
    assert median_after(open_, plain) < 0.85 * median_after(open_, slow)


def test_no_word_is_found_within_another() -> None:
    assert median_after("Did they show it?", "Nobody.") < 0.9 * median_after("How did they do?", "Nobody.")
    assert median_after("Did they sew it?", "No.") < 0.9 * median_after("Did they sew it?", "Nobody.")


def test_after_much_was_said_people_take_longer() -> None:
    short, long = drawn(SAID, ASKED, words=3), drawn(SAID, ASKED, words=150)
    assert statistics.median(short) < 0.8 * statistics.median(long)


def test_sections_vary_little_and_music_not_at_all() -> None:
    section = drawn(SAID, replace(TOLD, kind=UtteranceKind.SECTION, section=1))
    assert 100 < statistics.stdev(section) < 300
    assert set(drawn(SAID, replace(TOLD, kind=UtteranceKind.MUSIC))) == {RULES.around_music_ms}


@pytest.mark.parametrize("middle_ms", [0, 40])
def test_a_pause_that_is_to_be_short_stays_short(middle_ms: int) -> None:
    rules = PauseRules(question_to_answer_ms=middle_ms)
    asked = replace(ASKED, written="Why?")
    assert 0 <= paced_ms(rules, asked, SAID, 1.0) <= 3 * middle_ms
    assert paced_ms(rules, asked, SAID, 0.0) == middle_ms


def test_more_variation_is_more() -> None:
    def spread(variation: float) -> float:
        return statistics.stdev(
            paced_ms(RULES, replace(SAID, written=text), ASKED, variation) for text in texts(300)
        )

    assert 0 < spread(0.5) < 0.7 * spread(1.0) < spread(1.5)
