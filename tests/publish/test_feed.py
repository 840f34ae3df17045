"""The feed says all that players and directories ask for, and changes only when it must."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from duologue.errors import ConfigError, UsageError
from duologue.programme.cover import jpeg
from duologue.publish.feed import Kept, feed_xml, kept_of
from duologue.publish.library import find_episodes
from duologue.publish.show import Show, podcast_guid
from duologue.publish.site import read_site, write_site
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
    assert one(item, "description").text == one(item, "content:encoded").text
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


def test_a_second_run_writes_nothing(show: Path) -> None:
    assert len(write_site(show, URL).changed) == 2 * 9 + 3  # episode.json too: it holds their digests
    assert write_site(show, URL).changed == ()


def test_an_edit_rewrites_only_what_it_touches(show: Path) -> None:
    write_site(show, URL)
    shutil.rmtree(show / "you-jian")
    write_episode(show, manifest("you-jian", "邮差", published=date(2024, 8, 1)))
    changed = {str(path.relative_to(show)) for path in write_site(show, URL).changed}
    assert "feed.xml" in changed
    assert not any(name.startswith("mian-bao/") for name in changed)


def test_dates_and_the_show_s_guid_are_kept_even_when_their_reasons_change(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest(published=None))
    write_site(tmp_path, URL)
    before = kept_of(tmp_path / "feed.xml")
    (tmp_path / "mian-bao/mian-bao.mp3").touch()
    write_site(tmp_path, "https://elsewhere.example")
    assert kept_of(tmp_path / "feed.xml") == before
    assert before.guid == podcast_guid(f"{URL}/feed.xml")


def test_the_guid_of_a_show_is_that_of_the_specification() -> None:
    assert podcast_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert podcast_guid("https://podnews.net/rss/") == podcast_guid("http://podnews.net/rss")


def test_a_show_without_a_file_takes_its_words_from_its_episodes(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest())
    channel = channel_of(tmp_path)
    assert one(channel, "title").text == one(channel, "itunes:author").text == "街角对话"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel: x\n", ":1: titel: this key is not known"),
        ("title: x\ncategory: technology\n", ":2: category: 'technology' is none"),
        ("category: Technology > Gadgets\n", "no category 'Gadgets'"),
        ("owner: {name: x}\n", ":1: owner.email"),
        ("description: " + "长" * 2000 + "\n", "4000 bytes"),
        ("link: javascript:alert(1)\n", ":1: link: an address that starts with https://"),
        ("owner: {email: x}\n", ":1: owner.email: an e-mail address"),
        ("title: x\nlanguage: Chinese please\n", ":2: language: a language such as zh-CN"),
        ("title: x\ncover: none.png\n", ":2: cover: there is no picture"),
        ("title: x\ncover: .\n", ":2: cover: there is no picture"),
    ],
)
def test_a_wrong_show_file_is_named_with_its_line(show: Path, text: str, says: str) -> None:
    (show / "show.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_site(show)
    assert says in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"version": 2}', b"\xff\xfe"])
def test_a_damaged_manifest_is_one_sentence(show: Path, content: bytes) -> None:
    (show / "mian-bao/episode.json").write_bytes(content)
    with pytest.raises(ConfigError, match=r"episode\.json"):
        find_episodes(show)


def test_an_episode_without_sound_and_two_of_one_guid_are_refused(show: Path) -> None:
    shutil.copytree(show / "mian-bao", show / "copy")
    with pytest.raises(ConfigError, match="same guid"):
        find_episodes(show)
    shutil.rmtree(show / "copy")
    (show / "mian-bao/mian-bao.mp3").unlink()
    with pytest.raises(ConfigError, match="not there"):
        find_episodes(show)


def test_what_is_not_whole_or_not_here_is_refused(show: Path, tmp_path: Path) -> None:
    made = manifest()
    size = (show / "mian-bao/mian-bao.mp3").stat().st_size
    told = made.model_copy(update={"mp3_bytes": size + 1})
    (show / "mian-bao/episode.json").write_text(told.model_dump_json(), encoding="utf-8")
    with pytest.raises(ConfigError, match=f"has {size} of {size + 1} bytes"):
        find_episodes(show)
    (show / "mian-bao/episode.json").write_text(made.model_dump_json(), encoding="utf-8")
    (show / "mian-bao/cover.jpg").rename(tmp_path / "cover.jpg")
    with pytest.raises(ConfigError, match=r"its cover, cover\.jpg, is not there"):
        find_episodes(show)
    (tmp_path / "cover.jpg").rename(show / "mian-bao/cover.jpg")
    (show / "you-jian").rename(tmp_path / "you-jian")
    (show / "you-jian").symlink_to(tmp_path / "you-jian")
    with pytest.raises(ConfigError, match="a link to an episode elsewhere"):
        find_episodes(show)


def test_a_picture_that_is_no_cover_is_refused_before_anything_is_written(show: Path) -> None:
    Image.new("RGB", (300, 300)).save(show / "small.png")
    (show / "show.yaml").write_text("title: x\ncover: small.png\n", encoding="utf-8")
    before = sorted(show.rglob("*"))
    with pytest.raises(ConfigError, match=r"show\.yaml:2: cover: .*at least 600"):
        write_site(show, URL)
    assert sorted(show.rglob("*")) == before


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "example.org",
            "ftp://x",
            "https://x/?a",
            'https://x/"',
            "https://例.org",
            "https://",
            "https:///x",
        ),
        *(
            "https://x:99999/",
            "https://x:y/",
            "https://[x",
            "https://me:pw@x/",
            "https://x\\y",
            "https://x\n/",
        ),
        "https://x/feed.xml",
    ],
)
def test_an_address_that_is_none_is_refused(show: Path, url: str) -> None:
    with pytest.raises(UsageError, match="address"):
        write_site(show, url)
    assert not (show / "feed.xml").exists()


def test_no_folder_and_no_episodes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        write_site(tmp_path / "none", URL)
    with pytest.raises(UsageError, match="no episode"):
        write_site(tmp_path, URL)
    with pytest.raises(UsageError, match="is an episode: name the folder that holds it"):
        write_site(write_episode(tmp_path, manifest()), URL)


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


def test_a_number_once_given_stays_when_an_older_interview_comes_later(show: Path) -> None:
    write_site(show, URL)
    write_episode(show, manifest("gu", "更早的一集", published=date(2020, 1, 1)))
    write_site(show, URL)
    items = channel_of(show).findall("item")
    assert [(i.findtext("title"), i.findtext("itunes:episode", namespaces=NS)) for i in items] == [
        ("邮差：一条路走三十年 & <更久>", "2"),
        ("面包师的早晨：慢就是快", "1"),
        ("更早的一集", "3"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("episodes: {mian-bo: {season: 1}}\n", "mian-bo: there is no such episode"),
        ("episodes: {mian-bao: {soundbites: [{start: 50, seconds: 15}]}}\n", "over the episode's end"),
        ("episodes: {mian-bao: {soundbites: [{start: 5, seconds: 10}]}}\n", "seconds"),
        ("episodes: {mian-bao: {soundbites: [{start: 'x:y', seconds: 20}]}}\n", "start"),
        ("people: {陈晓: {href: 'javascript:alert(1)'}}\n", "href"),
    ],
)
def test_a_wrong_word_on_an_episode_or_a_person_is_refused(show: Path, text: str, says: str) -> None:
    (show / "show.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=says):
        read_site(show)


def test_a_cover_that_duologue_has_not_drawn_is_never_written_over(show: Path) -> None:
    own = jpeg(Image.new("RGB", (1400, 1400), "red"))
    (show / "cover.jpg").write_bytes(own)
    write_site(show, URL)
    assert (show / "cover.jpg").read_bytes() == own
    Image.new("RGB", (900, 1400), "red").save(show / "cover.jpg")
    with pytest.raises(ConfigError, match="900 × 1400"):
        write_site(show, URL)
    (show / "cover.jpg").unlink()
    write_site(show, URL)
    drawn = (show / "cover.jpg").read_bytes()
    (show / "show.yaml").write_text("title: 另一个名字\n", encoding="utf-8")
    write_site(show, URL)
    assert (show / "cover.jpg").read_bytes() != drawn


@pytest.mark.parametrize("content", ["<rss", "", "<rss/>", "not xml"])
def test_a_damaged_feed_s_promises_are_not_broken_without_a_word(tmp_path: Path, content: str) -> None:
    (tmp_path / "feed.xml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match="is no feed"):
        kept_of(tmp_path / "feed.xml")


def test_a_first_feed_has_no_promises_to_keep(tmp_path: Path) -> None:
    assert kept_of(tmp_path / "feed.xml") == Kept()
    assert b"<channel>" in feed_xml(Show(title="t", description="d", language="en"), [], URL)
