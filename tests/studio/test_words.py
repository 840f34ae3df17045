"""The page's words: every language has each of them, and the page asks for none that is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import duologue.studio
from duologue.languages.studio import studio_languages, studio_words
from duologue.studio.page import language_for, page

FOLDER = Path(duologue.studio.__file__).parent
ENGLISH = studio_words("en").words


def test_every_language_has_the_same_words_with_the_same_places() -> None:
    assert {"en", "zh"} <= set(studio_languages())
    for tag in studio_languages():
        words = studio_words(tag).words
        assert set(words) == set(ENGLISH)
        for name, text in words.items():
            places = sorted(re.findall(r"\{\w+\}", text))
            assert places == sorted(re.findall(r"\{\w+\}", ENGLISH[name])), (tag, name)
    assert studio_words("zh").words["undo"] == "撤销"


def test_the_page_asks_for_no_word_that_is_missing() -> None:
    asked = {
        name for path in FOLDER.glob("static/*.js") for name in re.findall(r'\bt\("(\w+)"', path.read_text())
    }
    asked |= set(re.findall(r"words\.(\w+)", (FOLDER / "templates/studio.html").read_text()))
    assert asked <= set(ENGLISH)
    assert len(asked) > 90


@pytest.mark.parametrize(("accepted", "wanted"), [("zh-CN,en;q=0.5", "zh"), ("fr, en", "en"), ("", "en")])
def test_the_browsers_language_counts(accepted: str, wanted: str) -> None:
    assert f'<html lang="{wanted}"' in page(language_for(accepted))
