"""The pages show the transcript and the show around it, and nothing in an interview can run or reach out."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from duologue.programme.manifest import ChapterEntry, LinkEntry, Manifest
from duologue.publish.document import asset, joined_script, modules_of, title_parts
from duologue.publish.in_place import write_site
from duologue.publish.library import companion_file, companion_files
from duologue.publish.page import embed_page, episode_page, voices_of_levels
from duologue.publish.page_values import Around, Listed, ShowValues
from duologue.publish.show_page import PER_PAGE, show_pages
from duologue.publish.site import read_site
from duologue.publish.transcript_page import transcript_page
from shows import HOSTILE, manifest

URL = "https://example.org/show"
SHOW = ShowValues("街角对话", "两个人，一件事。", "zh-CN", "街角编辑部", URL)


def parsed(text: str) -> Any:
    return html.fromstring(text.encode())


def around(made: Manifest, **others: Listed) -> Around:
    return Around(SHOW, Listed(made.slug, made, 3, date(2024, 8, 2)), **others)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_every_sentence_is_there_with_its_times() -> None:
    made = manifest()
    page = parsed(episode_page(made))
    shown = [
        (c.text_content(), int(c.get("data-start", "")), int(c.get("data-end", "")))
        for c in page.xpath("//span[@class='cue']")
    ]
    assert shown == [(c.text, c.start_ms, c.end_ms) for c in made.cues]


def test_chapters_link_to_their_times() -> None:
    page = parsed(episode_page(manifest()))
    assert page.xpath("//nav[@class='chapters']//a/@href") == ["#t=0", "#t=12.3", "#t=35.9"]


def test_a_single_chapter_called_like_the_episode_is_not_listed() -> None:
    lone = (ChapterEntry(title=manifest().title, start_ms=0, end_ms=60_000),)
    page = parsed(episode_page(manifest(chapters=lone)))
    assert not page.xpath("//nav[@class='chapters']")
    other = (ChapterEntry(title="开场", start_ms=0, end_ms=60_000),)
    assert parsed(episode_page(manifest(chapters=other))).xpath("//nav[@class='chapters']")


def test_what_it_is_stands_at_the_top_as_people_write_it() -> None:
    page = parsed(episode_page(manifest(), around(manifest())))
    head = page.xpath("//header")[0]
    assert words(head.xpath(".//h1")[0]) == "面包师的早晨：慢就是快"
    for said in (
        "第 3 期",
        "陈晓 × 林川",
        "2024年8月2日",
        "1 分钟",
        "清晨四点，炉子已经热了。",
        "AI 合成语音",
        "来源：街角",
    ):
        assert said in words(head), said
    assert "https://example.org/mian-bao?a=1&b=2" in head.xpath(".//a/@href")


def test_other_sites_and_search_engines_are_told_what_it_is() -> None:
    made = manifest(mp3_bytes=960_000)
    page = parsed(episode_page(made, around(made)))
    home = f"{URL}/mian-bao/"
    assert page.xpath("//link[@rel='canonical']/@href") == [home]
    told = {m.get("property") or m.get("name"): m.get("content") for m in page.xpath("//meta[@content]")}
    assert told["og:url"] == home
    assert told["og:title"] == made.title
    assert told["og:image"] == told["twitter:image"] == f"{home}share.jpg"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["twitter:card"] == "summary_large_image"
    assert page.xpath("//link[@type='application/json+oembed']/@href") == [f"{home}oembed.json"]
    assert page.xpath("//link[@rel='icon']/@href")[0].startswith("data:image/svg+xml,")
    data = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert data["@type"] == "PodcastEpisode"
    assert (data["url"], data["datePublished"], data["timeRequired"]) == (home, "2024-08-02", "PT0H1M0S")
    assert data["associatedMedia"]["contentUrl"] == f"{home}mian-bao.mp3"
    assert data["associatedMedia"]["contentSize"] == "960000"
    assert data["partOfSeries"]["webFeed"] == f"{URL}/feed.xml"
    assert [clip["name"] for clip in data["hasPart"]] == ["开场", "一、面要睡觉", "二、手"]


def test_a_page_without_a_known_address_names_no_whole_address_of_its_own() -> None:
    page = parsed(episode_page(manifest()))
    assert not page.xpath("//link[@rel='canonical'] | //meta[@property='og:image'] | //*[@id='subscribe']")
    assert "oembed.json" not in companion_files(manifest())


def test_one_can_subscribe_from_an_episode_by_address_app_and_camera() -> None:
    panel = parsed(episode_page(manifest(), around(manifest()))).xpath("//*[@id='subscribe']")[0]
    assert panel.xpath(".//input/@value") == [f"{URL}/feed.xml"]
    links = panel.xpath(".//a/@href")
    assert "podcast://example.org/show/feed.xml" in links
    assert "overcast://x-callback-url/add?url=https%3A%2F%2Fexample.org%2Fshow%2Ffeed.xml" in links
    assert "../feed.xml" in links
    assert panel.xpath(".//*[local-name()='svg' and @class='qr']")


def test_the_neighbours_and_the_downloads_with_their_sizes_follow() -> None:
    made = manifest(mp3_bytes=34_200_000)
    older, newer = Listed("a", manifest("a", "旧的")), Listed("b", manifest("b", "新的"))
    texts = companion_files(made, around(made, older=older, newer=newer))
    page = parsed(texts["index.html"])
    beside = page.xpath("//nav[@class='neighbours']/a")
    assert [(a.get("href"), words(a)) for a in beside] == [("../a/", "上一期旧的"), ("../b/", "下一期新的")]
    files = {li.xpath("a/@href")[0]: words(li) for li in page.xpath("//ul[@class='downloads']/li")}
    assert files["mian-bao.mp3"] == "MP3 34 MB"
    assert re.fullmatch(r"文字稿 \(TXT\) \d KB", files["transcript.txt"])
    assert set(files) >= {"transcript.md", "transcript.vtt", "transcript.srt", "transcript.json"}


def test_what_the_article_links_to_is_listed() -> None:
    links = (
        LinkEntry(title="账本", url="https://example.org/ledger"),
        LinkEntry(title="x", url="javascript:1"),
    )
    page = parsed(episode_page(manifest(links=links)))
    assert page.xpath("//ul[@class='links']//a/@href") == ["https://example.org/ledger"]


def test_a_chapter_has_its_address_where_it_is_one() -> None:
    chapters = (
        ChapterEntry(title="一", start_ms=0, end_ms=30_000, url="https://example.org/one"),
        ChapterEntry(title="二", start_ms=30_000, end_ms=60_000, url="javascript:alert(1)"),
    )
    listed = json.loads(companion_files(manifest(chapters=chapters))["chapters.json"])["chapters"]
    assert [chapter.get("url") for chapter in listed] == ["https://example.org/one", None]


def test_each_level_of_the_waveform_has_the_colour_of_who_speaks() -> None:
    made = manifest(waveform="8" * 60)  # a level each second
    voices = voices_of_levels(made)
    assert len(voices) == 60
    assert voices[2] == voices[8] == voices[14] == "n"
    assert (voices[20], voices[26]) == ("0", "1")
    assert voices[23] == "0", "a pause belongs to whoever spoke before it"
    assert parsed(episode_page(made)).xpath("//section[@data-voices]/@data-voices") == [voices]


def test_the_embedded_player_plays_the_episode_and_leads_to_its_page() -> None:
    page = parsed(embed_page(manifest(), around(manifest())))
    assert page.xpath("//audio/@src") == ["mian-bao.mp3"]
    assert set(page.xpath("//a/@href")) == {f"{URL}/mian-bao/"}
    assert set(page.xpath("//a/@rel")) == {"noopener"}


def test_the_transcript_has_headings_and_leads_into_the_sound() -> None:
    made = manifest()
    page = parsed(transcript_page(made))
    assert [h.text_content() for h in page.xpath("//h2")] == ["一、面要睡觉", "二、手"]
    assert page.xpath("//time/a/@href")[0] == "index.html#t=0.5"
    assert not page.xpath("//script")
    unsaid = made.model_copy(update={"cues": tuple(c for c in made.cues if c.kind != "section")})
    assert [
        h.text_content() for h in parsed(transcript_page(unsaid)).xpath("//h2[not(contains(@class, 'said'))]")
    ] == [
        "一、面要睡觉",
        "二、手",
    ]


def test_the_transcript_can_be_kept_as_text_and_markdown() -> None:
    texts = companion_files(manifest())
    assert texts["transcript.txt"].startswith("面包师的早晨：慢就是快\n\n旁白：所有声音")
    assert "\n\n\n一、面要睡觉\n\n陈晓：为什么要慢？\n\n林川：因为面要睡觉。" in texts["transcript.txt"]
    assert "\n\n## 一、面要睡觉\n\n**陈晓：** 为什么要慢？" in texts["transcript.md"]
    assert "AI 替不了它 & 我们 <都> 得等" not in texts["transcript.md"]
    assert "\\<都\\>" in texts["transcript.md"]


def test_a_language_from_right_to_left_is_set_so_and_says_which_words_are_not_its_own() -> None:
    page = parsed(episode_page(manifest(language="he")))
    assert (page.get("lang"), page.get("dir")) == ("he", "rtl")
    assert page.xpath("//footer//h2/@lang")[0] == "en"
    assert parsed(episode_page(manifest(language="ar-EG"))).get("dir") == "rtl"
    assert not parsed(episode_page(manifest())).xpath("//h2/@lang")


def test_a_title_breaks_where_its_parts_and_clauses_end_and_loses_nothing() -> None:
    assert title_parts("面包师的早晨：慢，就是快") == [[["面包师的早晨："]], [["慢，"], ["就是快"]]]
    assert title_parts("The man who waits: a talk") == [[["The man who waits: "]], [["a talk"]]]
    long = "在一个所有人都在谈论速度的时代里，为什么一位种了三十年咖啡的老人坚持说慢才是唯一的捷径"
    (part,) = title_parts(long)
    words_of_it = [word for clause in part for word in clause]
    assert len(part) == 2
    assert "".join(words_of_it) == long
    assert all(len(word.strip("，。")) > 1 for word in words_of_it)
    assert max(map(len, words_of_it)) <= 12
    heading = parsed(episode_page(manifest(title="The man who waits: a talk"))).xpath("//h1")[0]
    assert heading.text_content() == "The man who waits: a talk"
    assert [span.text_content() for span in heading.xpath("span")] == ["The man who waits:", "a talk"]


def test_the_sentences_of_the_disclosure_are_one_paragraph() -> None:
    made = manifest()
    first = made.cues[0]
    two = (
        first.model_copy(update={"text": "本期节目由文字访谈改编。", "end_ms": 3000}),
        first.model_copy(update={"text": "声音是合成的。", "start_ms": 3000}),
    )
    page = parsed(transcript_page(made.model_copy(update={"cues": (*two, *made.cues[1:])})))
    assert page.xpath("//p")[0].text_content() == "本期节目由文字访谈改编。声音是合成的。"


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
    running = "//script[not(@type='application/ld+json')]"
    page = parsed(episode_page(hostile))
    assert len(page.xpath(running)) == 1
    assert len(page.xpath("//img")) == 1
    assert not page.xpath("//@onerror | //a[starts-with(@href, 'javascript')]")
    show = ShowValues(HOSTILE, HOSTILE, "en")
    listed = parsed(show_pages(show, [Listed(HOSTILE, hostile)])["index.html"])
    assert len(listed.xpath(running)) == 1
    assert not listed.xpath("//@onerror")


@pytest.mark.parametrize("name", ["episode", "embed", "show", "audition"])
def test_a_script_is_one_module_without_a_name_twice(name: str) -> None:
    text = joined_script(name)
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    sources = "".join(asset(f"scripts/{module}.js") for module in modules_of(name))
    declared = re.findall(r"^(?:export )?const (\w+) =", sources, re.MULTILINE)
    assert len(declared) == len(set(declared)), sorted(declared)
    assert "</script" not in text


def test_the_policy_names_script_and_style_and_nothing_is_loaded_from_elsewhere() -> None:
    text = episode_page(manifest(), around(manifest()))
    policy = parsed(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}'; style-src 'sha256-[A-Za-z0-9+/=]{44}'", policy)
    assert "unsafe" not in policy
    assert " style=" not in text
    for address in parsed(text).xpath("//@src | //@srcset | //link[@rel='stylesheet']/@href"):
        assert not address.startswith(("http", "//"))


def listing(count: int) -> dict[str, str]:
    episodes = [Listed(f"e{n}", manifest(f"e{n}", f"第 {n} 个题目"), n) for n in range(count, 0, -1)]
    return show_pages(SHOW, episodes)


def test_the_list_is_newest_first_with_what_one_chooses_by() -> None:
    page = parsed(listing(3)["index.html"])
    rows = page.xpath("//ol[@class='episodes']/li")
    assert [row.xpath(".//h3/a/@href")[0] for row in rows] == ["e3/", "e2/", "e1/"]
    assert words(rows[0].xpath(".//p[@class='facts']")[0]) == "第 3 期陈晓 × 林川2024年7月4日1 分钟"
    assert "炉子已经热了" in words(rows[0])
    assert rows[0].xpath(".//button/@data-src") == ["e3/e3.mp3"]
    assert rows[0].xpath(".//button/@aria-label") == ["播放：第 3 个题目"]
    assert not page.xpath("//input[@type='search']"), "a short list needs no search"


def test_a_long_list_has_pages_and_a_search_that_knows_them_all() -> None:
    made = listing(2 * PER_PAGE + 1)
    assert set(made) == {"index.html", "index-2.html", "index-3.html", "episodes.json"}
    first, last = parsed(made["index.html"]), parsed(made["index-3.html"])
    assert len(first.xpath("//ol[@class='episodes']/li")) == PER_PAGE
    assert first.xpath("//input[@type='search']/@data-all") == ["episodes.json"]
    assert first.xpath("//nav[@class='pages']//a/@href") == ["index-2.html", "index-3.html", "index-2.html"]
    assert [a.get("href") for a in last.xpath("//h3/a")] == ["e1/"]
    assert last.xpath("//link[@rel='canonical']/@href") == [f"{URL}/index-3.html"]
    assert [each["href"] for each in json.loads(made["episodes.json"])] == [
        f"e{n}/" for n in range(101, 0, -1)
    ]


def test_the_pages_are_written_with_the_site(show: Path) -> None:
    write_site(show, URL)
    listed = parsed((show / "index.html").read_text("utf-8"))
    assert [a.get("href") for a in listed.xpath("//h3/a")] == ["you-jian/", "mian-bao/"]
    written = (show / "mian-bao/index.html").read_text("utf-8")
    assert parsed(written).xpath("//link[@rel='canonical']/@href") == [f"{URL}/mian-bao/"]
    names = {path.name for path in show.iterdir()} | {path.name for path in (show / "mian-bao").iterdir()}
    assert names >= {"feed.css", "share.jpg", "cover-320.webp", "embed.html", "oembed.json", "transcript.md"}
    before = {path: path.read_bytes() for path in show.rglob("*") if path.is_file()}
    assert write_site(show, URL).changed == ()
    assert {path: path.read_bytes() for path in show.rglob("*") if path.is_file()} == before
    assert read_site(show).page("feed.css", URL) is not None


def test_a_page_made_alone_is_the_one_that_is_written_with_the_site(show: Path) -> None:
    write_site(show, URL)
    site = read_site(show)
    for release in site.out:
        episode, beside = release.episode, site.around(URL)[release.folder]
        for name in ("index.html", "embed.html", "oembed.json", "transcript.html"):
            written = (episode.folder / name).read_text("utf-8")
            assert companion_file(episode, name, beside) == written
    for name in ("index.html", "episodes.json", "feed.css"):
        assert site.page(name, URL) == (show / name).read_text("utf-8")
    assert site.page("index-2.html", URL) is None
