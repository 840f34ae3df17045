"""Each utterance is said by the rules of its own language."""

import pytest

from duologue.speech.lexicon import Entry, Lexicon
from duologue.speech.requests import form_of
from duologue.speech.speaker_names import with_names
from duologue.speech.utterance_language import utterance_language


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
