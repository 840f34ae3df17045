"""The feed says all that players and directories ask for."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from duologue.publish.channel import FeedValues
from duologue.publish.feed import PAGE, feed_files
from duologue.publish.library import Published
from duologue.publish.releases import Release
from duologue.publish.show import Show, complete, podcast_guid
from duologue.publish.show_values import EpisodeEntry
from duologue.publish.site import read_site
from shows import HOSTILE, manifest, write_episode

URL = "https://example.org/show"
NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "psc": "http://podlove.org/simple-chapters",
}


def channel_of(folder: Path) -> etree._Element:
    channel = etree.fromstring(read_site(folder).feed(URL)).find("channel")
    assert channel is not None
    return channel


def one(element: etree._Element, path: str) -> etree._Element:
    found = element.findall(path, namespaces=NS)
    assert len(found) == 1, f"{path}: {len(found)}"
    return found[0]


def test_the_channel_has_every_required_and_recommended_field(show: Path) -> None:
    channel = channel_of(show)
    assert one(channel, "atom:link").attrib["href"] == f"{URL}/feed.xml"
    assert one(channel, "title").text == "街角对话"
    assert one(channel, "link").text == f"{URL}/"
    assert one(channel, "language").text == "zh-CN"
    category = one(channel, "itunes:category")
    assert (category.attrib["text"], category[0].attrib["text"]) == ("Society & Culture", "Documentary")
    assert one(channel, "itunes:explicit").text == "false"
    assert one(channel, "itunes:image").attrib["href"] == f"{URL}/cover.jpg"
    assert one(channel, "itunes:author").text == "街角编辑部"
    assert one(channel, "podcast:medium").text == "podcast"
    assert one(channel, "podcast:locked").text == "yes"
    assert one(channel, "podcast:guid").text == podcast_guid(f"{URL}/feed.xml")
    assert one(channel, "podcast:txt").attrib["purpose"] == "ai-content"


def test_the_newest_episode_comes_first_and_says_everything(show: Path) -> None:
    items = channel_of(show).findall("item")
    assert [i.findtext("title") for i in items] == ["邮差：一条路走三十年 & <更久>", "面包师的早晨：慢就是快"]
    item = items[1]
    enclosure = one(item, "enclosure").attrib
    assert enclosure["url"] == f"{URL}/mian-bao/mian-bao.mp3"
    assert int(enclosure["length"]) == (show / "mian-bao/mian-bao.mp3").stat().st_size
    assert enclosure["type"] == "audio/mpeg"
    guid = one(item, "guid")
    assert (guid.text, guid.attrib["isPermaLink"]) == (manifest().guid, "false")
    assert one(item, "pubDate").text == "Thu, 04 Jul 2024 00:00:00 +0000"
    assert one(item, "itunes:duration").text == "60"
    assert item.find("content:encoded", NS) is None, "the notes stand there once"
    assert "00:00:12 一、面要睡觉" in (one(item, "description").text or "")
    assert [(t.attrib["type"], t.attrib["language"]) for t in item.findall("podcast:transcript", NS)] == [
        (kind, "zh-CN") for kind in ("text/vtt", "application/x-subrip", "application/json", "text/html")
    ]
    assert one(item, "podcast:chapters").attrib["type"] == "application/json+chapters"
    assert [(p.text, p.attrib["role"]) for p in item.findall("podcast:person", NS)] == [
        ("陈晓", "host"),
        ("林川", "guest"),
        ("旁白", "narrator"),
    ]
    bite = one(item, "podcast:soundbite").attrib
    assert (bite["startTime"], bite["duration"]) == ("12.300", "15.000")
    assert one(item, "podcast:txt").text == "true"
    chapters = one(item, "psc:chapters")
    assert [c.attrib["start"] for c in chapters] == ["00:00:00.000", "00:00:12.300", "00:00:35.900"]


def test_a_folder_s_name_in_chinese_gives_an_ascii_address(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest("面包"))
    enclosure = str(one(channel_of(tmp_path), "item/enclosure").attrib["url"])
    assert enclosure.isascii()
    assert enclosure.endswith(".mp3")


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest("x", HOSTILE + "\x0b\ufffe", show=HOSTILE))
    item = one(channel_of(tmp_path), "item")
    assert (one(item, "title").text or "").startswith("</title><script>")
    assert "<script" not in (one(item, "description").text or "")


def test_the_guid_of_a_show_is_that_of_the_specification() -> None:
    assert podcast_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert podcast_guid("https://podnews.net/rss/") == podcast_guid("http://podnews.net/rss")


def test_a_show_without_a_file_takes_its_words_from_its_episodes(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest())
    channel = channel_of(tmp_path)
    assert one(channel, "title").text == one(channel, "itunes:author").text == "街角对话"


def test_people_have_their_places_and_episodes_their_season_number_and_soundbite(show: Path) -> None:
    (show / "show.yaml").write_text(
        "people: {陈晓: {href: https://example.org/chen}}\n"
        "episodes:\n  mian-bao:\n    {season: 2, number: 7, explicit: true,\n"
        "     soundbites: [{start: '0:10', seconds: 20}]}\n",
        encoding="utf-8",
    )
    newest, item = channel_of(show).findall("item")
    person = item.findall("podcast:person", NS)[0]
    assert (person.text, person.attrib["href"]) == ("陈晓", "https://example.org/chen")
    assert [one(item, f"itunes:{name}").text for name in ("season", "episode", "explicit")] == [
        "2",
        "7",
        "true",
    ]
    bite = one(item, "podcast:soundbite").attrib
    assert (bite["startTime"], bite["duration"]) == ("10.000", "20.000")
    assert newest.find("itunes:season", NS) is None


SAID = """\
title: 街角对话
url: https://example.org/show
new_feed_url: https://example.com/über/feed.xml
type: serial
complete: true
block: true
license: cc-by-4.0
location: {name: 柏林, geo: "geo:52.5163,13.3777", osm: R62422}
funding: {url: https://example.org/give, title: 请我们喝咖啡}
hub: https://hub.example.org/
owner: {email: hello@example.org}
people: {王一: {role: producer, href: https://example.org/wang}}
trailer: {url: https://example.org/t.mp3, title: 预告, date: 2024-01-02, bytes: 10, type: audio/mpeg}
episodes:
  mian-bao: {type: bonus, explicit: true, title: 别的题目, description: 别的话。}
  you-jian: {type: trailer, season: 3}
"""


def test_everything_that_a_show_can_say_is_in_the_feed(show: Path) -> None:
    (show / "show.yaml").write_text(SAID, encoding="utf-8")
    channel = channel_of(show)
    assert one(channel, "itunes:new-feed-url").text == "https://example.com/%C3%BCber/feed.xml"
    assert one(channel, "itunes:type").text == "serial"
    assert one(channel, "itunes:complete").text == one(channel, "itunes:block").text == "Yes"
    assert one(channel, "podcast:block").text == "yes"
    assert one(channel, "podcast:license").text == "cc-by-4.0"
    location = one(channel, "podcast:location")
    assert (location.text, location.get("geo"), location.get("osm")) == (
        "柏林",
        "geo:52.5163,13.3777",
        "R62422",
    )
    funding = one(channel, "podcast:funding")
    assert (funding.text, funding.get("url")) == ("请我们喝咖啡", "https://example.org/give")
    links = {link.get("rel"): link.get("href") for link in channel.findall("atom:link", NS)}
    assert links == {"self": f"{URL}/feed.xml", "hub": "https://hub.example.org/"}
    people = [(p.text, p.get("role")) for p in channel.findall("podcast:person", NS)]
    assert people == [("陈晓", "host"), ("王一", "producer")]
    trailers = [(t.text, t.get("url"), t.get("season")) for t in channel.findall("podcast:trailer", NS)]
    assert trailers == [
        ("预告", "https://example.org/t.mp3", None),
        ("邮差：一条路走三十年 & <更久>", f"{URL}/you-jian/you-jian.mp3", "3"),
    ]
    items = {item.findtext("itunes:episodeType", namespaces=NS): item for item in channel.findall("item")}
    assert one(items["bonus"], "title").text == "别的题目"
    assert (one(items["bonus"], "description").text or "").startswith("<p>别的话。</p>")
    assert one(items["bonus"], "itunes:explicit").text == "true"
    assert items["trailer"].find("itunes:episode", NS) is None, "a trailer is no episode to count"


def test_some_directories_can_be_asked_not_to_list_the_show(show: Path) -> None:
    (show / "show.yaml").write_text("block: [spotify, google]\n", encoding="utf-8")
    blocks = channel_of(show).findall("podcast:block", NS)
    assert [(each.text, each.get("id")) for each in blocks] == [("yes", "spotify"), ("yes", "google")]
    assert channel_of(show).find("itunes:block", NS) is None


def test_the_show_s_own_people_are_those_who_ask_most_often(show: Path) -> None:
    write_episode(show, manifest("ke", "客人主持", speakers=manifest().speakers[1:]))
    channel = channel_of(show)
    assert [p.text for p in channel.findall("podcast:person", NS)] == ["陈晓"]


def many(tmp_path: Path, count: int) -> tuple[FeedValues, list[Release]]:
    """The values of a feed of `count` episodes, all with the same sound."""
    folder = write_episode(tmp_path, manifest())
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    made = [
        Release(
            Published(folder, manifest(title=f"第 {n} 集").model_copy(update={"guid": f"guid-{n}"})),
            EpisodeEntry(),
            moment + timedelta(days=n),
            n + 1,
        )
        for n in range(count)
    ]
    show = complete(Show(title="很长"), manifest())
    return FeedValues(show, URL, "guid", moment + timedelta(days=count)), made[::-1]


@pytest.mark.parametrize(
    ("count", "newest", "pages"), [(299, 299, 0), (300, 250, 1), (349, 299, 1), (350, 250, 2), (500, 250, 5)]
)
def test_a_long_feed_is_in_pages_that_lead_from_one_to_the_next(
    tmp_path: Path, count: int, newest: int, pages: int
) -> None:
    files = feed_files(*many(tmp_path, count))
    assert list(files) == ["feed.xml", *(f"feed-{n}.xml" for n in range(pages, 0, -1))]
    guids: list[str | None] = []
    name: str | None = "feed.xml"
    while name is not None:
        channel = etree.fromstring(files[name]).find("channel")
        assert channel is not None
        links = {link.get("rel"): str(link.get("href")) for link in channel.findall("atom:link", NS)}
        assert links["self"] == f"{URL}/{name}"
        if pages:
            assert links["first"] == f"{URL}/feed.xml"
            assert links["last"] == f"{URL}/feed-1.xml"
        assert ("previous" in links) == (name != "feed.xml")
        found = [item.findtext("guid") for item in channel.findall("item")]
        assert len(found) == (newest if name == "feed.xml" else PAGE)
        guids += found
        name = links["next"].removeprefix(f"{URL}/") if "next" in links else None
    assert guids == [f"guid-{n}" for n in range(count - 1, -1, -1)]


def test_a_new_episode_leaves_the_older_pages_as_they_are(tmp_path: Path) -> None:
    values, episodes = many(tmp_path, 420)
    later = FeedValues(values.show, values.url, values.guid, values.built + timedelta(days=9))
    before, after = feed_files(values, episodes[1:]), feed_files(later, episodes)
    assert [name for name in after if after[name] != before[name]] == ["feed.xml"]


def test_the_feed_says_since_when_it_is_so(show: Path) -> None:
    moment = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
    for path in (show / "show.yaml", *show.glob("*/episode.json")):
        os.utime(path, (0, moment.timestamp() if path.name == "show.yaml" else 0))
    assert one(channel_of(show), "lastBuildDate").text == "Tue, 04 Mar 2025 05:06:07 +0000"
