"""Lexicons are checked when they are read, and the longest entry wins."""

from pathlib import Path

import pytest

from duologue.errors import ConfigError
from duologue.speech.lexicon import Entry, Lexicon, reading
from duologue.speech.pronunciation import Notation, ipa, pinyin
from duologue.speech.spoken import spoken_form


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_lexicons_load() -> None:
    assert len(Lexicon.shipped("zh-CN")) > 100
    assert len(Lexicon.shipped("en-GB")) > 20
    assert len(Lexicon.shipped("ja")) == 0


def test_the_longest_entry_wins_and_words_are_not_cut() -> None:
    lexicon = Lexicon(
        [Entry("AI", say="人工智能"), Entry("AI 原生", say="天生智能"), Entry("Qwen", say="千问")]
    )
    assert (
        spoken_form("AI 原生的 AI，AIGC 和 OpenAI", "zh-CN", lexicon).text
        == "天生智能的人工智能，AIGC和OpenAI"
    )
    assert spoken_form("Qwen2.5", "zh-CN", lexicon).text == "千问二点五"


def test_a_later_file_replaces_an_entry_of_an_earlier_one(tmp_path: Path) -> None:
    show = write(tmp_path / "show.yaml", "单总: {say: 善总}\n乐: {pinyin: yue4}\n")
    episode = write(tmp_path / "episode.yaml", "单总: {pinyin: shan4 zong3}\n")
    entry = Lexicon.load(show, episode).find("单总", 0)
    assert entry is not None
    assert entry.pronunciation == pinyin("shan4 zong3")
    assert entry.say is None
    extended = Lexicon.load(show).extended(Lexicon.load(episode))
    assert extended.find("单总", 0) == entry
    assert extended.find("乐", 0) is not None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("好: {say: 好}\n混元: {pinyin: hun yuan}\n", 2, "tone digit"),
        ("X: {ipa: 'q§'}\n", 1, "IPA"),
        ("X: {}\n", 1, "say"),
        ("X: {pinyin: a1, ipa: a}\n", 1, "not both"),
        ("X: {sya: a}\n", 1, "not known"),
        ("007: {say: a}\n", 1, "quotes"),
        ("X: [1]\n", 1, "write {pinyin"),
        ("好: {say: 好}\n混元: hun4 yuan2\n", 2, "write {pinyin"),
        ("好: {say: 好}\n混元: {pinyin: hunn4 yuan2}\n", 2, "not a syllable"),
        ("混元: {pinyin: ''}\n", 1, "empty"),
        ("好: {say: 好}\n混元: {pinyin: hun4}\n", 2, "混元 has 2 characters and 'hun4' 1 syllable"),
        ("X: {say: ' '}\n", 1, "it is empty"),
        ("- a\n", 1, "a lexicon is a list of entries"),
        ("X: {say: a\n", 2, "YAML"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = write(tmp_path / "bad.yaml", text)
    with pytest.raises(ConfigError) as caught:
        Lexicon.load(path)
    assert f"bad.yaml:{line}" in str(caught.value)
    assert message in str(caught.value)


def test_readings_are_pinyin_ipa_or_a_respelling() -> None:
    assert reading("hun4 yuan2").pronunciation == pinyin("hun4 yuan2")
    assert reading("/ˈnaɪki/").pronunciation == ipa("ˈnaɪki")
    assert reading("浑元").say == "浑元"
    assert ipa("tʃaɪ").value == "ʧI"
    assert pinyin("lv4").value == "lü4"
    assert pinyin("hun4 yuan2").notation is Notation.PINYIN
