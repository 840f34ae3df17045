"""One list of chapters, shown alike everywhere."""

from __future__ import annotations

import json

import pytest

from duologue.model import Chapter
from duologue.programme.contents.chapters import (
    chapters_from_starts,
    check_chapters,
    description_lines,
    divided_by_question,
    json_chapters,
)

THREE = (
    Chapter("开场", 0, 61_999),
    Chapter("慢", 61_999, 3_661_000),
    Chapter("A title far too long for the forty characters a player reads", 3_661_000, 4_000_000),
)


def test_starts_become_chapters_without_gaps() -> None:
    made = chapters_from_starts([("一", 5000), ("二", 9000)], 20_000, opening="开场")
    assert made == (Chapter("开场", 0, 5000), Chapter("一", 5000, 9000), Chapter("二", 9000, 20_000))
    check_chapters(made, 20_000)


def test_a_section_at_the_very_start_needs_no_opening() -> None:
    assert [c.title for c in chapters_from_starts([("一", 0), ("二", 9)], 20, opening="o")] == ["一", "二"]


def test_a_chapter_without_length_is_left_out_and_an_empty_title_is_named() -> None:
    made = chapters_from_starts([("一", 0), ("二", 9), (" ", 9)], 20, opening="o")
    assert [(c.title, c.start_ms) for c in made] == [("一", 0), ("o", 9)]
    check_chapters(made, 20)


def test_no_sections_give_no_chapters() -> None:
    assert chapters_from_starts([], 20, opening="o") == ()


def test_the_chapters_file_is_version_1_2_in_seconds() -> None:
    read = json.loads(json_chapters(THREE, title="T"))
    assert read["version"] == "1.2.0"
    assert [c["startTime"] for c in read["chapters"]] == [0, 61.999, 3661]
    assert read["chapters"][1] == {"startTime": 61.999, "endTime": 3661.0, "title": "慢"}


def test_description_lines_start_at_zero_and_fit_a_player() -> None:
    lines = description_lines(THREE)
    assert lines[:2] == ("00:00:00 开场", "00:01:01 慢")
    assert lines[2].startswith("01:01:01 A title")
    assert all(len(line) <= 40 for line in lines)
    assert lines[2].endswith("…")


def test_two_chapters_are_no_list() -> None:
    assert description_lines(THREE[:2]) == ()


def test_an_end_that_misses_the_programme_is_refused() -> None:
    with pytest.raises(ValueError, match="ends at"):
        check_chapters(THREE, 4_000_001)


def test_a_long_chapter_is_divided_by_question_and_a_short_one_is_not() -> None:
    chapters = (Chapter("短", 0, 60_000), Chapter("长", 60_000, 660_000))
    questions = [
        ("一？", 10_000),
        ("二？", 70_000),
        ("三\n问？", 200_000),
        ("四？", 210_000),
        ("五？", 650_000),
    ]
    made = divided_by_question(chapters, questions, longest_ms=240_000)
    assert [(c.title, c.start_ms) for c in made] == [("短", 0), ("长", 60_000), ("三 问？", 200_000)]
    check_chapters(made, 660_000)
    assert divided_by_question(chapters, questions, longest_ms=900_000) == chapters
