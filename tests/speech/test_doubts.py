"""Readings that are a guess are reported once, with their line; what a person has decided is not."""

from duologue.model import Interview, Paragraph, Reading, Role, Section, Turn
from duologue.speech.doubts import reading_doubts
from duologue.speech.lexicon import Entry, Lexicon


def interview(*texts: str, language: str = "zh-CN", cues: tuple[Reading, ...] = ()) -> Interview:
    paragraphs = tuple(Paragraph(text, line, cues) for line, text in enumerate(texts, 1))
    return Interview("题", language, (), (Section(None, (Turn("甲", Role.INTERVIEWEE, 1, paragraphs),)),))


def messages(*texts: str, language: str = "zh-CN", lexicon: Lexicon | None = None) -> list[str]:
    found = reading_doubts(interview(*texts, language=language), lexicon or Lexicon())
    return [f"{doubt.line}: {doubt.message}" for doubt in found]


def test_words_in_no_dictionary_are_reported_once_with_their_first_line() -> None:
    (doubt,) = messages("你好。", "我们用 Zorblax。", "Zorblax 和 Python，还有 API。")
    assert doubt.startswith("2: 'Zorblax' is in no dictionary")
    assert doubt.endswith("(2 times)")
    assert len(messages("We like Zorblax and software.", language="en-US")) == 1


def test_a_lexicon_entry_or_a_reading_in_the_script_settles_it() -> None:
    assert messages("我们用 Zorblax。", lexicon=Lexicon([Entry("Zorblax", say="卓拉克斯")])) == []
    settled = interview("我们用 Zorblax。", cues=(Reading(4, 11, "卓拉克斯"),))
    assert reading_doubts(settled, Lexicon()) == ()


def test_polyphones_are_reported_where_nothing_beside_them_decides() -> None:
    (doubt,) = messages("他把线都重连接了。")
    assert "重 in" in doubt
    assert "chong2" in doubt
    assert messages("这个词很长，箱子重三公斤，单老师在银行。") == []


def test_characters_without_a_reading_are_reported() -> None:
    assert "no reading is known for" in messages("他叫\U0002f801。")[0]


def test_other_scripts_are_reported_not_left_out_in_silence() -> None:
    assert ["1: the offline voice cannot read '한국어'" in each for each in messages("我们说 한국어。")] == [
        True
    ]
    assert ["'日本語'" in each for each in messages("We wrote 日本語 there.", language="en-US")] == [True]
    assert messages("水温 37℃，加 ½ 杯，π 值，第 Ⅳ 章，Ａ 组。") == []


def test_other_languages_have_no_doubts_of_ours() -> None:
    assert messages("Ein Zorblax.", language="de-DE") == []
