# ruff: noqa: E501
"""What a text says about itself: the words as they were written, and a doubt with its line for what is not understood."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duologue.interview import read_source
from duologue.interview.readers.dates import read_date
from duologue.interview.readers.front_matter import split_front_matter
from duologue.model import Interview

TALK = (
    "**Mara Quill:** Why so small?\n\n**Teo Brand:** I can carry them.\n\n"
    "**Mara Quill:** And at sea?\n\n**Teo Brand:** They carry me.\n"
)


def read(front: str, folder: Path, talk: str = TALK) -> Interview:
    path = folder / "boats.md"
    path.write_text(f"{front}\n{talk}", encoding="utf-8")
    return read_source(path)


@pytest.mark.parametrize(
    "title",
    ["Yes", "no", "007", "2024-05-30", "1.10", "1e3", "0x1f", "12:30:00", "Null", "TRUE", "1_000", "9" * 300],
)
def test_a_title_is_the_words_as_written(title: str, tmp_path: Path) -> None:
    interview = read(f"---\ntitle: {title}\n---\n", tmp_path)
    assert interview.title == title
    assert interview.doubts == ()


@pytest.mark.parametrize(
    ("front", "title", "day"),
    [
        (
            '{\n  "title": "A light",\n  "date": "2016-03-02T09:00:00",\n  "tags": ["a", "b"]\n}\n',
            "A light",
            "2016-03-02",
        ),
        ('+++\ntitle = "A light"\ndate = 2016-03-02\ndraft = true\n+++\n', "A light", "2016-03-02"),
        ("---\ntitle: A light: how it burns\ndate: 2016-03-02\n---\n", "A light: how it burns", "2016-03-02"),
        (
            "[#]: title: (A light)\n[#]: date: (2016-03-02)\n[#]: author: (Peter Holm https://a.example/p)\n",
            "A light",
            "2016-03-02",
        ),
        ('[#]: subject: ""A light": a talk"\n[#]: via: "https://a.example/t"\n', '"A light": a talk', None),
        (
            "Title: A light: how it burns\nDate: 2016-03-02\nSlug: a-light\n",
            "A light: how it burns",
            "2016-03-02",
        ),
        ("标题：一盏灯\n日期：2016-03-02\n", "一盏灯", "2016-03-02"),
        ("#+TITLE: A light\n#+DATE: 2016-03-02\n", "A light", "2016-03-02"),
    ],
)
def test_every_kind_of_front_matter_is_understood_and_not_spoken(
    front: str, title: str, day: str | None, tmp_path: Path
) -> None:
    interview = read(front, tmp_path)
    assert interview.title == title
    assert interview.published == (date.fromisoformat(day) if day else None)
    assert [turn.speaker for turn in interview.turns()] == ["Mara Quill", "Teo Brand"] * 2


def test_a_heading_of_the_text_is_its_title_before_the_subject_of_the_original(tmp_path: Path) -> None:
    interview = read('[#]: subject: "The original"\n\nThe translation\n======\n', tmp_path)
    assert interview.title == "The translation"


@pytest.mark.parametrize(
    "begins",
    [
        "Title: A light\n",
        "Mara: Why so small?\nTeo: I can carry them.\n",
        "Title: A light\nDate: 2016-03-02\nThey met at the pier.\n",
    ],
)
def test_lines_with_colons_are_a_header_only_with_a_title_and_more(begins: str) -> None:
    assert split_front_matter(f"{begins}\n{TALK}")[1] == 0


def test_a_page_may_have_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "boats.html"
    talk = "".join(f"<p>{line}</p>\n" for line in TALK.replace("**", "").split("\n") if line)
    path.write_text(f'+++\ntitle = "A light"\ndate = 2016-03-02\n+++\n\n{talk}', encoding="utf-8")
    interview = read_source(path)
    assert (interview.title, interview.published) == ("A light", date(2016, 3, 2))
    assert [(turn.speaker, turn.line) for turn in interview.turns()] == [
        ("Mara Quill", 6),
        ("Teo Brand", 7),
        ("Mara Quill", 8),
        ("Teo Brand", 9),
    ]
    assert {span.reason for span in interview.dropped} >= {"front matter"}


def test_an_object_that_is_all_of_the_text_is_no_front_matter() -> None:
    assert split_front_matter('{"title": "x"}\n')[1] == 0
    assert split_front_matter("{an aside} and more\n")[1] == 0


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-30", "2024-05-30"),
        ("Fri, 2 May 2014 10:10 GMT", "2014-05-02"),
        ("30/05/2024", "2024-05-30"),
        ("05/30/2024", "2024-05-30"),
        ("30.05.2024", "2024-05-30"),
        ("1717077600", "2024-05-30"),
        ("1717077600000", "2024-05-30"),
        ("2024-05-30T10:00:00+08:00", "2024-05-30"),
        ("20240530", "2024-05-30"),
        ("May 30th, 2024", "2024-05-30"),
        ("30th of May 2024", "2024-05-30"),
        ("Thu May 30 10:10:00 2024", "2024-05-30"),
        ("2024年5月30日", "2024-05-30"),
        ("二〇二四年五月三十日", "2024-05-30"),
    ],
)
def test_dates_are_understood(written: str, day: str, tmp_path: Path) -> None:
    interview = read(f"---\ntitle: Boats\ndate: {written}\n---\n", tmp_path)
    assert interview.published == date.fromisoformat(day)
    assert interview.doubts == ()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05", "2024-05-01"),
        ("04/05/2024", "2024-05-04"),
        ("2024-02-30", None),
        ("31.04.2024", None),
        ("2024", None),
        ("soon", None),
        ("[2024, 5]", None),
        ("9" * 5000, None),
    ],
)
def test_what_is_no_whole_date_is_a_doubt_with_its_line(
    written: str, day: str | None, tmp_path: Path
) -> None:
    interview = read(f"---\ntitle: Boats\ndate: {written}\n---\n", tmp_path)
    assert interview.published == (date.fromisoformat(day) if day else None)
    assert [doubt.line for doubt in interview.doubts] == [3]
    assert interview.doubts[0].message.startswith("date: ")


@pytest.mark.parametrize(
    "text", ["9" * 80, "0000-00-00", "99999999999999", "1-1-1", "Feb 31, 2020", "二〇二四年十三月一日"]
)
def test_impossible_dates_are_none(text: str) -> None:
    assert read_date(text)[0] is None
    assert read_date(text)[1]


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("---\ntitle: Boats\ntitle: Ships\n---\n", 3),
        ("---\ntitle: Boats\nsection_level: many\n---\n", 3),
        ("---\ntitle: Boats\nspeakers: [{name: Mara Quill, role: captain}]\n---\n", 3),
        ("---\ntitle: [a, b]\n---\n", 2),
        ("---\ntitle: Boats\nx: [a\ny: {\n---\n", 4),
        ('+++\ntitle = "Boats\n+++\n', 2),
        ("---\na: &a [b]\nc: &c [*a, *d]\n---\n", 3),
    ],
)
def test_what_cannot_be_used_is_said_with_its_line(front: str, line: int, tmp_path: Path) -> None:
    interview = read(front, tmp_path)
    assert [doubt.line for doubt in interview.doubts] == [line]
    assert len(interview.turns()) == 4


@pytest.mark.parametrize("value", ["5", "true", "[5]", "{a: b}", "~", "2024-05-30"])
def test_other_names_of_any_type_are_read(value: str, tmp_path: Path) -> None:
    front = f"---\nspeakers: [{{name: Mara Quill, aliases: {value}}}]\nhosts: {value}\n---\n"
    assert len(read(front, tmp_path).turns()) >= 3
