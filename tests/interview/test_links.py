# ruff: noqa: E501
"""Links of what is spoken are kept with their words; those of what is left out are not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph as Spaced
from reportlab.platypus import SimpleDocTemplate

from duologue.interview import read_bytes_as, read_source, read_text, write_script
from duologue.interview.links import web_address
from duologue.model import Interview, Link

MARKDOWN = """\
---
title: The Slow Bread
url: https://bread.example/talks/slow
---

Photo: [the agency](https://agency.example/)

**Anna Quill: Why [slow](https://slow.example/a_(b)?x=1&token=abcdef)?**

**Ben Ode:** Because [dough **must** sleep](/dough). See <https://ovens.example/x>. And mail [me](mailto:a@b.example).

**Anna Quill: And your hand?**

**Ben Ode:** A burn; there is [a new one](../burns.html "title") every day, [I say](#below).[^1] ([laughs](https://laugh.example/))

[^1]: A [note](https://note.example/).

[Subscribe](https://subscribe.example/) to our newsletter
"""
PAGE = """\
<html><head><title>The Slow Bread</title><link rel="canonical" href="https://bread.example/talks/slow"></head><body>
<nav><a href="https://menu.example/">Menu</a></nav><article>
<p><a href="https://agency.example/"><img src="a.jpg"></a></p>
<p><b>Anna Quill:</b> Why <a href="https://slow.example/a">slow</a>?</p>
<p><b>Ben Ode:</b> Because <a href="/dough">dough <b>must</b> sleep</a>; a dough that is not slept is a dough without taste.</p>
<p><b>Anna Quill:</b> And <a name="hand">your</a> hand?</p>
<p><b>Ben Ode:</b> A burn, there is a new one every day. <span style="display:none"><a href="https://hidden.example/">x</a></span></p>
</article><footer><a href="https://foot.example/">Foot</a></footer></body></html>
"""


def links(interview: Interview) -> list[tuple[str, str]]:
    return [
        (paragraph.text[link.start : link.end], link.address)
        for turn in interview.turns()
        for paragraph in turn.paragraphs
        for link in paragraph.links
    ]


def test_links_of_spoken_words_are_kept_with_whole_public_addresses() -> None:
    assert links(read_text(MARKDOWN)) == [
        ("slow", "https://slow.example/a_%28b%29?x=1"),
        ("dough must sleep", "https://bread.example/dough"),
        ("a new one", "https://bread.example/burns.html"),
    ]


def test_a_page_s_links_are_those_of_its_article() -> None:
    assert links(read_bytes_as(PAGE.encode(), ".html")) == [
        ("slow", "https://slow.example/a"),
        ("dough must sleep", "https://bread.example/dough"),
    ]


def test_the_script_keeps_them() -> None:
    read = read_text(MARKDOWN)
    script = write_script(read)
    assert "Because [dough must sleep](https://bread.example/dough)." in script
    assert "See https://ovens.example/x." in script
    assert links(read_text(script)) == links(read)


def test_a_person_may_write_them_into_a_script() -> None:
    script = write_script(read_text(MARKDOWN)).replace(
        "A burn", "[A {burn|bern} \\[sic\\]](https://burn.example/a:b) and [no link] and [x](y)"
    )
    spoken = read_text(script).turns()[-1].paragraphs[0].text
    assert spoken.startswith("A burn [sic] and [no link] and [x](y); there is a new one")
    assert links(read_text(script))[2] == ("A burn [sic]", "https://burn.example/a:b")


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("https://a.example", "https://a.example"),
        ("//a.example/x", "https://a.example/x"),
        ("b", "https://bread.example/talks/b"),
        ("?page=2", "https://bread.example/talks/slow?page=2"),
        ("#notes", None),
        ("https://bread.example/talks/slow#notes", None),
        ("mailto:a@b.example", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https://user:password@a.example/x", "https://a.example/x"),
        ("https://bücher.example/ä b", "https://xn--bcher-kva.example/%C3%A4%20b"),
        ("https://a.example/" + "x" * 3000, None),
        ("https://", None),
        ("", None),
        ("http://[", None),
    ],
)
def test_where_a_link_leads(written: str, leads: str | None) -> None:
    assert web_address(written, "https://bread.example/talks/slow") == leads


def test_without_an_address_of_its_own_an_article_has_no_relative_links() -> None:
    assert links(read_text(MARKDOWN.replace("url: https://bread.example/talks/slow\n", ""))) == [
        ("slow", "https://slow.example/a_%28b%29?x=1")
    ]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TALK = (
    ("Anna Quill: Why is it so ", "slow", "?"),
    ("Ben Ode: Because the dough must ", "sleep", ", and nobody may wake it."),
    ("Anna Quill: And what about your ", "", "hand?"),
    ("Ben Ode: A burn, there is a new one every ", "", "day of the week."),
)


def test_a_word_document_s_links(tmp_path: Path) -> None:
    def words(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""

    rows = "".join(
        f'<w:p>{words(before)}<w:hyperlink r:id="rId{number}">{words(linked)}</w:hyperlink>{words(after)}</w:p>'
        for number, (before, linked, after) in enumerate(TALK)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/hyperlink" Target="https://{number}.example/" '
        'TargetMode="External"/>'
        for number in range(4)
    )
    with zipfile.ZipFile(tmp_path / "talk.docx", "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{rows}</w:body></w:document>',
        )
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
    read = read_source(tmp_path / "talk.docx")
    assert links(read) == [("slow", "https://0.example/"), ("sleep", "https://1.example/")]


def test_an_opendocument_text_s_links() -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    rows = "".join(
        f'<text:p>{before}<text:a xlink:href="https://{number}.example/">{linked}</text:a>{after}</text:p>'
        for number, (before, linked, after) in enumerate(TALK)
    )
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>{rows}</office:text>'
        "</office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    read = read_bytes_as(buffer.getvalue(), ".odt")
    assert links(read) == [("slow", "https://0.example/"), ("sleep", "https://1.example/")]


def test_a_rich_text_s_links() -> None:
    rows = "".join(
        rf'{before}{{\field{{\*\fldinst{{HYPERLINK "https://{number}.example/" }}}}{{\fldrslt{{\ul {linked}}}}}}}{after}\par '
        for number, (before, linked, after) in enumerate(TALK)
    )
    inside = r'{\field{\*\fldinst HYPERLINK \\l "below"}{\fldrslt Below.}}\par '
    read = read_bytes_as(rf"{{\rtf1\ansi {rows}{inside}}}".encode("latin-1"), ".rtf")
    assert links(read) == [("slow", "https://0.example/"), ("sleep", "https://1.example/")]
    assert "HYPERLINK" not in read.account.source if read.account else False


def test_a_pdf_s_links() -> None:
    made = io.BytesIO()
    said = [
        f'{before}<a href="https://{n}.example/">{linked}</a>{after}'
        for n, (before, linked, after) in enumerate(TALK)
    ]
    said[3] = said[3].replace(
        "every ", 'every <a href="https://day.example/">single <b>day</b> of the week</a>, '
    )
    SimpleDocTemplate(made).build([Spaced(each, getSampleStyleSheet()["BodyText"]) for each in said])
    assert links(read_bytes_as(made.getvalue(), ".pdf")) == [
        ("slow", "https://0.example/"),
        ("sleep", "https://1.example/"),
        ("single day of the week", "https://day.example/"),
    ]


def test_the_links_of_headings_are_kept_and_written_into_the_script() -> None:
    text = MARKDOWN.replace(
        "**Anna Quill: And your", "## The [oven](https://oven.example/)\n\n**Anna Quill: And your"
    )
    read = read_text(text)
    heads = [(s.title, s.links) for s in read.sections if s.title]
    assert heads == [("The oven", (Link(4, 8, "https://oven.example/"),))]
    script = write_script(read)
    assert "## The [oven](https://oven.example/)" in script
    assert [s.links for s in read_text(script).sections if s.title] == [heads[0][1]]
