"""Whatever stands in a title, a name or a text: every output stays well-formed, and holds words only."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from duologue.interview import slug_of
from duologue.model import Chapter
from duologue.programme.cover import draw
from duologue.programme.manifest import Manifest
from duologue.programme.mp3.tags import EpisodeTags, id3_tag
from duologue.publish.library import companion_files
from duologue.publish.page_values import Around, Listed, ShowValues
from duologue.publish.show_page import show_pages
from duologue.publish.site import read_site
from shows import manifest, write_episode
from tag_reading import read_tags

WORDS = {
    "script": "</script><script>alert(1)</script>",
    "comment": "<!--<script>alert(1)//-->",
    "attributes": "\"><img src=x onerror=alert(1)> ' onmouseover='alert(1)",
    "cdata": "]]><x>]]>",
    "entities": "&lt;b&gt; &amp;amp; &#x3c;script&#x3e;",
    "markdown": "# *[x](javascript:alert(1))* `code` ![i](http://x/y.png) <http://x> | - 1. ~~s~~",
    "list": "1. 一\n- 二\n> 三\n=== \n---",
    "timing": "00:00:01.000 --> 00:00:02.000\n\nNOTE x\n\nWEBVTT",
    "right to left": "\u202e\u05e9\u05dc\u05d5\u05dd\u202d مرحبا \u2066x\u2069",
    "emoji": "🍞👨‍👩‍👧 好",
    "controls": "a\x00b\x07c\x0b\x1b[31m\x7f\x85\u2028\u2029\ufeff\ufffe d",
    "traversal": '../../etc/passwd\\..\\x:*?"<>|',
    "format": "{0} {title} %s %(x)s ${y}",
    "blank": " \u3000\u200b ",
    "long": "面包" * 5000,
    "one word": "W" * 10_000,
}


def filled_with(words: str) -> Manifest:
    made = manifest("x", words)
    name = words[:200]
    speakers = tuple(s.model_copy(update={"name": name}) if s.name == "林川" else s for s in made.speakers)
    hostile = made.model_copy(
        update={
            "show": words,
            "summary": words,
            "source": words,
            "authors": (words,),
            "url": f"javascript:{words}",
            "speakers": speakers,
            "cues": tuple(
                c.model_copy(
                    update={"text": words or "x", "speaker": name if c.speaker == "林川" else c.speaker}
                )
                for c in made.cues
            ),
            "chapters": tuple(c.model_copy(update={"title": words}) for c in made.chapters),
        }
    )
    return Manifest.model_validate(hostile.model_dump())


@pytest.fixture(params=list(WORDS))
def hostile(request: pytest.FixtureRequest) -> Manifest:
    return filled_with(WORDS[request.param])


BESIDE = {"cover-small.jpg", "cover-320.webp", "x.mp3", "transcript.vtt"}


def test_pages_hold_no_element_and_no_address_of_an_article(hostile: Manifest) -> None:
    show = ShowValues(hostile.title, hostile.summary, "zh-CN", hostile.show, "https://example.org/show")
    listed = Listed("x", hostile, 1)
    texts = companion_files(hostile, Around(show, listed, listed, listed))
    listing = show_pages(show, [listed])
    pages = {
        "index.html": (texts["index.html"], 1, BESIDE | {"../x/cover-320.webp"}),
        "embed.html": (texts["embed.html"], 1, BESIDE),
        "transcript.html": (texts["transcript.html"], 0, BESIDE),
        "show": (listing["index.html"], 1, {"cover-320.webp", "x/cover-320.webp"}),
    }
    for name, (text, scripts, beside) in pages.items():
        page: Any = html.fromstring(text.encode())
        assert len(page.xpath("//script[not(@type='application/ld+json')]")) == scripts, name
        assert not page.xpath("//@*[starts-with(name(), 'on')] | //*[starts-with(@href, 'javascript')]"), name
        assert set(page.xpath("//@src")) <= beside
        assert not any(unicodedata.category(c) == "Cc" for c in text if c != "\n")
        for data in page.xpath("//script[@type='application/ld+json']"):
            assert json.loads(data.text)["@context"] == "https://schema.org"
    assert json.loads(texts["oembed.json"])["title"] == hostile.title
    frame: Any = html.fromstring(json.loads(texts["oembed.json"])["html"])
    assert (frame.tag, frame.get("src"), len(frame)) == ("iframe", "https://example.org/show/x/embed.html", 0)
    assert json.loads(listing["episodes.json"])[0]["title"] == hostile.title


def test_the_notes_hold_words_only(hostile: Manifest) -> None:
    notes = companion_files(hostile)["notes.md"]
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(notes)
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {"text", "softbreak", "hardbreak", "text_special"}
    assert {token.type for token in tokens} <= {
        f"{kind}_{end}"
        for kind in ("heading", "paragraph", "bullet_list", "list_item")
        for end in ("open", "close")
    } | {"inline"}


def test_the_transcripts_are_well_formed(hostile: Manifest) -> None:
    texts = companion_files(hostile)
    assert json.loads(texts["transcript.json"])["version"] == "1.0.0"
    assert json.loads(texts["chapters.json"])["version"] == "1.2.0"
    vtt = texts["transcript.vtt"].rstrip("\n").split("\n\n")
    assert vtt[0] == "WEBVTT"
    for block in vtt[2:]:
        timing, payload = block.split("\n")
        assert re.fullmatch(r"[\d:.]{12} --> [\d:.]{12}", timing)
        assert re.fullmatch(r"<v [^<>&\n\r]*>[^<>\n\r]*", payload)
    for block in filter(None, texts["transcript.srt"].rstrip("\n").split("\n\n")):
        number, timing, *lines = block.split("\n")
        assert number.isdecimal()
        assert re.fullmatch(r"[\d:,]{12} --> [\d:,]{12}", timing)
        assert 1 <= len(lines) <= 2
        assert not any(unicodedata.category(c) == "Cc" for line in lines for c in line)


def test_the_feed_is_xml_and_its_notes_are_tame(hostile: Manifest, tmp_path: Path) -> None:
    folder = write_episode(tmp_path, manifest("x"))
    (folder / "episode.json").write_text(hostile.model_dump_json(), encoding="utf-8")
    item = etree.fromstring(read_site(tmp_path).feed("https://example.org/show")).find("channel/item")
    assert item is not None
    notes: Any = html.fromstring(item.findtext("description") or "")
    assert {element.tag for element in notes.iter() if isinstance(element.tag, str)} <= {
        "div", "p", "strong", "ul", "li", "br", "a", "span"
    }  # fmt: skip
    assert not notes.xpath("//a[not(starts-with(@href, 'http'))]")
    assert all(len(person.text or "") <= 128 for person in item.findall("{*}person"))


def test_the_tag_gives_the_words_back(hostile: Manifest, tmp_path: Path) -> None:
    chapters = tuple(Chapter(c.title.strip() or "x", c.start_ms, c.end_ms) for c in hostile.chapters)
    path = tmp_path / "x.mp3"
    path.write_bytes(
        id3_tag(
            EpisodeTags(
                title=hostile.title,
                show=hostile.show,
                artist=hostile.title,
                language="zh-CN",
                duration_ms=hostile.duration_ms,
                guid=hostile.guid,
                comment=hostile.title,
                lyrics=hostile.title,
                chapters=chapters,
            )
        )
        + b"\xff\xfb\x90\x00" * 500
    )
    read = read_tags(path)
    assert len(read.chapters) == 3
    assert read.texts["TIT2"] == hostile.title.split("\x00")[0]


def test_a_folder_s_name_is_a_name(hostile: Manifest) -> None:
    slug = slug_of(hostile.title)
    assert slug
    assert Path(slug).name == slug
    assert not set(slug) & set('/\\:*?"<>|\x00\n\r')
    assert not slug.startswith(".")
    assert len(slug.encode()) <= 200
    assert slug.isprintable()


@pytest.mark.parametrize(
    "words", [WORDS["long"], WORDS["right to left"], WORDS["emoji"], WORDS["one word"], WORDS["blank"]]
)
def test_a_cover_can_be_drawn_of_anything(words: str) -> None:
    assert draw(words, words, [words], size_px=600).size == (600, 600)
