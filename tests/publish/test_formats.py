"""Further formats are published beside the MP3, each whole and of the digest that the feed says."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from pathlib import Path

import pytest
from lxml import etree
from mutagen.mp4 import MP4

from duologue.checks import check_episode
from duologue.errors import ConfigError
from duologue.interview import read_source
from duologue.model import Episode
from duologue.pipeline import plan, render
from duologue.programme.formats import kinds
from duologue.programme.manifest import read_manifest
from duologue.publish.in_place import write_site
from duologue.publish.places import open_target
from duologue.publish.publishing import publish
from duologue.settings import Settings, load_settings
from duologue.store.takes import TakeCache
from publish.test_feed import NS
from publish.test_server import ask
from serving import serving
from speech.engine_of_tones import EngineOfTones

URL = "https://example.org/show"
TALK = "# Bread\n\n" + "\n\n".join(
    (
        "**Anna Quill:** Why slow?",
        "**Ben Ode:** Dough must sleep.",
        "**Anna Quill:** And now?",
        "**Ben Ode:** Wait.",
    )
)


def rendered(
    folder: Path, cast: Path, text: str = TALK, formats: tuple[str, ...] = ("mp3", "m4b", "opus", "wav")
) -> Episode:
    article = folder / "bread.md"
    article.write_text(text, encoding="utf-8")
    settings = Settings.model_validate({"voices": str(cast), "out": folder / "show", "formats": formats})

    async def whole() -> Episode:
        return await render(await plan(read_source(article), settings), TakeCache())

    return asyncio.run(whole())


def enclosures(feed: bytes, at: Path) -> dict[str, Path]:
    """The alternate enclosures of the one episode, by type, of the length and digest that are said."""
    item = etree.fromstring(feed).find("channel/item")
    assert item is not None
    found = {}
    for enclosure in item.findall("podcast:alternateEnclosure", NS):
        source, integrity = enclosure.find("podcast:source", NS), enclosure.find("podcast:integrity", NS)
        assert source is not None
        assert integrity is not None
        path = at / str(source.get("uri")).removeprefix(f"{URL}/")
        assert enclosure.get("length") == str(path.stat().st_size)
        assert integrity.get("type") == "sri"
        digest = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
        assert integrity.get("value") == f"sha256-{digest}"
        found[str(enclosure.get("type"))] = path
    all_of_them = item.findall("podcast:alternateEnclosure", NS)
    assert [each.get("default") for each in all_of_them] == ["true", "false", "false", "false"]
    return found


def test_the_feed_names_every_format_with_its_digest(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    episode = rendered(tmp_path, cast)
    assert check_episode(episode.folder).passed
    assert rendered(tmp_path, cast).unchanged
    show = tmp_path / "show"
    write_site(show, URL)
    told = read_manifest(episode.folder)
    assert MP4(episode.folder / "bread.m4b")["trkn"] == [(1, 0)], "its number in the show is in every format"
    found = enclosures((show / "feed.xml").read_bytes(), show)
    assert list(found) == ["audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav"]
    assert check_episode(episode.folder).passed
    page = (episode.folder / "index.html").read_text("utf-8")
    assert all(f'<a href="{sound.name}" download>' in page for sound in told.sounds)
    with serving(show, public=URL) as url:
        status, headers, body = ask(url, "/bread/bread.opus", Range="bytes=0-3")
        assert (status, body, headers["content-type"]) == (206, b"OggS", "audio/ogg")


def test_another_version_is_sent_under_another_name(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    rendered(tmp_path, cast)
    public = tmp_path / "public"
    publish(tmp_path / "show", open_target(str(public)), URL)
    first = enclosures((public / "feed.xml").read_bytes(), public)
    rendered(tmp_path, cast, TALK + "\n\n**Anna Quill:** Good bye.")
    publish(tmp_path / "show", open_target(str(public)), URL)
    second = enclosures((public / "feed.xml").read_bytes(), public)
    assert {path.name for path in first.values()}.isdisjoint(path.name for path in second.values())
    assert all(path.is_file() for path in first.values()), "who has the feed of before still finds them"
    publish(tmp_path / "show", open_target(str(public)), URL)
    assert not any(path.is_file() for path in first.values() if path.suffix != ".mp3")
    assert enclosures((public / "feed.xml").read_bytes(), public) == second


def test_a_format_that_is_no_longer_wanted_goes(tones: EngineOfTones, cast: Path, tmp_path: Path) -> None:
    episode = rendered(tmp_path, cast)
    rendered(tmp_path, cast, formats=("mp3", "opus"))
    left = {path.suffix for path in episode.folder.iterdir()}
    assert ".opus" in left
    assert not left & {".m4b", ".wav"}


def test_a_format_that_is_damaged_keeps_its_episode_back(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    episode = rendered(tmp_path, cast)
    (episode.folder / "bread.m4b").write_bytes(b"")
    with pytest.raises(ConfigError, match=r"bread\.m4b is not there as it was written"):
        write_site(tmp_path / "show", URL)


def test_what_a_format_needs_is_said_with_file_and_line(
    tones: EngineOfTones, cast: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "find_spec", lambda _: None)
    article = tmp_path / "bread.md"
    article.write_text(TALK, encoding="utf-8")
    yaml = tmp_path / "duologue.yaml"
    yaml.write_text(f"voices: {cast}\nformats: [mp3, opus]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:2: formats: opus needs PyAV.*duologue\[formats\]"):
        asyncio.run(plan(read_source(article), load_settings(tmp_path, {}, {})))
    yaml.write_text(f"voices: {cast}\nformats: [mp3, flac]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:2: formats"):
        load_settings(tmp_path, {}, {})
