"""Other people's parsers read every field of the feed back, and accept transcripts and pages."""

from __future__ import annotations

import json
import subprocess
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from duologue.publish.description import description_of
from duologue.publish.in_place import write_site
from duologue.publish.library import companion_files
from duologue.publish.show import podcast_guid
from serving import need, npm_install
from shows import HOSTILE, manifest, write_show

pytestmark = pytest.mark.client
URL = "https://example.org/show"
EPISODES = ("mian-bao", "hostile")
PACKAGES = ("feedsmith@3", "podcast-partytime@5", "webvtt-parser@2", "srt-validator@6", "html-validate@10")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Any:
    node = need("node")
    tools = npm_install(tmp_path_factory.mktemp("npm"), *PACKAGES)
    root = write_show(tmp_path_factory.mktemp("parsed") / "show")
    write_site(root, URL)
    hostile = manifest("hostile", HOSTILE)
    cues = tuple(
        cue.model_copy(update={"text": cue.text + HOSTILE, "language": "ja-JP"}) for cue in hostile.cues
    )
    (root / "hostile").mkdir()  # without an episode.json: in no feed
    for name, content in companion_files(hostile.model_copy(update={"cues": cues})).items():
        (root / "hostile" / name).write_text(content, encoding="utf-8")
    script = Path(__file__).parent / "parsers.mjs"
    done = subprocess.run(
        [node, str(script), str(tools), str(root), *EPISODES],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"sound_bytes": (root / "mian-bao/mian-bao.mp3").stat().st_size}


def artwork(home: str, title: str) -> list[dict[str, str]]:
    """The cover and the card for other sites, as the podcast namespace has them."""
    shapes = (("cover.jpg", "artwork", "1/1"), ("share.jpg", "social", "40/21"))
    return [
        {
            "href": f"{home}/{name}",
            "alt": title,
            "aspectRatio": ratio,
            "type": "image/jpeg",
            "purpose": purpose,
        }
        for name, purpose, ratio in shapes
    ]


def test_feedsmith_reads_every_field_back(read: Any) -> None:
    assert read["feedsmith"]["format"] == "rss"
    channel = dict(read["feedsmith"]["feed"])
    assert [item["title"] for item in channel["items"]][1] == manifest().title
    item = dict(channel.pop("items")[1])
    assert item.pop("description") == description_of(manifest()).short
    synthetic = [{"display": "true", "purpose": "ai-content"}]
    host = {
        "display": "陈晓",
        "role": "host",
        "img": "https://example.org/chen.jpg",
        "href": "https://example.org/chen",
    }
    assert parsedate_to_datetime(channel.pop("lastBuildDate")).tzinfo is not None
    assert channel == {
        "title": "街角对话",
        "link": f"{URL}/",
        "description": "两个人，一件事，慢慢说。",
        "language": "zh-CN",
        "copyright": "© 2024 街角",
        "generator": "Duologue",
        "image": {"url": f"{URL}/cover.jpg", "title": "街角对话", "link": f"{URL}/"},
        "atom": {"links": [{"href": f"{URL}/feed.xml", "rel": "self", "type": "application/rss+xml"}]},
        "itunes": {
            "image": f"{URL}/cover.jpg",
            "explicit": False,
            "author": "街角编辑部",
            "type": "episodic",
            "categories": [{"text": "Society & Culture", "categories": [{"text": "Documentary"}]}],
            "owner": {"name": "街角", "email": "hello@example.org"},
        },
        "podcast": {
            "locked": {"value": True, "owner": "hello@example.org"},
            "guid": podcast_guid(f"{URL}/feed.xml"),
            "medium": "podcast",
            "images": artwork(URL, "街角对话"),
            "persons": [host],
            "txts": synthetic,
        },
    }
    home = f"{URL}/mian-bao"
    assert item == {
        "title": manifest().title,
        "link": f"{home}/",
        "enclosures": [{"url": f"{home}/mian-bao.mp3", "length": read["sound_bytes"], "type": "audio/mpeg"}],
        "guid": {"value": manifest().guid, "isPermaLink": False},
        "pubDate": "Thu, 04 Jul 2024 00:00:00 +0000",
        "itunes": {
            "duration": 60,
            "image": f"{home}/cover.jpg",
            "explicit": False,
            "author": "街角编辑部",
            "title": manifest().title,
            "season": 2,
            "episode": 1,
            "episodeType": "full",
        },
        "podcast": {
            "transcripts": [
                {"url": f"{home}/transcript.{end}", "type": kind, "language": "zh-CN"} | more
                for end, kind, more in (
                    ("vtt", "text/vtt", {"rel": "captions"}),
                    ("srt", "application/x-subrip", {"rel": "captions"}),
                    ("json", "application/json", {}),
                    ("html", "text/html", {}),
                )
            ],
            "chapters": {"url": f"{home}/chapters.json", "type": "application/json+chapters"},
            "images": artwork(home, manifest().title),
            "soundbites": [{"startTime": 12.3, "duration": 15, "display": "为什么要慢"}],
            "persons": [
                host,
                {"display": "林川", "role": "guest"},
                {"display": "旁白", "role": "narrator"},
            ],
            "txts": synthetic,
        },
        "psc": {
            "chapters": [
                {"start": "00:00:00.000", "title": "开场"},
                {"start": "00:00:12.300", "title": "一、面要睡觉"},
                {"start": "00:00:35.900", "title": "二、手"},
            ]
        },
    }


def test_podcast_index_s_parser_reads_every_field_that_it_knows(read: Any) -> None:
    feed = read["partytime"]
    item = next(item for item in feed["items"] if item["title"] == manifest().title)
    home = f"{URL}/mian-bao"
    expected: tuple[tuple[Any, dict[str, Any]], ...] = (
        (
            feed,
            {
                "title": "街角对话",
                "description": "两个人，一件事，慢慢说。",
                "link": f"{URL}/",
                "language": "zh-CN",
                "explicit": False,
                "author": "街角编辑部",
                "owner": {"name": "街角", "email": "hello@example.org"},
                "itunesImage": f"{URL}/cover.jpg",
                "itunesCategory": ["Society & Culture > Documentary"],
                "itunesType": "episodic",
                "pubsub": {"self": f"{URL}/feed.xml"},
                "guid": podcast_guid(f"{URL}/feed.xml"),
                "medium": "podcast",
                "locked": True,
                "podcastOwner": "hello@example.org",
            },
        ),
        (
            item,
            {
                "guid": manifest().guid,
                "link": f"{home}/",
                "author": "街角编辑部",
                "duration": 60,
                "explicit": False,
                "itunesImage": f"{home}/cover.jpg",
                "itunesSeason": 2,
                "itunesEpisode": 1,
                "itunesEpisodeType": "full",
                "pubDate": "2024-07-04T00:00:00.000Z",
                "enclosure": {
                    "url": f"{home}/mian-bao.mp3",
                    "length": read["sound_bytes"],
                    "type": "audio/mpeg",
                },
                "podcastChapters": {"url": f"{home}/chapters.json", "type": "application/json+chapters"},
                "podcastSoundbites": [{"duration": 15, "startTime": 12.3, "title": "为什么要慢"}],
            },
        ),
    )
    for found, wanted in expected:
        assert {name: found.get(name) for name in wanted} == wanted
    assert [each["url"].rpartition("/")[2] for each in item["podcastTranscripts"]] == [
        f"transcript.{end}" for end in ("vtt", "srt", "json", "html")
    ]
    assert [(p["name"], p["role"]) for p in item["podcastPeople"]] == [
        ("陈晓", "Host"),
        ("林川", "Guest"),
        ("旁白", "Narrator"),
    ]


@pytest.mark.parametrize("name", EPISODES)
def test_webvtt_parser_and_srt_validator_accept_the_transcripts(read: Any, name: str) -> None:
    transcripts = read["episodes"][name]
    assert transcripts["vtt"]["errors"] == []
    assert transcripts["srt"] == []
    first = transcripts["vtt"]["cues"][0]
    said = "所有声音均由人工智能合成。"
    assert first[2].split(">", 1)[1].startswith(said if name != "hostile" else f"<lang ja-JP>{said}")


@pytest.mark.parametrize(
    "page",
    [
        "index.html",
        *(f"{name}/{page}.html" for name in EPISODES for page in ("index", "transcript", "embed")),
    ],
)
def test_html_validate_accepts_the_pages(read: Any, page: str) -> None:
    assert read["html"][page] == []
