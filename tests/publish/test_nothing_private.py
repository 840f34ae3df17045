"""What an article holds and its episode does not say is found nowhere in what is published."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from duologue.interview import read_source
from duologue.pipeline import plan, render
from duologue.programme.manifest import MANIFEST_NAME, read_manifest
from duologue.publish.pictures import without_metadata
from duologue.publish.places import open_target
from duologue.publish.publishing import publish
from duologue.settings import Settings
from duologue.store.takes import TakeCache
from publish.secrets import SECRET, write_articles, write_picture
from publish.test_server import ask
from serving import serving
from speech.engine_of_tones import EngineOfTones

URL = "https://example.org/show"
FORMS = tuple(SECRET.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be"))


@pytest.fixture
def private_show(tones: EngineOfTones, cast: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty episodes, each of an article with secrets, and a cover that tells where it was taken."""
    out = tmp_path / "show"
    monkeypatch.setenv("DUOLOGUE_KEYS", str(tmp_path / "keys"))
    values = {"voices": str(cast), "out": out, "encoding": "mono-64k"}
    further = {"formats": ("mp3", "m4b", "opus", "wav"), "provenance": True}
    settings = Settings.model_validate(values | further)

    async def every() -> None:
        for article in write_articles(tmp_path):
            await render(await plan(read_source(article), settings), TakeCache())

    asyncio.run(every())
    write_picture(out / "cover.jpg")
    (out / "show.yaml").write_text(f"title: Talks\n# {SECRET}-in-a-comment\n", encoding="utf-8")
    return out


@pytest.mark.slow
def test_what_was_left_out_of_twenty_articles_is_found_nowhere(private_show: Path, tmp_path: Path) -> None:
    manifests = [read_manifest(path.parent) for path in private_show.glob(f"*/{MANIFEST_NAME}")]
    assert len(manifests) == 20
    dropped = [json.dumps(each.private.model_dump(mode="json")) for each in manifests]
    assert all(SECRET in each for each in dropped), "every article had something to hide"
    scripts = "".join(path.read_text("utf-8") for path in private_show.glob("*/script.md"))
    assert SECRET not in scripts, "and none of it is spoken"
    publish(private_show, open_target(str(tmp_path / "public")), URL)
    files = [path for path in (tmp_path / "public").rglob("*") if path.is_file()]
    assert len(files) > 20 * 14
    _search({str(path): path.read_bytes() for path in files})
    assert not [path for path in files if path.name in ("script.md", "show.yaml", "published.json")]
    assert SECRET not in "".join(str(path.relative_to(tmp_path)) for path in files)


@pytest.mark.slow
def test_nor_is_it_in_anything_that_is_served(private_show: Path) -> None:
    with serving(private_show, public=URL) as url:
        own = ("/", "/feed.xml", "/episodes.json", "/cover.jpg", "/share.jpg", "/feed.css")
        paths = [*own, "/show.yaml", "/published.json"]
        for folder in sorted(private_show.iterdir()):
            paths += [f"/{folder.name}/{name}" for name in _names(folder)]
        _search({path: ask(url, urlsplit(path).path)[2] for path in paths})


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [*sorted(os.listdir(folder)), "", "oembed.json"]  # noqa: PTH208 (names are wanted)


def _search(contents: dict[str, bytes]) -> None:
    found = [name for name, content in contents.items() if any(form in content for form in FORMS)]
    assert found == []


def test_a_picture_loses_what_was_written_beside_it_and_no_pixel(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "x.jpg")
    data = path.read_bytes()
    assert SECRET.encode() in data
    clean = without_metadata(data)
    assert SECRET.encode() not in clean
    (tmp_path / "y.jpg").write_bytes(clean)
    with Image.open(path) as one, Image.open(tmp_path / "y.jpg") as other:
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff", b"no picture", b"\xff\xd8\x00\x00\x00\x00"]
)
def test_what_is_no_picture_stays_as_it_is(data: bytes) -> None:
    assert without_metadata(data) == data


def test_the_account_follows_what_is_left_out_alone(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    settings = Settings.model_validate({"voices": str(cast), "out": tmp_path / "show"})
    article = write_articles(tmp_path)[1]
    known = article.read_text("utf-8").replace("title:", "url: https://example.org/talk\ntitle:", 1)
    article.write_text(known, encoding="utf-8")

    async def once() -> bool:
        return (await render(await plan(read_source(article), settings), TakeCache())).unchanged

    asyncio.run(once())
    text = article.read_text("utf-8")
    article.write_text(text.replace("he called from 555-0199", "he has moved"), encoding="utf-8")
    assert asyncio.run(once()), "the episode is the same"
    account = json.dumps(read_manifest(tmp_path / "show/talk-1").private.account)
    assert "he has moved" in account
    assert "555-0199" not in account
