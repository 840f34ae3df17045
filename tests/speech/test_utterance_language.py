"""Each utterance is said by the rules of its own language."""

from pathlib import Path

import pytest

from duologue.model import Pause, Reading
from duologue.speech.lexicon import Entry, Lexicon
from duologue.speech.requests import form_of
from duologue.speech.speaker_names import with_names
from duologue.speech.utterance_language import language_parts, utterance_language


@pytest.mark.parametrize(
    ("written", "interview", "spoken"),
    [
        ("It takes 10,000 hours to learn this.", "zh-CN", "en-US"),
        ("He said 你好 to everyone in the room.", "zh-CN", "en-US"),
        ("GPT-4o、Claude 3.5 和 Llama。", "zh-CN", "zh-CN"),
        ("OpenAI DevDay San Francisco Keynote", "zh-CN", "zh-CN"),
        ("我们用 GitHub Copilot 写了一万行。", "zh-CN", "zh-CN"),
        ("这是一句中文回答。", "en-US", "zh-CN"),
        ("We call it 功夫 here.", "en-GB", "en-GB"),
        ("Das ist ein Satz.", "de-DE", "de-DE"),
    ],
)
def test_the_script_tells_the_language(written: str, interview: str, spoken: str) -> None:
    assert utterance_language(written, interview) == spoken


def test_english_in_a_mandarin_article_has_english_numerals() -> None:
    form = form_of("It takes 10,000 hours to learn this.", "zh-CN", Lexicon())
    assert form.text == "It takes ten thousand hours to learn this."
    assert form_of("这要 10,000 小时。", "en-US", Lexicon()).text == "这要一万小时。"


def test_a_lexicon_serves_the_other_language_as_far_as_it_can() -> None:
    lexicon = Lexicon([Entry("Vexil", say="千问"), Entry("Zorb", say="zorb box")])
    form = form_of("We ask Zorb and Vexil to do it.", "zh-CN", lexicon)
    assert form.text == "We ask zorb box and Vexil to do it."


def test_names_of_the_speakers_are_read_with_their_surname() -> None:
    lexicon = with_names(Lexicon(), ["单明远", "林青"], "zh-CN")
    form = form_of("单明远和林青都来了，单总先说。", "zh-CN", lexicon)
    fixed = [span.pronunciation.value for span in form.spans if span.pronunciation]
    assert fixed == ["shan4 ming2 yuan3", "shan4 zong3"]
    assert form.text.startswith("善明远")
    own = with_names(Lexicon([Entry("单明远", say="单先生")]), ["单明远"], "zh-CN")
    assert form_of("单明远。", "zh-CN", own).text == "单先生。"
    assert with_names(Lexicon(), ["Mara Quill"], "en-US").find("Mara", 0) is None


MIXTURES = [
    line.split("\t")
    for line in Path(__file__).with_name("mixtures.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("language", "written", "said"), MIXTURES)
def test_each_sentence_and_quotation_follows_its_own_rules(language: str, written: str, said: str) -> None:
    form = form_of(written, language, Lexicon())
    assert form.text == said
    parts = language_parts(written, language)
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == len(written)
    assert form.written == written
    assert form.spans[0].written_start == 0
    assert form.spans[-1].written_end == len(written)
    for one, other in zip(form.spans, form.spans[1:], strict=False):
        assert (one.end, one.written_end) == (other.start, other.written_start)


def test_there_are_forty_mixtures() -> None:
    assert len(MIXTURES) >= 40


def test_cues_stay_where_they_are_in_a_mixture() -> None:
    written = "他说“It takes 10,000 hours to learn this”，我不信。"
    at, name = written.index("It"), written.index("我不信")
    form = form_of(written, "zh-CN", Lexicon(), (Pause(at, 300), Reading(name, name + 3, "wo3 bu2 xin4")))
    (pause,) = [span for span in form.spans if span.pause_ms]
    assert pause.written_start == at
    (fixed,) = [span for span in form.spans if span.pronunciation]
    assert (fixed.written_start, fixed.written_end) == (name, name + 3)


def test_a_reading_is_never_cut_in_two() -> None:
    written = "他说“It takes 3 days to learn this”。"
    form = form_of(written, "zh-CN", Lexicon(), (Reading(1, 12, "说三天"),))
    assert "说三天" in form.text
