"""Japanese: katakana as sounds, and words as OpenJTalk divides and pronounces them."""

from __future__ import annotations

import pytest

from duologue.languages import front_ends
from duologue.languages.ja.front_end import FRONT_END
from duologue.languages.ja.morae import phonemes_of
from duologue.speech.phonemes import VOCABULARY
from duologue.speech.spoken import spoken_form


@pytest.mark.parametrize(
    ("kana", "phonemes"),
    [
        ("サシスセソ", "saɕisɨseso"),
        ("タチツテト", "taʨiʦɨteto"),
        ("ハヒフヘホ", "haçiɸɯheho"),
        ("キョー", "kʲoː"),
        ("シュジュツ", "ɕɨʥɨʦɨ"),
        ("ティーパーティー", "tiːpaːtiː"),
        ("ファン", "ɸaɴ"),
        ("ヴァイオリン", "vaioɾiɴ"),
        ("ウィンドウ", "βindoɯ"),
        ("ニャンコ", "ɲaŋko"),
        ("シンブン", "ɕimbɯɴ"),
        ("アンナイ", "annai"),
        ("ロッポンギ", "ɾoʔpoŋɡi"),
        ("クァルテット", "kᵝaɾɯteʔto"),
        ("abc…", ""),
    ],
)
def test_katakana_sounds_as_phonology_has_it(kana: str, phonemes: str) -> None:
    assert phonemes_of(kana) == phonemes


def test_every_syllable_is_in_the_voice_s_alphabet() -> None:
    signs = [chr(code) for code in range(0x30A1, 0x30FD)]
    said = "".join(
        phonemes_of(sign) + phonemes_of(sign + small) for sign in signs for small in "ァィゥェォャュョン"
    )
    assert set(said) <= set(VOCABULARY)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("3本の傘", [("三本", "samboɴ"), ("の", "no"), ("傘", "kasa")]),
        ("7月4日", [("七月", "ɕiʨiɡaʦɨ"), ("四日", "joʔka")]),
        ("2人", [("二人", "ɸɯtaɾi")]),
        ("今日は", [("今日", "kʲoː"), ("は", "βa")]),
        ("食べていました", [("食べて", "tabete"), ("いました", "imaɕita")]),
        ("海へ行く", [("海", "ɯmi"), ("へ", "e"), ("行く", "ikɯ")]),
    ],
)
def test_words_are_read_with_what_is_counted_and_their_endings(
    written: str, said: list[tuple[str, str]]
) -> None:
    pytest.importorskip("pyopenjtalk")
    text = spoken_form(written, "ja-JP").text
    assert [(text[each.start : each.end], each.phonemes) for each in FRONT_END.sounds(text, "ja-JP")] == said


def test_text_that_the_dictionary_changes_is_one_sound() -> None:
    pytest.importorskip("pyopenjtalk")
    (whole, *rest) = FRONT_END.sounds("ｶﾞﾗｽ3", "ja-JP")
    assert (whole.start, whole.end) == (0, 5)
    assert whole.phonemes.startswith("ɡaɾasɨ")
    assert all(each.start == each.end == 5 for each in rest)


@pytest.mark.parametrize("tag", ["ja", "hi"])
def test_what_nobody_has_proven_by_ear_is_not_offered_and_says_why(tag: str) -> None:
    reader = front_ends.front_end(tag)
    assert reader is not None
    assert reader.lacking().startswith("not proven")
    assert tag not in front_ends.readable()
