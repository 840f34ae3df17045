"""A mistaken reading or pause in a script is one sentence with file and line; pinyin reaches every engine."""

from pathlib import Path

import pytest

from duologue.errors import ConfigError, UsageError
from duologue.interview import read_source
from duologue.model import Reading
from duologue.speech.lexicon import Entry, Lexicon
from duologue.speech.phonemes import KokoroFrontEnd
from duologue.speech.pronunciation import pinyin
from duologue.speech.readings import check_readings, ways_to_read
from duologue.speech.respelling import respell
from duologue.speech.spoken import spoken_form

SCRIPT = """---
duologue: script
title: 试
language: zh-CN
speakers:
- name: 甲
  role: interviewer
- name: 乙
  role: interviewee
---

甲: 你好吗？

乙: {said}
"""


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("{混元|hun4 yuan}", "'yuan' is not pinyin with a tone digit"),
        ("{混元|hunn4 yuan2}", "'hunn4' is not a syllable"),
        ("{混元|xa1 yuan2}", "'xa1' is not a syllable"),
        ("{混元|}好", "the reading is empty"),
        ("{混元|hun4 yuan2 a5}", "混元 has 2 characters and 'hun4 yuan2 a5' 3 syllables"),
        ("{Nike|/q§/}", "'§' is not IPA"),
        ("好[pause abc]好", "write [pause 800ms]"),
        ("好[pause]", "write [pause 800ms]"),
        ("好[pause 2]", "write [pause 800ms]"),
    ],
)
def test_a_mistake_in_a_script_names_file_and_line(tmp_path: Path, said: str, message: str) -> None:
    path = tmp_path / "talk.md"
    path.write_text(SCRIPT.replace("{said}", said), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        check_readings(read_source(str(path)), str(path))
    assert "talk.md:14: " in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "said",
    [
        "{混元|hun4 yuan2}",
        "{一会儿|yi2 huir4}",
        "{X|GPT4}",
        "{Nike|/ˈnaɪki/}",
        "好[pause 1.5s]",
        r"\[pause abc\]",
        "[pauses]",
    ],
)
def test_what_is_right_passes(tmp_path: Path, said: str) -> None:
    path = tmp_path / "talk.md"
    path.write_text(SCRIPT.replace("{said}", said), encoding="utf-8")
    check_readings(read_source(str(path)), str(path))


def test_a_reading_that_nobody_checked_is_refused_without_a_traceback() -> None:
    with pytest.raises(UsageError, match="hunn4"):
        spoken_form("混元", "zh-CN", cues=(Reading(0, 2, "hunn4 yuan2"),))


@pytest.mark.parametrize(
    ("written", "syllables", "expected"),
    [
        ("单总", "shan4 zong3", "善总"),
        ("混元", "hun4 yuan2", "混元"),
        ("Qwen", "qian1 wen4", "千问"),
        ("那会儿", "na4 huir4", "那会儿"),
        ("好的", "hao3 de5", "好的"),
        ("XX", "de5", "XX"),
    ],
)
def test_pinyin_is_respelled_for_engines_that_take_text(written: str, syllables: str, expected: str) -> None:
    assert respell(written, syllables.split()) == expected


def test_pinyin_in_a_lexicon_or_a_script_reaches_the_text_of_every_engine() -> None:
    lexicon = Lexicon([Entry("单总", pronunciation=pinyin("shan4 zong3"))])
    assert spoken_form("单总来了", "zh-CN", lexicon).for_text_engine() == "善总来了"
    cues = (Reading(0, 2, "shan4 zong3"),)
    assert spoken_form("单总来了", "zh-CN", cues=cues).for_text_engine() == "善总来了"


def test_the_shipped_lexicon_respells_no_word_that_every_engine_knows() -> None:
    words = "重构 调用 参数 行长 角色 大模型 任正非 下载 处理 差异"
    assert spoken_form(words, "zh-CN").text == words.replace(" ", "")


def test_a_character_without_a_reading_is_not_said_and_breaks_nothing() -> None:
    front_end = KokoroFrontEnd()
    said = front_end.phonemes(spoken_form("他叫瓧。", "zh-CN"), "zh-CN")
    assert said == front_end.phonemes(spoken_form("他叫。", "zh-CN"), "zh-CN")


def test_every_way_to_read_characters_is_offered() -> None:
    pytest.importorskip("pypinyin")
    assert ways_to_read("行长")[0] == "hang2 zhang3"
    assert "xing2 chang2" in ways_to_read("行长")
    assert ways_to_read("Qwen") == ways_to_read("") == ()
    assert len(ways_to_read("一个不大会的行长要重新调查")) == 1
