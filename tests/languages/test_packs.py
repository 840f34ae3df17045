"""Every language pack is whole: words, disclosure, cast. A further language is files alone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from duologue.interview import read_text
from duologue.languages import page
from duologue.languages.detect import detect_language
from duologue.languages.page import PageWords, page_words
from duologue.languages.reading import reading_words
from duologue.languages.tags import language_name, spoken_language
from duologue.model import NARRATOR
from duologue.speech.find_cast import cast_for_language, load_cast
from interview import layouts

FOLDER = Path(page.__file__).parent
PACKS = sorted(path.parent.name for path in FOLDER.glob("*/page.yaml") if path.parent.name != "en-US")
AI = {
    "ar": "الاصطناعي",
    "de": "künstlicher Intelligenz",
    "en": "AI",
    "es": "inteligencia artificial",
    "fr": "intelligence artificielle",
    "hi": "कृत्रिम बुद्धिमत्ता",
    "id": "kecerdasan buatan",
    "it": "intelligenza artificiale",
    "ja": "人工知能",
    "ko": "인공지능",
    "nl": "kunstmatige intelligentie",
    "pl": "sztuczną inteligencję",
    "pt": "inteligência artificial",
    "ru": "искусственным интеллектом",
    "tr": "yapay zekâ",
    "vi": "trí tuệ nhân tạo",
    "zh": "人工智能",
    "zh-Hant": "人工智慧",
}
"""How each language says what made the voices."""
_AS_IN_ENGLISH = 0.12
"""So many words of a language may be those of English: Position, Pause, min."""


def texts(words: PageWords) -> dict[str, str]:
    """Every word of a language that a person reads, by its key."""
    groups = {group: values for group, values in words.model_dump().items() if isinstance(values, dict)}
    return {
        f"{group}.{key}": value
        for group, values in groups.items()
        for key, value in values.items()
        if isinstance(value, str) and any(map(str.isalpha, re.sub(r"\{\w*\}", "", value)))
    }


def test_there_are_packs_for_the_languages_most_read() -> None:
    assert set(PACKS) == set(AI)
    assert len(PACKS) >= 18


@pytest.mark.parametrize("tag", PACKS)
def test_a_pack_is_whole(tag: str) -> None:
    words = page_words(tag)
    assert words.language in (tag, f"{tag}-CN")
    for said in (words.disclosure.spoken, words.disclosure.comment):
        assert AI[tag].lower() in said.lower(), "the disclosure says what made the voices"
        assert spoken_language(detect_language(said)) == spoken_language(tag)
    assert language_name(tag) != tag
    assert str(date(2024, 7, 4).year) in words.date(date(2024, 7, 4))
    own, english = texts(words), texts(page_words("en"))
    same = [key for key, value in own.items() if value == english.get(key) and len(value) > 6]
    assert tag == "en" or len(same) <= _AS_IN_ENGLISH * len(own), f"left in English: {same}"


@pytest.mark.parametrize("tag", PACKS)
def test_a_pack_has_words_for_the_reader(tag: str) -> None:
    """People without a name are called in their own language; the words that tell most are there."""
    words = reading_words()
    unnamed = words.of(tag, "unnamed")
    assert len(set(unnamed)) == 2
    assert tag == "en" or not set(unnamed) & set(words.of("en", "unnamed")) - {"Interviewer"}
    for kind in (
        "askers",
        "answerers",
        "narrators",
        "credits",
        "captions",
        "notes",
        "asks",
        "thanks",
        "asides",
    ):
        assert words.of(tag, kind), kind


@pytest.mark.parametrize("tag", [*layouts.DIALOGUES, *layouts.FURTHER])
def test_who_has_no_name_is_called_in_the_language_of_the_interview(tag: str) -> None:
    write = layouts.LAYOUTS["bold question, no labels"][2]
    interview = read_text(write((layouts.DIALOGUES | layouts.FURTHER)[tag]))
    called = {speaker.name for speaker in interview.speakers if speaker.name != NARRATOR}
    assert called == set(reading_words().of(tag, "unnamed"))


def test_taiwan_and_hong_kong_call_them_in_their_own_characters() -> None:
    assert (
        reading_words().of("zh-TW", "unnamed")
        == reading_words().of("zh-HK", "unnamed")
        == ("採訪者", "受訪者")
    )
    assert reading_words().of("zh-CN", "unnamed") == ("采访者", "受访者")


@pytest.mark.parametrize("tag", PACKS)
def test_a_pack_has_a_cast_of_its_own(tag: str) -> None:
    cast = cast_for_language(tag)
    assert cast.path is not None, "a file, not made from the list"
    assert spoken_language(cast.language) == spoken_language(tag)


def test_a_further_language_is_files_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of words, and a cast beside the article: no code."""
    english = (FOLDER / "en/page.yaml").read_text(encoding="utf-8")
    for tag in ("en", "sv"):
        (tmp_path / tag).mkdir()
    (tmp_path / "en/page.yaml").write_text(english, encoding="utf-8")
    swedish = english.replace("language: en", "language: sv").replace("badge: AI voices", "badge: AI-röster")
    (tmp_path / "sv/page.yaml").write_text(swedish, encoding="utf-8")
    monkeypatch.setattr(page, "_FOLDER", tmp_path)
    interview = read_text(
        "**Nora Vey:** Hur länge har ni bakat bröd?\n\n"
        "**Tomo Rask:** I tjugo år. Jag börjar klockan fyra på morgonen, när hela gatan sover.\n\n"
        "**Nora Vey:** Vad tycker ni bäst om?\n\n**Tomo Rask:** Doften av de första limporna.\n"
    )
    assert interview.language == "sv"
    assert page_words(interview.language).disclosure.badge == "AI-röster"
    (tmp_path / "sv.yaml").write_text(
        "language: sv-SE\nroles:\n  interviewer: {edge: sv-SE-SofieNeural}\n"
        "  interviewee: {edge: sv-SE-MattiasNeural}\n"
        "  narrator: {edge: {voice: sv-SE-SofieNeural, rate: -10%, pitch: -20Hz}}\n",
        encoding="utf-8",
    )
    assert load_cast("sv.yaml", tmp_path).language == "sv-SE"
