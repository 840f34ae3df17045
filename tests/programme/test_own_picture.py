"""A cover of one's own is found before anything is said, and an article publishes no file but its own."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from PIL import Image

from duologue.errors import ConfigError
from duologue.interview import read_source
from duologue.pipeline.cover_of import cover_of
from duologue.programme.cover import embedded, why_not_publishable
from duologue.programme.cover.own_picture import CoverChoice, Named, OwnPicture, PictureSource
from duologue.programme.cover.own_picture import own_picture as own_picture_of
from duologue.programme.cover.picture import FEED_LIMIT_BYTES
from duologue.settings import Settings, load_settings
from duologue.yaml_file import Place
from shows import manifest, write_episode

ARTICLE = """\
---
title: 面包
{front}
---

![头图](pictures/head.png)

**陈晓：为什么要慢？**

**林川：**因为面要睡觉。

**陈晓：你的手怎么了？**

**林川：**烫的，每天都有新的。
"""


def png(size: int = 700, colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(buffer, "PNG")
    return buffer.getvalue()


def article(folder: Path, front: str = "") -> Path:
    (folder / "pictures").mkdir(exist_ok=True)
    path = folder / "article.md"
    path.write_text(ARTICLE.format(front=front), encoding="utf-8")
    return path


def no_web(address: str) -> bytes:
    raise AssertionError(f"{address} is fetched")


def chosen(wanted: Path | Literal["article"] | None, article: str, picture: str | None) -> CoverChoice:
    return own_picture_of(wanted, picture, Named(Place(), article), PictureSource(Path.read_bytes, no_web))


def own_picture(
    wanted: Path | Literal["article"] | None, article: str, picture: str | None
) -> OwnPicture | None:
    return chosen(wanted, article, picture).picture


def named(source: Path) -> str | None:
    return read_source(source).picture


def test_front_matter_comes_before_the_first_picture_in_the_text(tmp_path: Path) -> None:
    assert named(article(tmp_path)) == "pictures/head.png"
    assert named(article(tmp_path, "cover: own.jpg")) == "own.jpg"
    assert named(article(tmp_path, "image: {url: own.jpg, caption: x}")) == "own.jpg"


def test_a_page_names_its_picture(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    body = "".join(
        f"<p><b>{who}：</b>{text}</p>" for who, text in (("陈晓", "为什么？"), ("林川", "因为。")) * 3
    )
    head = '<meta property="og:image" content="https://example.org/a.jpg">'
    page.write_text(
        f"<html><head>{head}</head><body><article>{body}</article></body></html>", encoding="utf-8"
    )
    assert named(page) == "https://example.org/a.jpg"


def test_the_article_s_own_picture_becomes_the_cover(tmp_path: Path) -> None:
    source = article(tmp_path)
    (tmp_path / "pictures" / "head.png").write_bytes(png())
    found = own_picture("article", str(source), named(source))
    assert found is not None
    assert found.cover().getpixel((5, 5)) == (255, 0, 0)


def test_an_article_on_the_web_has_its_picture_there() -> None:
    fetched = []

    def fetch(address: str) -> bytes:
        fetched.append(address)
        return png()

    source = PictureSource(Path.read_bytes, fetch)
    named = Named(Place(), "https://example.org/a/b.html")
    found = own_picture_of("article", "../head.png", named, source).picture
    assert found is not None
    assert fetched == ["https://example.org/head.png"] == [found.name]


def test_an_article_without_a_picture_has_a_drawn_cover(tmp_path: Path) -> None:
    assert own_picture("article", str(tmp_path / "x.md"), None) is None
    assert own_picture(None, "x.md", "pictures/head.png") is None


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        ("https://example.org/a.jpg", "on the web"),
        ("//example.org/a.jpg", "on the web"),
        ("../secret.png", "not in the article's folder"),
        ("/etc/passwd", "not in the article's folder"),
        ("%2e%2e/secret.png", "not in the article's folder"),
        ("pictures/none.png", "there is no picture"),
    ],
)
def test_what_an_article_may_not_take_is_refused(tmp_path: Path, picture: str, says: str) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    (tmp_path / "in").mkdir()
    with pytest.raises(ConfigError, match=says):
        own_picture("article", str(tmp_path / "in" / "article.md"), picture)


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "own.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(ConfigError, match="not in the article's folder"):
        own_picture("article", str(tmp_path / "in" / "article.md"), "own.png")


@pytest.mark.parametrize(
    ("size", "says"), [((300, 300), "600"), ((599, 383), "600"), ((3000, 40), "4 times")]
)
def test_a_picture_too_small_for_players_gives_its_place_to_a_drawn_cover(
    tmp_path: Path, size: tuple[int, int], says: str
) -> None:
    Image.new("RGB", size, "red").save(tmp_path / "small.png")
    choice = chosen(tmp_path / "small.png", "x.md", None)
    assert choice.picture is None
    assert says in choice.notes[0]
    assert "the cover is drawn instead" in choice.notes[0]


def test_a_flat_picture_is_shown_whole(tmp_path: Path) -> None:
    picture = Image.new("RGB", (900, 383), "red")
    picture.paste("blue", (0, 0, 30, 383))
    picture.paste("green", (870, 0, 900, 383))
    picture.save(tmp_path / "flat.png")
    choice = chosen(tmp_path / "flat.png", "x.md", None)
    assert choice.picture is not None
    assert "900 × 383" in choice.notes[0]
    made = choice.picture.cover()
    assert made.size == (3000, 3000)
    assert made.getpixel((20, 1500)) == (0, 0, 255)
    assert made.getpixel((2980, 1500)) == (0, 128, 0)


@pytest.mark.parametrize("deviation", [16, 60])
def test_a_grainy_picture_loses_pixels_and_says_so(tmp_path: Path, deviation: float) -> None:
    light = np.linspace(40, 210, 3000)[None, :, None]
    grain = np.random.default_rng(1).normal(0, deviation, (3000, 3000, 1)) + light
    Image.fromarray(np.clip(grain, 0, 255).astype("uint8").repeat(3, axis=2)).save(
        tmp_path / "grain.jpg", quality=92
    )
    choice = chosen(tmp_path / "grain.jpg", "x.md", None)
    assert choice.picture is not None
    assert why_not_publishable(choice.picture.jpeg) is None
    assert "grain" in choice.notes[0]
    assert f"{jpeg_width(choice.picture.jpeg)} px" in choice.notes[0]
    in_tag = embedded(choice.picture.cover())
    assert len(in_tag) < FEED_LIMIT_BYTES
    assert 600 <= jpeg_width(in_tag) <= 1400


def test_a_picture_that_is_none_is_refused_with_file_and_line(tmp_path: Path) -> None:
    yaml = tmp_path / "duologue.yaml"
    yaml.write_text("author: 陈晓\ncover: own.png\n", "utf-8")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:2: cover: there is no picture"):
        cover_of(load_settings(tmp_path, {}, {}), read_source(article(tmp_path)))
    (tmp_path / "own.png").write_bytes(b"GIF89a")
    with pytest.raises(ConfigError, match=r"duologue\.yaml:2: cover: .*own\.png: is not a readable picture"):
        cover_of(load_settings(tmp_path, {}, {}), read_source(article(tmp_path)))
    yaml.write_text("cover: article\n", "utf-8")
    with pytest.raises(ConfigError, match=r"article\.md:6: there is no picture pictures/head\.png"):
        cover_of(load_settings(tmp_path, {}, {}), read_source(article(tmp_path)))
    (tmp_path / "pictures" / "head.png").write_bytes(png()[:200])
    with pytest.raises(ConfigError, match=r"article\.md:6: .*cannot be read as a picture"):
        cover_of(load_settings(tmp_path, {}, {}), read_source(article(tmp_path)))
    with pytest.raises(ConfigError, match=r"article\.md:3: there is no picture other\.jpg"):
        cover_of(load_settings(tmp_path, {}, {}), read_source(article(tmp_path, "cover: other.jpg")))


def test_an_episode_s_cover_is_not_written_a_second_time(tmp_path: Path) -> None:
    folder = write_episode(tmp_path, manifest(own_cover=True))
    Image.new("RGB", (1700, 1700), "red").save(folder / "cover.jpg")
    found = own_picture("article", str(folder / "script.md"), None)
    assert found is not None
    assert found.jpeg == (folder / "cover.jpg").read_bytes()


def jpeg_width(data: bytes) -> int:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.width


@pytest.mark.parametrize("own", [True, False])
def test_an_episode_s_script_keeps_the_picture_the_episode_had(tmp_path: Path, own: bool) -> None:
    folder = write_episode(tmp_path, manifest(own_cover=own))
    found = own_picture("article", str(folder / "script.md"), None)
    assert (found is not None) == own


def test_the_settings_say_which_cover(tmp_path: Path) -> None:
    (tmp_path / "duologue.yaml").write_text(
        "cover: article\nchapter_minutes: 8\naigc: {producer: 街角}\n", "utf-8"
    )
    settings = load_settings(tmp_path, {}, {})
    assert (settings.cover, settings.chapter_minutes, settings.aigc.producer) == ("article", 8, "街角")
    (tmp_path / "duologue.yaml").write_text("cover: own.png\n", "utf-8")
    assert load_settings(tmp_path, {}, {}).cover == tmp_path / "own.png"
    assert Settings().aigc.producer == "Duologue"


def test_a_picture_that_a_script_names_is_its_cover_whatever_the_show_has(tmp_path: Path) -> None:
    Image.new("RGB", (800, 800), "red").save(tmp_path / "own.png")
    (tmp_path / "duologue.yaml").write_text("cover: show.png\n", "utf-8")
    Image.new("RGB", (800, 800), "blue").save(tmp_path / "show.png")
    head = "---\nduologue: script\ntitle: Tides\nlanguage: en-US\n"
    rest = "speakers:\n- {name: Ann, role: interviewer}\n- {name: Bo}\n---\n\nAnn: What?\n\nBo: The sea.\n"
    settings = load_settings(tmp_path, {}, {})
    for line, expected in (("cover: own.png\n", "own.png"), ("", "show.png")):
        (tmp_path / "script.md").write_text(head + line + rest, "utf-8")
        found = cover_of(settings, read_source(tmp_path / "script.md")).picture
        assert found is not None
        assert found.data == (tmp_path / expected).read_bytes()
