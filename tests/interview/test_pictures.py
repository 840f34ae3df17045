# ruff: noqa: E501
"""What an article shows is found beside its paragraphs; what belongs to text that is left out is not."""

from __future__ import annotations

import zipfile
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

from duologue.interview import read_source, read_text, verify_account, write_script
from duologue.interview.sources import part_of
from duologue.model import Interview
from interview.test_links import R, W

MARKDOWN = """\
![The harbour](harbour.jpg)

## The boat

**Anna Quill:** Why is the boat so [![small](small.png)](https://boat.example/) and so slow, year after year?

![](one.jpg) *Photo: the agency*

**Ben Ode:** Because the sea does not wait for anybody who hurries, and <img src="two.jpg" alt="The &quot;sea&quot;"> neither do I.

<!-- ![Secret](comment.jpg) -->

<div style="display:none"><img src="hidden.jpg"></div>

<details><summary>More</summary><img src="folded.jpg"></details>

[Editor's note: he showed us ![a letter](letter.jpg) that we do not print.]

<figure><img data-src="late.jpg" src="data:image/gif;base64,R0lG" alt="Late"><figcaption>Late in the day</figcaption></figure>

## The storm

**Anna Quill:** And what do you do when a storm comes up in the night?

**Ben Ode:** I sit down in the kitchen and wait until it is over.

![Scan to follow us](code.png)

Follow us on the web.
"""
PAGE = """\
<html><head><title>The boat</title></head><body><nav><img src="menu.png"></nav><article>
<p><b>Anna Quill:</b> Why is the boat so small and so slow, year after year?</p>
<figure><img src="{0}" data-original="{1}" alt="The
 boat"><figcaption>In the harbour</figcaption></figure>
<p><b>Ben Ode:</b> Because the sea does not wait for anybody who hurries, and neither do I. <img src="x.gif" hidden></p>
<aside><img src="advert.png"></aside>
<p><b>Anna Quill:</b> And what do you do when a storm comes up in the night?</p>
<p><b>Ben Ode:</b> I sit down in the kitchen and wait until it is over.</p>
</article><footer><img src="foot.png"></footer></body></html>
"""
TALK = (
    "Anna Quill: Why is the boat so small and so slow?",
    "Ben Ode: Because the sea does not wait for anybody who hurries.",
    "Anna Quill: And what do you do when a storm comes up?",
    "Ben Ode: I sit down in the kitchen and wait until it is over.",
)


def shown(interview: Interview) -> list[tuple[str, str]]:
    verify_account(interview)
    return [
        (picture.address, picture.alt)
        for turn in interview.turns()
        for paragraph in turn.paragraphs
        for picture in paragraph.pictures
    ]


def test_a_text_s_pictures_but_not_those_of_what_is_left_out() -> None:
    read = read_text(MARKDOWN)
    assert shown(read) == [
        ("harbour.jpg", "The harbour"),
        ("small.png", "small"),
        ("one.jpg", ""),
        ("two.jpg", 'The "sea"'),
        ("late.jpg", "Late"),
    ]
    lines = [one.line for turn in read.turns() for p in turn.paragraphs for one in p.pictures]
    assert lines == [1, 5, 7, 9, 19]
    assert [len(p.pictures) for s in read.sections for t in s.turns for p in t.paragraphs][-2:] == [0, 0]


def test_a_picture_before_a_heading_belongs_to_what_stands_above_it() -> None:
    read = read_text(MARKDOWN)
    boat = next(section for section in read.sections if section.title == "The boat")
    assert [p.address for p in boat.turns[-1].paragraphs[-1].pictures][-1] == "late.jpg"


def test_a_page_s_pictures_are_those_of_its_article() -> None:
    read = read_text(PAGE.format("blank.gif", "boat.jpg"))
    assert shown(read) == [("boat.jpg", "The boat")]


def test_the_script_keeps_them_but_no_picture_that_is_its_own_address() -> None:
    script = write_script(read_text(MARKDOWN))
    assert '![The "sea"](two.jpg)' in script
    assert shown(read_text(script)) == shown(read_text(MARKDOWN))
    data = "data:image/png;base64," + "A" * 3000
    assert "data:" not in write_script(read_text(PAGE.format(data, data)))


def test_an_archive_s_pages_and_the_parts_they_show(tmp_path: Path) -> None:
    whole = MIMEMultipart("related")
    page = MIMEText(PAGE.format("pics/boat.jpg", ""), "html", "utf-8")
    page["Content-Location"] = "https://boat.example/talk"
    image = MIMEImage(b"the picture", "jpeg")
    image["Content-Location"] = "https://boat.example/pics/boat.jpg"
    whole.attach(page)
    whole.attach(image)
    path = tmp_path / "talk.mhtml"
    path.write_bytes(whole.as_bytes())
    ((address, alt),) = shown(read_source(path))
    assert (address, alt) == ("talk.mhtml#https://boat.example/pics/boat.jpg", "The boat")
    assert part_of(path.read_bytes(), address.partition("#")[2], "talk.mhtml") == b"the picture"


def test_a_word_document_s_pictures(tmp_path: Path) -> None:
    drawing = (
        '<w:r><w:drawing><wp:inline xmlns:wp="urn:wp"><wp:docPr descr="The boat"/><a:blip xmlns:a="urn:a" '
        'r:embed="rId7"/></wp:inline></w:drawing></w:r>'
    )
    rows = [
        f"<w:p><w:r><w:t>{line}</w:t></w:r>{drawing if n == 1 else ''}</w:p>" for n, line in enumerate(TALK)
    ]
    path = tmp_path / "talk.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(rows)}</w:body></w:document>',
        )
        relation = f'<Relationship Id="rId7" Type="{R}/image" Target="media/image1.png"/>'
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{relation}</Relationships>")
        archive.writestr("word/media/image1.png", b"the picture")
    assert shown(read_source(path)) == [("talk.docx#word/media/image1.png", "The boat")]
    assert part_of(path.read_bytes(), "word/media/image1.png", "talk.docx") == b"the picture"


def test_an_opendocument_text_s_pictures(tmp_path: Path) -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    frame = (
        '<draw:frame><draw:image xlink:href="Pictures/1.jpg"/><svg:title>T</svg:title>'
        "<svg:desc>The boat</svg:desc></draw:frame>"
    )
    rows = "".join(f"<text:p>{line}{frame if n == 2 else ''}</text:p>" for n, line in enumerate(TALK))
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0" '
        f'xmlns:draw="{names}drawing:1.0" xmlns:svg="{names}svg-compatible:1.0" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>{rows}</office:text>'
        "</office:body></office:document-content>"
    )
    path = tmp_path / "talk.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    assert shown(read_source(path)) == [("talk.odt#Pictures/1.jpg", "The boat")]


def test_a_book_s_pictures_are_named_by_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    rows = "".join(f"<p>{line}</p>" for line in TALK[:2]) + '<img src="../img/a%20b.jpg" alt="The boat"/>'
    rows += "".join(f"<p>{line}</p>" for line in TALK[2:])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "OEBPS/a.opf",
            '<package><manifest><item id="c" href="text/c.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="c"/></spine></package>',
        )
        archive.writestr("OEBPS/text/c.xhtml", f"<html><body>{rows}</body></html>")
    assert shown(read_source(path)) == [("book.epub#OEBPS/img/a b.jpg", "The boat")]
