# ruff: noqa: E501
"""Text is made normal once, at the door, and the account is that of the file to the character."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue.errors import DuologueError
from duologue.interview import read_source, read_text, verify_account
from duologue.interview.normal import INVISIBLE, edits_of, plain
from duologue.model import Interview

TALK = (
    "# Small boats\n\n**Mara Quill:** Why so small?\n\n**Teo Brand:** I can carry them.\n\n"
    "**{0}Mara Quill{1}:** And at sea?\n\n**{0}Teo Brand{1}:** At sea they carry me.\n\n"
    "**Mara Quill:** Who rows?\n\n**Teo Brand:** My aunt.\n"
)
UNSEEN = {
    "zero width space": "\u200b",
    "left-to-right mark": "\u200e",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "word joiner": "\u2060",
    "isolate": "\u2068",
    "tag": "\U000e0041",
    "object": "\ufffc",
    "control": "\u0003",
}


def read(text: str, suffix: str, folder: Path) -> Interview:
    path = folder / f"x{suffix}"
    path.write_text(text, encoding="utf-8", newline="")
    return read_source(path)


def covers(interview: Interview, source: str) -> None:
    """Checks that the account's spans are the source, and that what is dropped stands in it."""
    account = interview.account
    assert account is not None
    assert account.source == source
    assert "".join(source[span.start : span.end] for span in account.spans) == source
    verify_account(interview)


@pytest.mark.parametrize("mark", UNSEEN.values(), ids=UNSEEN)
@pytest.mark.parametrize("place", [("{m}", ""), ("", "{m}"), ("{m}", "{m}{m}")])
def test_labels_with_characters_that_nobody_sees_are_one_person(
    mark: str, place: tuple[str, str], tmp_path: Path
) -> None:
    source = TALK.format(*(side.replace("{m}", mark) for side in place))
    interview = read(source, ".md", tmp_path)
    assert [speaker.name for speaker in interview.speakers] == ["Mara Quill", "Teo Brand"]
    covers(interview, source)
    assert all(one.text.strip(mark) == "" for one in interview.dropped if one.reason == INVISIBLE)


@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        (".txt", lambda a, b: f"\u200bAnn: {a}?\n\n\u200bBo: {b}.\n\nAnn: And?\n\nBo: No.\n"),
        (
            ".html",
            lambda a, b: (
                f"<html><body><p>&#8203;Ann: {a}?</p><p>\u200eBo: {b}.</p><p>Ann: And?</p><p>Bo: No.</p>"
            ),
        ),
        (
            ".json",
            lambda a, b: json.dumps(
                [
                    {"speaker": "\u200bAnn", "text": f"{a}?"},
                    {"speaker": "Bo", "text": f"{b}."},
                    {"speaker": "Ann\u200e", "text": "And?"},
                    {"speaker": "\ufeffBo", "text": "No."},
                ]
            ),
        ),
        (".csv", lambda a, b: f"speaker,text\n\u200bAnn,{a}?\nBo,{b}.\nAnn\u200e,And?\nBo,No.\n"),
        (
            ".vtt",
            lambda a, b: (
                f"WEBVTT\n\n00:01.000 --> 00:02.000\n\u200eAnn: {a}?\n\n00:02.000 --> 00:03.000\nBo: {b}.\n\n"
                "00:03.000 --> 00:04.000\nAnn: And?\n\n00:04.000 --> 00:05.000\n\u200bBo: No.\n"
            ),
        ),
        (
            "script",
            lambda a, b: (
                f"---\nduologue: script\nspeakers: [{{name: Ann}}, {{name: Bo}}]\n---\n\n\u200bAnn: {a}?\n\nBo: {b}.\n\n"
                "Ann\u200b: And?\n\nBo: No.\n"
            ),
        ),
    ],
)
def test_every_kind_of_file_is_made_normal(suffix: str, write: object, tmp_path: Path) -> None:
    source = write("Cafe\u0301 Ａ1\u00a0km", "o\ufb03ce on\u00adly")  # type: ignore[operator]
    interview = read(source, ".md" if suffix == "script" else suffix, tmp_path)
    said = [(turn.speaker, turn.paragraphs[0].text) for turn in interview.turns()]
    assert said == [("Ann", "Café A1 km?"), ("Bo", "office only."), ("Ann", "And?"), ("Bo", "No.")]
    if suffix in (".txt", ".json", ".vtt", "script"):
        covers(interview, source)


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("Ｑ１：", "Q1："),
        ("ｶﾞｷﾞ", "ガギ"),
        ("⼀⼆", "一二"),
        ("\u1112\u1161\u11ab", "한"),
        ("葛\U000e0100飾", "葛飾"),
        ("𝐀𝟏", "A1"),
        ("a\u202fb", "a b"),
        ("e\u200b\u0301", "é"),
        ("\ud800", "\ufffd"),
    ],
)
def test_forms_of_letters_are_the_letters(written: str, becomes: str) -> None:
    assert plain(written) == becomes


@pytest.mark.parametrize(
    "text",
    ["10⁶ m²", "㎏ ℃", "（好）！", "👩\u200d💻", "❤\ufe0f", "می\u200cخواهم", "ㅋㅋ", "Ⅷ", "½", "™", "\t\n"],
)
def test_what_means_something_stays(text: str) -> None:
    assert edits_of(text) == []


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.characters() | st.sampled_from("e\u0301\u200b\ufb01Ａａ\u3099か한ᄒ"), max_size=12).map(
        "".join
    )
)
def test_normal_text_is_composed_and_stays_as_it_is(text: str) -> None:
    normal = plain(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert plain(normal) == normal


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "**Ann:** Why?",
                "**Bo:** So.",
                "\n\n",
                "\u200b",
                "e\u0301",
                "\ufb01",
                "\u00a0",
                "Ａ",
                "\u00ad",
                "中",
                "#",
                "\ufeff",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_the_account_is_of_the_source_before_it_was_made_normal(text: str) -> None:
    source = f"**Ann:** Why?\n\n**Bo:** So.\n\n**Ann:** And{text}?\n\n**Bo:** No.\n"
    try:
        interview = read_text(source)
    except DuologueError:
        return
    covers(interview, source)
