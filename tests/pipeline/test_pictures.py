"""An article's pictures become its chapters' pictures; what is refused is said with its line."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import re
import socket
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree
from mutagen.id3 import ID3
from PIL import Image
from PIL.ExifTags import Base

from duologue.checks import check_episode
from duologue.interview import read_source
from duologue.model import Episode
from duologue.pipeline import plan, render
from duologue.pipeline.pictures_of import pictures_of
from duologue.programme.cover.illustrations import LARGEST_PX
from duologue.programme.manifest import read_manifest
from duologue.publish.places import open_target
from duologue.publish.publishing import publish
from duologue.publish.rss import NAMESPACES
from duologue.settings import Settings
from duologue.store.takes import TakeCache
from publish.test_server import ask
from serving import serving
from speech.engine_of_tones import EngineOfTones

URL = "https://example.org/show"
ARTICLE = """\
![A stone oven](oven.jpg)

Teo Brand has baked in the same street for thirty years, and we met before sunrise.

## Before sunrise

**Mara Quill:** Why do you get up at four in the morning, every single day of the week?

![](icon.png)

**Teo Brand:** Because the dough does not wait for anybody. It has its own clock.

![The dough & its trough](dough%20one.png)

## The street

![The bridge](https://pictures.example.org/bridge.jpg)

**Mara Quill:** Has the street changed, in all these years?

![Gone](gone.jpg) ![Above](../above.jpg) ![Text](talk.md) ![Linked](linked.jpg)

**Teo Brand:** The shops have changed. The people who come at six are the same people.

## What stays

**Mara Quill:** What stays of a life like that?

**Teo Brand:** The smell. Nobody who grew up here forgets it.
"""


def picture(path: Path, size: tuple[int, int], **options: Any) -> Path:
    small = (size[0] // 4, size[1] // 4)
    noise = Image.frombytes("RGB", small, Random(3).randbytes(3 * small[0] * small[1]))  # noqa: S311
    noise.resize(size).save(path, **options)
    return path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    home = tmp_path / "talks"
    home.mkdir()
    exif = Image.Exif()
    exif[Base.Artist] = "a secret name"
    picture(home / "oven.jpg", (2400, 1600), exif=exif, comment=b"a secret word", progressive=True)
    picture(home / "dough one.png", (600, 800))
    picture(home / "icon.png", (32, 32))
    picture(tmp_path / "above.jpg", (600, 600))
    (home / "linked.jpg").symlink_to(tmp_path / "above.jpg")
    path = home / "talk.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(source: Path, cast: Path, out: Path, **settings: object) -> tuple[Episode, tuple[str, ...]]:
    async def whole() -> tuple[Episode, tuple[str, ...]]:
        wanted = Settings.model_validate({"voices": str(cast), "out": out, **settings})
        planned = await plan(read_source(source), wanted)
        return await render(planned, TakeCache()), planned.notes

    return asyncio.run(whole())


def test_each_chapter_shows_its_first_picture_everywhere(
    tones: EngineOfTones, cast: Path, article: Path, tmp_path: Path
) -> None:
    episode, notes = run(article, cast, tmp_path / "show")
    manifest = read_manifest(episode.folder)
    opening, sunrise, street, stays = manifest.chapters
    assert opening.picture
    assert sunrise.picture
    assert (street.picture, stays.picture) == (None, None)
    words = {each.name: (each.alt, each.width, each.height) for each in manifest.pictures}
    assert words[opening.picture] == ("A stone oven", 1400, 933)
    assert words[sunrise.picture] == ("The dough & its trough", 600, 800)
    told = [note for note in notes if "shown" in note or "fetched" in note]
    assert [note.partition(" is not shown")[0].partition(" on the web")[0] for note in told] == [
        "talk.md, line 9: icon.png",
        "talk.md, line 21: gone.jpg",
        "talk.md, line 21: ../above.jpg",
        "talk.md, line 21: talk.md",
        "talk.md, line 21: linked.jpg",
        "talk.md, line 17: 1 picture",
    ]
    assert check_episode(episode.folder).passed

    tag = ID3(episode.mp3)
    held = [[one.data for one in tag[f"CHAP:chp{n}"].sub_frames.getall("APIC")] for n in range(4)]
    assert [len(one) for one in held] == [1, 1, 0, 0]
    for data in (held[0][0], held[1][0], *((episode.folder / name).read_bytes() for name in words)):
        with Image.open(io.BytesIO(data)) as shown:
            assert (shown.format, shown.mode) == ("JPEG", "RGB")
            assert max(shown.size) <= LARGEST_PX
            assert "progression" not in shown.info
        assert b"secret" not in data
    assert max(len(held[0][0]), len(held[1][0])) < 80 * 1024

    listed = json.loads((episode.folder / "chapters.json").read_text("utf-8"))["chapters"]
    assert [(one.get("img"), one.get("alt")) for one in listed[:2]] == [
        (opening.picture, "A stone oven"),
        (sunrise.picture, "The dough & its trough"),
    ]
    page = (episode.folder / "index.html").read_text("utf-8")
    size = 'width="270" height="360" loading="lazy"'
    assert f'<img src="{sunrise.picture}" alt="The dough &amp; its trough" {size}' in page


def test_rendering_the_script_again_keeps_them_byte_for_byte(
    tones: EngineOfTones, cast: Path, article: Path, tmp_path: Path
) -> None:
    episode, _ = run(article, cast, tmp_path / "show")
    before = {path.name: path.read_bytes() for path in episode.folder.iterdir()}
    again, notes = run(episode.folder / "script.md", cast, tmp_path / "show")
    assert again.unchanged
    assert not [note for note in notes if "shown" in note]
    assert {path.name: path.read_bytes() for path in episode.folder.iterdir()} == before
    assert run(article, cast, tmp_path / "show")[0].unchanged
    script = episode.folder / "script.md"
    gone = read_manifest(episode.folder).chapters[0].picture
    script.write_text(script.read_text("utf-8").replace(f"![A stone oven]({gone})\n\n", ""), encoding="utf-8")
    run(script, cast, tmp_path / "show")
    assert read_manifest(episode.folder).chapters[0].picture is None
    assert not (episode.folder / str(gone)).exists()


def test_the_feed_the_export_and_the_server_have_them(
    tones: EngineOfTones, cast: Path, article: Path, tmp_path: Path
) -> None:
    show = tmp_path / "show"
    episode, _ = run(article, cast, show)
    manifest = read_manifest(episode.folder)
    publish(show, open_target(str(tmp_path / "public")), URL)
    home = tmp_path / "public" / "talk"
    for each in manifest.pictures:
        assert (home / each.name).read_bytes() == (episode.folder / each.name).read_bytes()
    listed = json.loads((home / "chapters.json").read_text("utf-8"))["chapters"]
    assert listed[0]["img"] == f"{URL}/talk/{manifest.chapters[0].picture}"
    item = etree.parse(tmp_path / "public" / "feed.xml").find("channel/item")
    assert item is not None
    images = item.findall("podcast:image", NAMESPACES)
    assert [one.get("purpose") for one in images] == ["artwork", "social", "chapter", "chapter"]
    assert (images[3].get("alt"), images[3].get("aspect-ratio")) == ("The dough & its trough", "600/800")
    simple = item.findall("psc:chapters/psc:chapter", NAMESPACES)
    assert [one.get("image") is not None for one in simple] == [True, True, False, False]
    name = manifest.pictures[0].name
    with serving(show, public=URL) as url:
        status, headers, body = ask(url, f"/talk/{name}")
        assert (status, headers["content-type"]) == (200, "image/jpeg")
        assert body == (episode.folder / name).read_bytes()
        assert f"{URL}/talk/{name}".encode() in ask(url, "/talk/chapters.json")[2]


def test_none_are_shown_where_none_are_wanted(article: Path) -> None:
    chosen = pictures_of(Settings(pictures="none"), read_source(article))
    assert (chosen.pictures, chosen.notes) == ((), ())
    assert not [p for turn in chosen.interview.turns() for p in turn.paragraphs if p.pictures]


def test_the_web_is_asked_only_where_it_is_wanted(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(address: str) -> None:
        asked.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: refuse(host))
    pictures_of(Settings(), read_source(article))
    assert asked == []
    notes = pictures_of(Settings(pictures="web"), read_source(article)).notes
    assert asked == ["pictures.example.org"]
    assert any("line 17: https://pictures.example.org/bridge.jpg is not shown" in note for note in notes)


def test_pictures_beyond_what_an_episode_holds_are_named(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duologue.pipeline.pictures_of._MOST", 1)
    choice = pictures_of(Settings(), read_source(article))
    assert len(choice.pictures) == 1
    [told] = [note for note in choice.notes if "at most" in note]
    assert re.match(r"talk\.md, line \d+: \d+ pictures are not shown: an episode has at most 1$", told)


def test_a_picture_may_be_written_into_the_page(tmp_path: Path) -> None:
    data = picture(tmp_path / "a.png", (300, 300)).read_bytes()
    address = "data:image/png;base64," + base64.b64encode(data).decode()
    path = tmp_path / "talk.html"
    talk = ARTICLE.partition("## Before")[2].split("\n\n")
    rows = "".join(f"<p>{row}</p>" for row in talk if row.startswith("**"))
    html = (
        rows.replace("<p>**", "<p><b>")
        .replace(":**", ":</b>")
        .replace("</p>", f"</p><img src='{address}'>", 1)
    )
    path.write_text(f"<html><body><article>{html}</article></body></html>", encoding="utf-8")
    (shown,) = pictures_of(Settings(), read_source(path)).pictures
    assert (shown.width, shown.height) == (300, 300)
    path.write_text(path.read_text("utf-8").replace("base64,", "base64,AAAA"), encoding="utf-8")
    assert "no JPEG" in pictures_of(Settings(), read_source(path)).notes[0]


def test_a_picture_that_would_fill_the_memory_is_refused(article: Path) -> None:
    for edge in (9_000, 30_000):
        Image.new("1", (edge, edge)).save(article.parent / "oven.jpg", "PNG")
        assert "million pixels" in pictures_of(Settings(), read_source(article)).notes[0]


def test_a_chapter_is_a_stretch_from_question_to_question_where_chapters_are_divided(article: Path) -> None:
    def shown(**settings: object) -> int:
        interview = pictures_of(Settings.model_validate(settings), read_source(article)).interview
        return sum(len(p.pictures) for turn in interview.turns() for p in turn.paragraphs)

    picture(article.parent / "gone.jpg", (500, 500))
    asked = "**Mara Quill:** And then?\n\n**Teo Brand:** Then I begin again.\n\n"
    text = ARTICLE.replace("![](icon.png)", "![](gone.jpg)").replace("![The dough", f"{asked}![The dough")
    article.write_text(text, encoding="utf-8")
    assert (shown(), shown(chapter_minutes=5)) == (3, 4)
