"""Other people's parsers read every field of the feed back, and accept transcripts and pages."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from duologue.publish.site import write_site
from serving import need, npm_install
from shows import manifest, write_show

pytestmark = pytest.mark.client
URL = "https://example.org/show"
PACKAGES = ("feedsmith@3", "podcast-partytime@5", "webvtt-parser@2", "srt-validator@6", "html-validate@10")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Any:
    node = need("node")
    tools = npm_install(tmp_path_factory.mktemp("npm"), *PACKAGES)
    root = write_show(tmp_path_factory.mktemp("parsed") / "show")
    write_site(root, URL)
    script = Path(__file__).parent / "parsers.mjs"
    done = subprocess.run(
        [node, str(script), str(tools), str(root)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_feedsmith_reads_every_field(read: Any) -> None:
    assert read["feedsmith"]["format"] == "rss"
    feed = read["feedsmith"]["feed"]
    assert feed["title"] == "街角对话"
    assert feed["podcast"]["medium"] == "podcast"
    assert feed["podcast"]["guid"]
    item = feed["items"][1]
    assert item["title"] == manifest().title
    assert item["enclosures"][0]["url"] == f"{URL}/mian-bao/mian-bao.mp3"
    assert [t["type"] for t in item["podcast"]["transcripts"]] == [
        "text/vtt",
        "application/x-subrip",
        "application/json",
        "text/html",
    ]
    assert [p["role"] for p in item["podcast"]["persons"]] == ["host", "guest", "narrator"]
    assert item["podcast"]["chapters"]["url"].endswith("/mian-bao/chapters.json")
    assert [c["title"] for c in item["psc"]["chapters"]] == ["开场", "一、面要睡觉", "二、手"]


def test_podcast_index_s_parser_reads_the_episode(read: Any) -> None:
    feed = read["partytime"]
    assert feed["title"] == "街角对话"
    assert feed["guid"]
    item = next(item for item in feed["items"] if item["title"] == manifest().title)
    assert item["enclosure"]["type"] == "audio/mpeg"
    assert item["duration"] == 60
    assert len(item["podcastTranscripts"]) == 4
    assert item["podcastChapters"]["url"].endswith("chapters.json")
    assert [person["name"] for person in item["podcastPeople"]] == ["陈晓", "林川", "旁白"]


def test_webvtt_parser_accepts_the_transcript(read: Any) -> None:
    assert read["vtt"]["errors"] == []
    assert [cue[2].split(">", 1)[1] for cue in read["vtt"]["cues"]][1] == "清晨四点，炉子已经热了。"


def test_srt_validator_accepts_the_transcript(read: Any) -> None:
    assert read["srt"] == []


@pytest.mark.parametrize("name", ["index.html", "mian-bao/index.html", "mian-bao/transcript.html"])
def test_html_validate_accepts_the_pages(read: Any, name: str) -> None:
    assert read["html"][name] == []
