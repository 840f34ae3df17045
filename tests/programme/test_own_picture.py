"""A cover of one's own is found before anything is said, and an article publishes no file but its own."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image

from duologue.errors import ConfigError, EpisodeError
from duologue.interview import read_source
from duologue.programme.cover.own_picture import OwnPicture, PictureSource
from duologue.programme.cover.own_picture import own_picture as own_picture_of
from duologue.settings import Settings, load_settings
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


def own_picture(
    wanted: Path | Literal["article"] | None, article: str, picture: str | None
) -> OwnPicture | None:
    return own_picture_of(wanted, article, picture, PictureSource(Path.read_bytes, no_web))


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
    found = own_picture_of("article", "https://example.org/a/b.html", "../head.png", source)
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


def test_a_picture_that_cannot_be_a_cover_is_refused_before_anything_is_said(tmp_path: Path) -> None:
    (tmp_path / "small.png").write_bytes(png(300))
    with pytest.raises(EpisodeError, match="600"):
        own_picture(tmp_path / "small.png", "x.md", None)
    with pytest.raises(ConfigError, match="no such picture"):
        own_picture(tmp_path / "none.png", "x.md", None)


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
