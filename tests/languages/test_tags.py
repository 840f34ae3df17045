"""Tags and names of languages."""

from __future__ import annotations

import pytest
from py3langid import langid

from duologue.languages.tags import canonical_tag, language_name, spoken_language
from duologue.languages.writing import can_be_in, script_of
from languages.interviews import samples


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("zh_cn", "zh-CN"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("de-de", "de-DE"),
        ("Español", "es"),
        ("castellano", "es"),
        ("Spanish", "es"),
        ("English", "en"),
        ("中文", "zh"),
        ("日本語", "ja"),
        ("no-NO", "nb-NO"),
        ("iw", "he"),
        ("tl-PH", "fil-PH"),
        ("cmn-Hans", "zh-Hans"),
        ("es-419", "es-419"),
        ("python", None),
        ("xx", None),
        ("", None),
        ("klingon", None),
    ],
)
def test_what_a_source_calls_its_language_is_a_tag(said: str, tag: str | None) -> None:
    assert canonical_tag(said) == tag


@pytest.mark.parametrize(
    ("heard", "tags"),
    [
        ("yue", "zh-HK zh-MO yue zh-Hant-HK"),
        ("zh", "zh-TW cmn zh-Hans-CN zh"),
        ("nb", "no nb-NO"),
        ("en", "en-GB EN"),
    ],
)
def test_what_is_heard(heard: str, tags: str) -> None:
    assert {spoken_language(tag) for tag in tags.split()} == {heard}


def test_a_language_is_called_by_its_name() -> None:
    names = [language_name(tag) for tag in ("eu", "zh-HK", "qqq")]
    assert names == ["Basque (eu)", "Cantonese (zh-HK)", "qqq"]


def test_a_text_can_be_in_a_language_of_its_script_alone() -> None:
    by_tag = {sample.language: sample.text for sample in samples()}
    for tag, text in by_tag.items():
        assert can_be_in(tag, text), (tag, script_of(text))
    for tag, other in (
        ("en", "zh-CN"),
        ("zh-CN", "en-US"),
        ("ja", "zh-CN"),
        ("ru", "de"),
        ("de", "ru"),
        ("ar", "he"),
        ("ko", "ja"),
    ):
        assert not can_be_in(tag, by_tag[other]), (tag, other)
    assert can_be_in("en", "…")


def test_every_language_that_can_be_found_has_a_name() -> None:
    labels = {spoken_language(label) for label in langid._get_identifier().labels} - {"zxx"}
    assert [label for label in sorted(labels) if canonical_tag(label) is None] == []
    assert [label for label in sorted(labels) if language_name(label) == label] == []
