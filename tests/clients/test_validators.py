"""Validators have nothing to say against shows of one, forty and five hundred episodes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clients.long_shows import write_long_show
from clients.psp1 import findings
from duologue.publish.places import open_target
from duologue.publish.publishing import publish
from serving import need, npm_install

pytestmark = [pytest.mark.client, pytest.mark.slow]
URL = "https://example.org/show"
COUNTS = (1, 40, 500)
_UNKNOWN_TO_W3C = ("Use of unknown namespace: http://podlove.org/simple-chapters",)
"""Namespaces that the validator has never heard of: it says nothing about what is in them."""
W3C = """
import json, sys
sys.path.insert(0, sys.argv[1])
import feedvalidator
from feedvalidator import compatibility
from feedvalidator.formatter.text_plain import Formatter
found = {}
for name in sys.argv[3:]:
    data = open(name, "rb").read()
    base = sys.argv[2] + "/" + name.rpartition("/")[2]
    read = feedvalidator.validateString(data, firstOccurrenceOnly=0, fallback="utf-8", base=base)
    events = compatibility.AA(read["loggedEvents"])
    found[name] = sorted({Formatter([event])[0].partition(": ")[2] for event in events})
print(json.dumps(found))
"""
PARSERS = """
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(process.argv[2] + "/");
const { parseFeed } = require("feedsmith");
const partytime = require("podcast-partytime");
const found = {};
for (const name of process.argv.slice(3)) {
  const text = readFileSync(name, "utf8");
  found[name] = { feedsmith: parseFeed(text).feed, partytime: partytime.parseFeed(text) };
}
console.log(JSON.stringify(found));
"""


@pytest.fixture(scope="module", params=COUNTS)
def feeds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, list[Path]]:
    """How many episodes a show has, and the documents of its feed, newest first."""
    folder = tmp_path_factory.mktemp("long")
    show = write_long_show(folder / "show", request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("duologue.publish.publishing.tell_hub", lambda hub, feed: None)
        publish(show, open_target(str(folder / "public")), URL)
    older = sorted((folder / "public").glob("feed-*.xml"), key=lambda path: -int(path.stem.partition("-")[2]))
    return request.param, [folder / "public/feed.xml", *older]


def test_psp_1(feeds: tuple[int, list[Path]]) -> None:
    count, paths = feeds
    assert sum(path.read_bytes().count(b"<item>") for path in paths) == count
    for path in paths:
        assert findings(path.read_bytes(), f"{URL}/{path.name}") == []


def test_the_feed_validator_of_the_w3c(feeds: tuple[int, list[Path]]) -> None:
    """Needs a checkout of w3c/feedvalidator, named by DUOLOGUE_FEEDVALIDATOR, and html5lib and rdflib."""
    checkout = os.environ.get("DUOLOGUE_FEEDVALIDATOR")
    if not checkout:
        pytest.skip("DUOLOGUE_FEEDVALIDATOR names no checkout of w3c/feedvalidator")
    python = os.environ.get("DUOLOGUE_FEEDVALIDATOR_PYTHON", sys.executable)
    command = [python, "-c", W3C, f"{checkout}/src", URL, *map(str, feeds[1])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name, said in json.loads(done.stdout).items():
        assert [line for line in said if line not in _UNKNOWN_TO_W3C] == [], name


def test_feedsmith_and_partytime(
    feeds: tuple[int, list[Path]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    count, paths = feeds
    tools = npm_install(tmp_path_factory.mktemp("npm"), "feedsmith@3", "podcast-partytime@5")
    script = tools / "parse.mjs"
    script.write_text(PARSERS, encoding="utf-8")
    command = [need("node"), str(script), str(tools), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    guids = {
        kind: [item["guid"]["value"] if kind == "feedsmith" else item["guid"] for item in feed["items"]]
        for kind in ("feedsmith", "partytime")
        for feed in [{"items": [item for each in read.values() for item in each[kind]["items"]]}]
    }
    assert guids["feedsmith"] == guids["partytime"]
    assert len(set(guids["feedsmith"])) == count
    first = read[str(paths[0])]
    assert first["feedsmith"]["podcast"]["license"]["display"] == "cc-by-4.0"
    assert first["partytime"]["podcastFunding"][0]["url"] == "https://example.org/give"
    for item in first["feedsmith"]["items"]:
        further = item["podcast"]["alternateEnclosures"]
        assert [each["type"] for each in further] == ["audio/mpeg", "audio/wav"]
        assert further[1]["integrity"]["value"].startswith("sha256-")
        images = item["podcast"]["images"]
        assert [each["purpose"] for each in images] == ["artwork", "social", "chapter"]
        assert (images[2]["alt"], images[2]["aspectRatio"]) == ("炉子 & <手>", "600/600")
        assert item["psc"]["chapters"][0]["image"] == images[2]["href"]
    for item in first["partytime"]["items"]:
        wav = item["alternativeEnclosures"][1]
        assert (wav["type"], wav["length"], wav["integrity"]["type"]) == ("audio/wav", 44, "sri")
    rels = {link["rel"] for link in first["feedsmith"]["atom"]["links"]}
    assert rels == {"self", "hub"} | ({"first", "next", "last"} if len(paths) > 1 else set())


def test_a_clients_parser_goes_from_page_to_page(feeds: tuple[int, list[Path]]) -> None:
    """gPodder's parser, where its package is installed."""
    script = (
        "import podcastparser, sys; url = 'https://example.org/show/feed.xml'; count = 0\n"
        "while url:\n"
        "    path = sys.argv[1] + '/' + url.rpartition('/')[2]\n"
        "    feed = podcastparser.parse(url, open(path, 'rb'))\n"
        "    count += len(feed['episodes']); url = feed.get('paged_feed_next')\n"
        "print(count)"
    )
    command = ["/usr/bin/python3", "-c", script, str(feeds[1][0].parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "No module named" in done.stderr:
        pytest.skip("podcastparser is not installed")
    assert int(done.stdout) == feeds[0], done.stderr
