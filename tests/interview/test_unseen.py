# ruff: noqa: E501
"""Text that no reader sees is not spoken, with the reason; what stands above the line keeps its meaning."""

from __future__ import annotations

import pytest

from duologue.interview import read_bytes_as, read_text
from duologue.interview.readers.raised import Raised, meaning
from duologue.model import Interview


def page(words: str) -> Interview:
    return read_bytes_as(
        f"<html><body><article><h1>Sea</h1><p><b>Mara:</b> {words}?</p><p><b>Teo:</b> We row.</p>"
        "<p><b>Mara:</b> Who rows?</p><p><b>Teo:</b> My aunt.</p></article></body></html>".encode(),
        ".html",
    )


def note(words: str) -> Interview:
    return read_text(
        f"# Sea\n\n**Mara:** {words}?\n\n**Teo:** We row.\n\n**Mara:** Who rows?\n\n**Teo:** My aunt.\n"
    )


def said(interview: Interview) -> str:
    return interview.turns()[0].paragraphs[0].text


def reasons(interview: Interview) -> set[tuple[str, str]]:
    return {(one.reason, one.text) for one in interview.dropped}


HIDDEN = [
    ('<span style="display:none">secretly</span>', "hidden"),
    ('<span style="color:red; Display : NONE !important">secretly</span>', "hidden"),
    ('<span style="visibility: hidden">secretly</span>', "hidden"),
    ("<span hidden>secretly</span>", "hidden"),
    ("<s>secretly</s>", "struck out"),
    ("<del>secretly</del>", "struck out"),
    ("<ruby><rt>secretly</rt></ruby>", "reading aid"),
    ("<sup>[1]</sup>", "footnote mark"),
]
HIDDEN_ON_PAGES = [
    ('<span style="font-size:0">secretly</span>', "hidden"),
    ('<span class="sr-only">secretly</span>', "hidden"),
    ('<span class="screen-reader-text">secretly</span>', "hidden"),
    ('<span style="text-decoration: line-through">secretly</span>', "struck out"),
    ("<strike>secretly</strike>", "struck out"),
    ("<dialog>secretly</dialog>", "hidden"),
    ('<sup><a href="#fn1">1</a></sup>', "footnote mark"),
]


@pytest.mark.parametrize(("written", "reason"), HIDDEN + HIDDEN_ON_PAGES)
def test_a_page_is_spoken_as_it_is_seen(written: str, reason: str) -> None:
    interview = page(f"And {written} at sea")
    assert said(interview) == "And at sea?"
    assert reason in {one for one, _ in reasons(interview)}


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        *HIDDEN,
        ("~~secretly~~", "struck out"),
        ("%%ask her again%%", "comment"),
        ("<!-- ask her again -->", "comment"),
        ("[^note]", "footnote mark"),
    ],
)
def test_markdown_is_spoken_as_it_is_seen(written: str, reason: str) -> None:
    interview = note(f"And {written} at sea")
    assert said(interview) == "And at sea?"
    assert reason in {one for one, _ in reasons(interview)}


def test_a_comment_over_paragraphs_is_not_spoken() -> None:
    interview = note("At sea?\n\n%%\nAsk her\n\nagain.\n%%\n\n<!-- and\n\nagain -->\n\nIs it cold")
    spoken = [paragraph.text for turn in interview.turns() for paragraph in turn.paragraphs]
    assert spoken[:2] == ["At sea?", "Is it cold?"]
    assert ("comment", "again.") in reasons(interview) or ("comment", "again.\n%%") in reasons(interview)


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("==the only sentence==", "the only sentence"),
        ("a == b and c == d", "a == b and c == d"),
        ("`==code==`", "==code=="),
        ("100%% or 50%% of it", "100%% or 50%% of it"),
        ("well~~ yes", "well~~ yes"),
        ("10^6^ of 20 m^2^", "10⁶ of 20 m²"),
        ("H~2~O", "H2O"),
        ("the 5^th^", "the 5th"),
        ("(^_^) and (^o^)", "(^_^) and (^o^)"),
    ],
)
def test_marks_of_markdown_are_no_words(written: str, becomes: str) -> None:
    assert said(note(written)) == f"{becomes}?"


@pytest.mark.parametrize("write", [page, note])
@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("10<sup>6</sup> grains", "10⁶ grains"),
        ("10<sup>-3</sup> grams", "10⁻³ grams"),
        ("20 m<sup>2</sup>", "20 m²"),
        ("E = mc<sup>2</sup>", "E = mc²"),
        ("2<sup>n</sup> ways", "2ⁿ ways"),
        ("2<sup>x</sup> ways", "2^x ways"),
        ("the 5<sup>th</sup> day", "the 5th day"),
        ("H<sub>2</sub>O", "H2O"),
        ("<sup>1</sup>/<sub>2</sub> mile", "1/2 mile"),
        ("the sea<sup>12</sup> rose", "the sea rose"),
        ("in 2019<sup>3</sup> it rose", "in 2019 it rose"),
    ],
)
def test_what_stands_above_the_line_keeps_its_meaning(write: object, written: str, becomes: str) -> None:
    assert said(write(written)) == f"{becomes}?"  # type: ignore[operator]


@pytest.mark.parametrize(
    ("before", "content", "sense"),
    [
        ("the sea.", "3", Raised.NOTE),
        ("(see below)", "2", Raised.NOTE),
        ("(a+b)", "2", Raised.POWER),
        ("Ca", "2+", Raised.POWER),
        ("M", "me", Raised.PLAIN),
        ("一万米", "2", Raised.POWER),
        ("守塔人", "2", Raised.NOTE),
        ("sea", "1,2", Raised.NOTE),
        ("sea", "†", Raised.NOTE),
    ],
)
def test_superscripts_by_what_stands_before_them(before: str, content: str, sense: Raised) -> None:
    assert meaning(before, content) is sense


def test_a_page_that_its_script_will_show_is_read_though_it_is_hidden_now() -> None:
    talk = "<p><b>Ann:</b> Why?</p><p><b>Bo:</b> So.</p><p><b>Ann:</b> And?</p><p><b>Bo:</b> No.</p>"
    interview = read_bytes_as(
        f'<html><body><div style="visibility:hidden">{talk}</div><p>(c)</p></body></html>'.encode(), ".html"
    )
    assert len(interview.turns()) == 4


@pytest.mark.parametrize("attribute", ['class="footnotes"', 'epub:type="footnotes"', 'role="doc-endnotes"'])
def test_footnotes_under_an_article_are_not_spoken(attribute: str) -> None:
    interview = read_bytes_as(
        "<html><body><article><p><b>Ann:</b> Why?</p><p><b>Bo:</b> So.</p><p><b>Ann:</b> And?</p><p><b>Bo:</b> No.</p>"
        f"<section {attribute}><p>A note that says more.</p></section></article></body></html>".encode(),
        ".html",
    )
    assert ("footnote", "A note that says more.") in reasons(interview)
