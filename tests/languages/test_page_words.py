"""A language is a file of words; a region says what differs; a wrong file is refused with its line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from duologue.errors import ConfigError
from duologue.languages import page
from duologue.languages.page import direction, page_words

SHIPPED = Path(page.__file__).parent


@pytest.fixture
def languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of languages with English alone."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en/page.yaml").write_bytes((SHIPPED / "en/page.yaml").read_bytes())
    monkeypatch.setattr(page, "_FOLDER", tmp_path)
    return tmp_path


def write(folder: Path, tag: str, text: str) -> Path:
    (folder / tag).mkdir()
    path = folder / tag / "page.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*/page.yaml")), ids=lambda path: path.parent.name)
def test_every_shipped_file_is_whole_and_puts_in_what_it_is_given(path: Path) -> None:
    words = page_words(path.parent.name)
    assert words.length(62 * 60_000)
    assert "2024" in words.date(date(2024, 7, 4))
    english = page_words("en").model_dump()
    for group, values in words.model_dump().items():
        for name, value in values.items() if isinstance(values, dict) else ():
            if isinstance(value, str) and (group, name) not in (("dates", "day"), ("people", "more")):
                assert re.findall(r"\{\w*\}", value) == re.findall(r"\{\w*\}", english[group][name]), (
                    group,
                    name,
                )


def test_a_further_language_is_a_file(languages: Path) -> None:
    assert page_words("fi-FI").language == "en", "English, where there is no file"
    page._read.cache_clear()
    text = (languages / "en/page.yaml").read_text(encoding="utf-8")
    write(
        languages, "fi", text.replace("language: en", "language: fi").replace("play: Play", "play: Toista", 1)
    )
    assert page_words("fi-FI").player.play == "Toista"
    assert page_words("fi").player.pause == "Pause"


def test_a_region_says_only_what_differs(languages: Path) -> None:
    write(languages, "en-NZ", 'dates:\n  day: "{day}.{month}.{year}"\n')
    words = page_words("en-NZ")
    assert words.date(date(2024, 7, 4)) == "4.7.2024"
    assert words.player.play == "Play"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('dates:\n  day: "{day}"\nplayer:\n  plai: Play\n', 4, "player.plai: this key is not known"),
        ("dates:\n  months: [Jan, Feb]\n", 2, "twelve months"),
        ("player:\n  play: [1]\n", 2, "player.play: a text is expected here"),
        ("player: {play: a\n", 2, "not valid YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(languages: Path, text: str, line: int, message: str) -> None:
    path = write(languages, "en-XX", text)
    with pytest.raises(ConfigError) as refused:
        page_words("en-XX")
    assert f"{path}:{line}" in str(refused.value)
    assert message in str(refused.value)


def test_a_language_that_lacks_a_word_is_refused(languages: Path) -> None:
    content = yaml.safe_load((languages / "en/page.yaml").read_text(encoding="utf-8"))
    del content["player"]["pause"]
    write(languages, "fi", yaml.safe_dump(content))
    with pytest.raises(ConfigError, match=r"player\.pause: this key is missing"):
        page_words("fi")


@pytest.mark.parametrize(
    ("milliseconds", "chinese", "english"),
    [
        (25_000, "25 秒", "25 s"),
        (90_000, "2 分钟", "2 min"),
        (48 * 60_000, "48 分钟", "48 min"),
        (3_599_000, "1 小时 0 分钟", "1 h 0 min"),
        (3_725_000, "1 小时 2 分钟", "1 h 2 min"),
    ],
)
def test_lengths_are_written_as_people_write_them(milliseconds: int, chinese: str, english: str) -> None:
    assert page_words("zh-CN").length(milliseconds) == chinese
    assert page_words("en-GB").length(milliseconds) == english


def test_sizes_are_written_as_people_write_them() -> None:
    words = page_words("en")
    assert [words.size(n) for n in (0, 999, 12_345, 3_456_789, 34_200_000)] == [
        "1 KB",
        "1 KB",
        "12 KB",
        "3.5 MB",
        "34 MB",
    ]


def test_the_direction_follows_the_language_or_its_script() -> None:
    tags = ("he", "ar-EG", "fa", "zh-CN", "en", "az-Arab", "ur-Latn")
    assert [direction(tag) for tag in tags] == ["rtl", "rtl", "rtl", "ltr", "ltr", "rtl", "ltr"]
