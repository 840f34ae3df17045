# ruff: noqa: E501
"""A chapter of a book, an item of a feed, a page in a web archive."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape
from pathlib import Path

import pytest

from duologue.errors import NoInterviewError, SourceError, UsageError
from duologue.interview import Choice, read_bytes_as, read_source, verify_account


def talk(place: str) -> str:
    return (
        f"<p><b>Ann Ray:</b> What of {place}?</p>\n<p><b>Bo Lin:</b> It is cold.</p>\n"
        "<p><b>Ann Ray:</b> And then?</p>\n<p><b>Bo Lin:</b> Then it snows.</p>\n"
    )


CHAPTERS = ("Salt", "Weather", "The old salt")


def book(parts: dict[str, str] | None = None) -> bytes:
    made = io.BytesIO()
    items = "".join(
        f'<item id="c{n}" href="text/c%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(CHAPTERS))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(CHAPTERS)))
    links = "".join(
        f'<li><a href="text/c%20{n}.xhtml#top">{title}</a></li>' for n, title in enumerate(CHAPTERS)
    )
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/b.opf"/></rootfiles></container>',
        "OPS/b.opf": "<package xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata><dc:title>Two talks</dc:title>"
        "<dc:creator>Peter Holm</dc:creator><dc:date>2024-05-30</dc:date></metadata>"
        f'<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>{items}</manifest>'
        f'<spine><itemref idref="n"/>{spine}</spine></package>',
        "OPS/nav.xhtml": f"<html><body><nav><ol>{links}</ol></nav></body></html>",
    }
    for number, title in enumerate(CHAPTERS):
        files[f"OPS/text/c {number}.xhtml"] = (
            '<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
            f"<body>\n<h1>{title}</h1>\n{talk(title)}</body></html>"
        )
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in (files | (parts or {})).items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_whole_book_is_read_in_its_order() -> None:
    interview = read_bytes_as(book(), ".epub")
    verify_account(interview)
    assert [section.title for section in interview.sections][-2:] == ["Weather", "The old salt"]
    assert len(interview.turns()) == 12
    assert (interview.title, interview.published, interview.authors) == (
        "Two talks",
        date(2024, 5, 30),
        ("Peter Holm",),
    )


@pytest.mark.parametrize(("wanted", "place"), [("2", "Weather"), ("weath", "Weather"), ("3", "The old salt")])
def test_a_chapter_is_chosen_by_number_or_title(wanted: str, place: str) -> None:
    interview = read_bytes_as(book(), ".epub", choice=Choice(chapter=wanted))
    assert interview.turns()[0].paragraphs[0].text == f"What of {place}?"
    assert len(interview.turns()) == 4
    assert interview.title == place


@pytest.mark.parametrize(
    ("wanted", "said"), [("4", "no chapter '4'"), ("sal", "several chapters"), ("x", "1 Salt, 2 Weather")]
)
def test_a_chapter_that_is_none_is_refused_with_those_there_are(wanted: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_bytes_as(book(), ".epub", choice=Choice(chapter=wanted))


def test_a_doubt_in_a_book_names_its_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duologue.interview.decision.doubts.LEAST_SURE", 1.1)
    interview = read_bytes_as(book(), ".epub")
    assert interview.doubts
    assert all("(chapter " in doubt.message for doubt in interview.doubts)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"META-INF/encryption.xml": "<e>http://www.w3.org/2001/04/xmlenc#aes128-cbc</e>"}, "protected"),
        ({"META-INF/container.xml": "<container/>"}, "damaged"),
        ({"OPS/b.opf": "<package"}, "damaged"),
        ({"META-INF/container.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "entities"),
        ({"OPS/b.opf": "<package/>"}, "no text"),
    ],
)
def test_books_that_cannot_be_read_are_refused(parts: dict[str, str], said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_bytes_as(book(parts), ".epub")


RSS = """<?xml version="1.0" encoding="utf-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Tower Times</title>
<item><title>Old &amp; cold</title><pubDate>Fri, 02 May 2014 10:10:00 GMT</pubDate><description>In&nbsp;short</description>
<content:encoded><![CDATA[{old}]]></content:encoded></item>
<item><title>New</title><link>https://tower.example/2</link><dc:date>2024-05-30</dc:date><dc:creator>Peter Holm</dc:creator>
<description>{new}</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Tower Times</title><entry><title>Only</title>
<updated>2024-05-30T10:00:00Z</updated><link href="https://tower.example/a"/><author><name>Peter Holm</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{talk}</div></content></entry></feed>"""


def feed() -> bytes:
    return RSS.format(old=talk("old days"), new=escape(talk("new days"))).encode()


@pytest.mark.parametrize(
    ("item", "title", "asked"),
    [(None, "New", "new days"), (1, "Old & cold", "old days"), (2, "New", "new days")],
)
def test_an_item_of_a_feed_is_read(item: int | None, title: str, asked: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(feed())
    interview = read_source(path, choice=Choice(item=item))
    verify_account(interview)
    turn = interview.turns()[0]
    assert (interview.title, turn.paragraphs[0].text, interview.source) == (
        title,
        f"What of {asked}?",
        "Tower Times",
    )
    lines = feed().decode().split("\n")
    assert asked in lines[turn.line - 1]
    assert ("item" in str(interview.doubts)) == (item is None)


def test_what_a_feed_says_of_an_item() -> None:
    interview = read_bytes_as(feed(), ".xml")
    assert (interview.published, interview.url, interview.authors) == (
        date(2024, 5, 30),
        "https://tower.example/2",
        ("Peter Holm",),
    )
    atom = read_bytes_as(ATOM.format(talk=talk("it")).encode(), "")
    assert (atom.title, atom.url, atom.authors) == ("Only", "https://tower.example/a", ("Peter Holm",))
    assert len(atom.turns()) == 4


def test_two_items_of_one_feed_are_two_episodes(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(feed())
    first, second = (read_source(path, choice=Choice(item=number)).identity for number in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.slug, first.guid) != (second.slug, second.guid)
    assert first.slug != second.slug


def test_items_that_are_none_are_refused() -> None:
    with pytest.raises(UsageError, match="2 items, so there is no item 3"):
        read_bytes_as(feed(), ".xml", choice=Choice(item=3))
    with pytest.raises(NoInterviewError, match="without items"):
        read_bytes_as(b"<rss><channel/></rss>", ".xml")
    with pytest.raises(NoInterviewError, match="no text"):
        read_bytes_as(b"<rss><channel><item><title>a</title></item></channel></rss>", ".xml")
    with pytest.raises(SourceError, match="entities"):
        read_bytes_as(b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>&a;</rss>", ".rss")


def test_a_page_in_a_web_archive() -> None:
    message = MIMEMultipart("related")
    page = MIMEText(
        f"<html><head><title>Salt</title></head><body><article>{talk('Zürich')}</article></body></html>",
        "html",
        "utf-8",
    )
    message.attach(page)
    interview = read_bytes_as(message.as_bytes(), ".mhtml")
    assert interview.turns()[0].paragraphs[0].text == "What of Zürich?"
    with pytest.raises(NoInterviewError, match="without a page"):
        read_bytes_as(MIMEMultipart("related").as_bytes(), ".mhtml")


@pytest.mark.parametrize("suffix", [".js", ".py", ".tsx", ".sh", ".css"])
def test_source_code_is_refused(suffix: str) -> None:
    with pytest.raises(NoInterviewError, match="source code"):
        read_bytes_as(b"const ann = 'Ann: Why?'\nconst bo = 'Bo: So.'\n", suffix)
    with pytest.raises(NoInterviewError, match="source code"):
        read_bytes_as(b"#!/bin/sh\necho Ann: Why?\necho Bo: So.\n", "")


def test_a_page_that_a_program_holds_is_read() -> None:
    interview = read_bytes_as(f"export default `\n{talk('here')}`;\n".encode(), ".js")
    assert [turn.speaker for turn in interview.turns()] == ["Ann Ray", "Bo Lin"] * 2
    assert interview.turns()[0].line == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx"),
        (b"PK\x05\x06" + bytes(18), "binary"),
    ],
)
def test_other_binary_files_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(NoInterviewError, match=said):
        read_bytes_as(data, ".doc")
