from pathlib import Path

import pytest

from audition.auditions import page_of
from duologue.programme.contents.linebreak import is_wide
from duologue.speech.find_cast import load_cast, shipped_casts


def test_a_voice_is_told_in_the_pages_language(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    assert "<dd>女声 · low · 语速\u00a0−6%</dd>" in page
    assert "<dd>high</dd>" in page


def test_a_command_breaks_between_its_words_alone(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    assert (
        "<span>audition</span> <span>&#39;my</span> <span>article.md&#39;</span> <span>--choose</span>"
        in page
    )


def test_a_cast_is_described_in_the_pages_language(tmp_path: Path) -> None:
    said = {"en": "A woman asks.", "zh": "女声提问。"}
    cast = load_cast("zh-CN").model_copy(update={"description": said})
    assert [cast.description_in(tag) for tag in ("zh-CN", "zh-TW", "en-GB", "fi")] == [
        "女声提问。",
        "女声提问。",
        "A woman asks.",
        "A woman asks.",
    ]
    assert cast.model_copy(update={"description": "Both."}).description_in("zh-CN") == "Both."


@pytest.mark.parametrize("name", [name for name in shipped_casts() if name.startswith("zh")])
def test_every_shipped_chinese_cast_says_in_chinese_who_speaks(name: str) -> None:
    assert any(map(is_wide, load_cast(name).description_in("zh-CN")))
