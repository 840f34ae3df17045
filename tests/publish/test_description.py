"""The notes stand in the feed once, and never longer than directories take."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import html

from duologue.programme.manifest import ChapterEntry, LinkEntry, Manifest, SpeakerEntry
from duologue.publish.description import LIMIT_BYTES, Description, description_of
from shows import manifest


def chapters(count: int) -> tuple[ChapterEntry, ...]:
    step = 60_000 // count
    return tuple(
        ChapterEntry(title=f"第 {n} 章，面要睡觉的道理", start_ms=n * step, end_ms=(n + 1) * step)
        for n in range(count)
    )


def links(count: int) -> tuple[LinkEntry, ...]:
    return tuple(LinkEntry(title=f"链接 {n}", url=f"https://example.org/{n}?a=1&b=2") for n in range(count))


LONG: dict[str, dict[str, Any]] = {
    "chapters": {"chapters": chapters(200)},
    "links": {"links": links(300)},
    "summary": {"summary": "面团要慢慢发。" * 900},
    "one word": {"summary": "w" * 9000},
    "people": {
        "speakers": tuple(
            SpeakerEntry(name=f"来宾之中的第 {n} 位", role="interviewee", voice="x") for n in range(200)
        )
    },
    "all": {"chapters": chapters(200), "links": links(300), "summary": "慢。" * 3000},
}


def checked(made: Manifest) -> Description:
    found = description_of(made)
    assert len(found.short.encode()) <= LIMIT_BYTES
    page: Any = html.fromstring(found.short)
    assert made.disclosure.comment in page.text_content()
    return found


def test_short_notes_are_there_once() -> None:
    assert checked(manifest()).whole is None


@pytest.mark.parametrize("kind", LONG)
def test_long_notes_are_shortened_and_stand_whole_beside(kind: str) -> None:
    made = manifest(**LONG[kind])
    found = checked(made)
    assert found.whole is not None
    assert len(found.whole.encode()) > LIMIT_BYTES
    assert len(found.short.encode()) > LIMIT_BYTES // 3, "no more is left out than has to be"
    assert not re.search(r"</strong></p>\s*<p><strong>", found.short), "no heading of nothing"


def test_links_go_before_chapters_and_chapters_before_words() -> None:
    made = manifest(links=links(60), chapters=chapters(30))
    found = checked(made)
    assert "第 29 章" in found.short
    assert 0 < found.short.count("<a href") < 60
