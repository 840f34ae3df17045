"""The player page shows the whole transcript, and nothing in an interview can run or reach outside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import html

from duologue.publish.in_place import write_site
from duologue.publish.page import episode_page
from duologue.publish.show_page import Listed, show_page
from shows import HOSTILE, manifest


def test_every_sentence_is_there_with_its_times() -> None:
    made = manifest()
    page: Any = html.fromstring(episode_page(made))
    shown = [
        (c.text_content(), int(c.get("data-start", "")), int(c.get("data-end", "")))
        for c in page.xpath("//span[@class='cue']")
    ]
    assert shown == [(c.text, c.start_ms, c.end_ms) for c in made.cues]


def test_chapters_link_to_their_times() -> None:
    page: Any = html.fromstring(episode_page(manifest()))
    assert [a.get("href") for a in page.xpath("//nav//a")] == ["#t=0", "#t=12.3", "#t=35.9"]


def test_a_hostile_interview_adds_no_element_and_no_script() -> None:
    made = manifest("x", HOSTILE)
    hostile = made.model_copy(
        update={
            "show": HOSTILE,
            "url": "javascript:alert(1)",
            "cues": tuple(c.model_copy(update={"text": HOSTILE, "speaker": HOSTILE}) for c in made.cues),
            "chapters": tuple(c.model_copy(update={"title": HOSTILE}) for c in made.chapters),
            "summary": HOSTILE,
        }
    )
    page: Any = html.fromstring(episode_page(hostile))
    assert len(page.xpath("//script")) == 1
    assert len(page.xpath("//img")) == 1
    assert not page.xpath("//@onerror | //a[starts-with(@href, 'javascript')]")
    listed: Any = html.fromstring(show_page(HOSTILE, HOSTILE, "en", [Listed(HOSTILE, hostile)], "feed.xml"))
    assert not listed.xpath("//script | //@onerror")


def test_the_policy_names_the_script_and_nothing_is_loaded_from_elsewhere() -> None:
    text = episode_page(manifest())
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}'", text)
    page: Any = html.fromstring(text)
    for address in page.xpath("//@src | //link/@href"):
        assert not address.startswith(("http", "//"))


def test_the_pages_are_written_with_the_site(show: Path) -> None:
    write_site(show, "https://example.org/show")
    listed: Any = html.fromstring((show / "index.html").read_bytes())
    assert [a.get("href") for a in listed.xpath("//h2/a")] == ["you-jian/", "mian-bao/"]
    assert (show / "mian-bao/index.html").read_text("utf-8") == episode_page(manifest())
