"""The label in Chinese keeps its pace, however fast the voice is."""

from __future__ import annotations

import pytest

from duologue.languages.labels import chinese_characters
from duologue.languages.page import page_words
from duologue.model import NARRATOR, Interview, Role, Utterance, UtteranceKind, Voice, Voiced
from duologue.programme.arrange import arrange
from duologue.programme.label_pace import FASTEST, SLOWEST, clause_pause_ms
from duologue.programme.pauses import PauseRules
from duologue.speech.cast import Casting
from duologue.speech.jobs import request_for
from duologue.speech.lexicon import Lexicon
from duologue.speech.utterances import utterances

RATE = 24_000
LABELS = [page_words("zh-CN").disclosure.spoken, page_words("zh-TW").disclosure.spoken]


def clauses(text: str) -> list[Utterance]:
    said = utterances(Interview("题", "zh-CN", (), ()), disclosure=text, longest_text=400)
    return [each for each in said if each.kind is UtteranceKind.DISCLOSURE]


def voiced(text: str, per_second: float) -> list[Voiced]:
    voice = Voice("kokoro", "zm_yunjian")
    title = Utterance(UtteranceKind.TITLE, NARRATOR, Role.NARRATOR, "题")
    lengths = [(each, chinese_characters(each.written) / per_second) for each in clauses(text)]
    return [
        Voiced(each, voice, str(number), round(seconds * RATE), RATE)
        for number, (each, seconds) in enumerate([*lengths, (title, 1.0)])
    ]


@pytest.mark.parametrize("per_second", [2.2, 2.6, 3.0, 3.4, 3.8])
@pytest.mark.parametrize("text", LABELS)
def test_the_shipped_label_is_said_at_120_to_160_characters_a_minute(text: str, per_second: float) -> None:
    timeline = arrange(voiced(text, per_second), PauseRules(), variation=1.0)
    first, last = timeline.placements[0], timeline.placements[-2]
    minutes = (last.end_sample - first.start_sample) / timeline.sample_rate / 60
    assert SLOWEST <= chinese_characters(text) / minutes <= FASTEST


def test_only_between_clauses_of_the_label_is_the_pause_another() -> None:
    said = voiced(LABELS[0], 3.0)
    assert clause_pause_ms(said, 0) is not None
    assert clause_pause_ms(said, len(said) - 2) is None
    assert clause_pause_ms(said, len(said) - 1) is None
    assert clause_pause_ms(voiced("由人工智能合成。", 3.0), 0) is None


def test_other_languages_say_it_as_a_whole_and_at_their_pace() -> None:
    spoken = page_words("en").disclosure.spoken
    assert [each.written for each in clauses(spoken)] == [spoken]
    assert clause_pause_ms(voiced("Made by AI, all of it.", 3.0), 0) is None


def test_nothing_of_the_label_is_lost_between_its_clauses() -> None:
    for text in (*LABELS, "《山》，由“AI”合成！（不是真人。）完"):
        assert "".join(each.written for each in clauses(text)) == text


def test_the_label_is_said_slowly_in_chinese_alone() -> None:
    casting = Casting({NARRATOR: Voice("kokoro", "zm_yunjian", rate_percent=-20)})
    for text, language, rate in ((LABELS[0], "zh-CN", -50), (page_words("en").disclosure.spoken, "en", -20)):
        request = request_for(clauses(text)[0], casting, language, Lexicon.shipped(language))
        assert request.voice.rate_percent == rate
