"""What listeners have been promised is kept: dates, numbers, guids; and what is not due yet stays back."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from duologue.errors import ConfigError, UsageError
from duologue.publish.in_place import write_site
from duologue.publish.promises import promises_of_feed, read_promises
from duologue.publish.show import podcast_guid
from shows import manifest, write_episode

URL = "https://example.org/show"
ITUNES = {"itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd"}
MONDAY = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)


def items(folder: Path) -> list[tuple[str | None, str | None, str | None]]:
    """Title, date and number of each item of the feed, in its order."""
    feed = etree.fromstring((folder / "feed.xml").read_bytes())
    return [
        (item.findtext("title"), item.findtext("pubDate"), item.findtext("itunes:episode", namespaces=ITUNES))
        for item in feed.iter("item")
    ]


def test_an_episode_s_date_is_the_day_of_its_first_feed_and_stays(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest(published=date(1999, 1, 1)))
    write_site(tmp_path, URL, MONDAY)
    first = items(tmp_path)
    assert first == [("面包师的早晨：慢就是快", "Mon, 04 May 2026 08:30:00 +0000", "1")]
    (tmp_path / "mian-bao/mian-bao.mp3").touch()
    write_site(tmp_path, "https://elsewhere.example", MONDAY + timedelta(days=3))
    assert items(tmp_path) == first
    promises = read_promises(tmp_path)
    assert promises is not None
    assert promises.guid == podcast_guid(f"{URL}/feed.xml")


def test_the_interview_s_own_date_is_in_the_notes(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest(published=date(1999, 1, 2)))
    write_site(tmp_path, URL, MONDAY)
    description = (
        etree.fromstring((tmp_path / "feed.xml").read_bytes()).findtext("channel/item/description") or ""
    )
    assert "1999" in description


def test_a_new_episode_of_an_old_article_is_the_newest(show: Path) -> None:
    (show / "show.yaml").write_text("title: x\n", encoding="utf-8")
    write_site(show, URL, MONDAY)
    write_episode(show, manifest("gu", "更早的一集", published=date(2020, 1, 1)))
    write_site(show, URL, MONDAY + timedelta(days=1))
    assert items(show) == [
        ("更早的一集", "Tue, 05 May 2026 08:30:00 +0000", "3"),
        ("邮差：一条路走三十年 & <更久>", "Mon, 04 May 2026 08:30:00 +0000", "2"),
        ("面包师的早晨：慢就是快", "Mon, 04 May 2026 08:29:00 +0000", "1"),
    ]


def test_a_date_is_set_and_one_to_come_withholds_the_episode(show: Path) -> None:
    (show / "show.yaml").write_text(
        "episodes:\n  you-jian: {date: 2026-05-06 07:00}\n  mian-bao: {date: 2026-05-01T09:00:00+02:00}\n",
        encoding="utf-8",
    )
    done = write_site(show, URL, MONDAY)
    assert items(show) == [("面包师的早晨：慢就是快", "Fri, 01 May 2026 07:00:00 +0000", "1")]
    assert done.withheld == ("you-jian",)
    assert any("withheld until 2026-05-06 07:00 UTC" in note for note in done.notes)
    assert "邮差" not in (show / "index.html").read_text(encoding="utf-8")
    write_site(show, URL, MONDAY + timedelta(days=3))
    assert items(show)[0][1] == "Wed, 06 May 2026 07:00:00 +0000"
    (show / "show.yaml").write_text("title: x\n", encoding="utf-8")
    write_site(show, URL, MONDAY + timedelta(days=4))
    assert items(show)[0][1] == "Wed, 06 May 2026 07:00:00 +0000", "once published, it is a promise"


def test_what_is_hidden_is_nowhere(show: Path) -> None:
    (show / "show.yaml").write_text("episodes: {you-jian: {hidden: true}}\n", encoding="utf-8")
    assert write_site(show, URL, MONDAY).episodes == 1
    assert "you-jian" not in (show / "feed.xml").read_text("utf-8") + (show / "index.html").read_text("utf-8")


def test_nothing_but_a_change_changes_the_feed(show: Path) -> None:
    write_site(show, URL, MONDAY)
    before = (show / "feed.xml").read_bytes()
    assert write_site(show, URL, MONDAY + timedelta(days=9)).changed == ()
    assert b"<lastBuildDate>Mon, 04 May 2026 08:30:00 +0000" in before
    write_episode(show, manifest("xin", "新的一集"))
    write_site(show, URL, MONDAY + timedelta(days=9))
    assert b"<lastBuildDate>Wed, 13 May 2026 08:30:00 +0000" in (show / "feed.xml").read_bytes()


def test_numbers_said_and_given_never_meet(show: Path) -> None:
    (show / "show.yaml").write_text("episodes: {mian-bao: {number: 7}}\n", encoding="utf-8")
    write_site(show, URL, MONDAY)
    assert [number for _, _, number in items(show)] == ["8", "7"]


def test_without_its_memory_a_show_takes_it_from_its_feed_and_says_so(show: Path) -> None:
    (show / "show.yaml").write_text("title: x\n", encoding="utf-8")
    write_site(show, URL, MONDAY)
    before = items(show)
    (show / "published.json").unlink()
    done = write_site(show, URL, MONDAY + timedelta(days=1))
    assert any("published.json is missing" in note for note in done.notes)
    assert items(show) == before


@pytest.mark.parametrize("content", ["<rss", "", "<rss/>", "not xml"])
def test_a_damaged_feed_s_promises_are_not_broken_without_a_word(tmp_path: Path, content: str) -> None:
    write_episode(tmp_path, manifest())
    (tmp_path / "feed.xml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match="is not a feed"):
        write_site(tmp_path, URL)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 9}', '{"episodes": {"x": {"published": "soon"}}}']
)
def test_a_damaged_memory_is_refused_by_name(show: Path, content: str) -> None:
    (show / "published.json").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"published\.json: .*restore it"):
        write_site(show, URL)


def test_the_feed_of_another_show_is_not_written_over(tmp_path: Path, show: Path) -> None:
    write_site(show, URL)
    write_episode(tmp_path / "other", manifest("other", "别处").model_copy(update={"guid": "another"}))
    shutil.copy(show / "feed.xml", tmp_path / "other/feed.xml")
    with pytest.raises(UsageError, match="feed of another show, '街角对话'"):
        write_site(tmp_path / "other", "https://other.example")


def test_what_a_feed_promises_is_read_with_its_guid_dates_and_numbers(show: Path) -> None:
    write_site(show, URL, MONDAY)
    told = promises_of_feed((show / "feed.xml").read_bytes(), "feed.xml")
    promises = read_promises(show)
    assert promises is not None
    assert told.guid == promises.guid
    assert {guid: (e.published, e.number) for guid, e in told.episodes.items()} == {
        guid: (e.published, e.number) for guid, e in promises.episodes.items()
    }


def test_the_memory_holds_nothing_but_promises(show: Path) -> None:
    write_site(show, URL, MONDAY)
    document = json.loads((show / "published.json").read_text("utf-8"))
    assert set(document) == {"version", "guid", "episodes", "feed"}
    assert all(set(each) == {"published", "number", "folder"} for each in document["episodes"].values())


def test_a_sound_from_the_future_is_not_withheld(tmp_path: Path) -> None:
    folder = write_episode(tmp_path, manifest())
    later = (MONDAY + timedelta(days=400)).timestamp()
    os.utime(folder / "mian-bao.mp3", (later, later))
    assert write_site(tmp_path, URL, MONDAY).episodes == 1
