"""Articles with things in them that no listener is to know; each holds a word that can be searched for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from PIL.ExifTags import Base

SECRET = "Qx7secret"
_ENGLISH = (
    ("Mara Quill", "Why do you get up at four in the morning, every single day of the week?"),
    ("Teo Brand", "Because the dough does not wait for anybody. It has its own clock."),
    ("Mara Quill", "And what do you do when it fails?"),
    ("Teo Brand", "I eat it anyway, and then I begin again."),
)
_CHINESE = (
    ("陈晓", "你为什么四点起床，每天都这样吗？"),
    ("林川", "因为面不等人。它有自己的钟，我跟着它走。"),
    ("陈晓", "失败了怎么办？"),
    ("林川", "吃掉它，然后重新来过。"),
)
_MARKDOWN = (
    "<!-- {secret}: he asked us to leave this out -->",
    "[Editor's note: {secret}, he called from 555-0199, [see](https://note.example/{secret})]",
    "![{secret} at home](house.jpg)",
    "*Photo: {secret}*",
    "Share this article · [{secret}](https://share.example/{secret})",
)
_TEXT = ("（编者注：{secret}，电话 138-0000-0199）", "图｜{secret}", "责编：{secret}", "扫码关注 {secret}")
_HTML = (
    "<!-- {secret} -->",
    "<figure><img src='x.jpg' alt='{secret}'><figcaption>{secret} at home</figcaption></figure>",
    "<p style='display:none'>{secret}</p>",
    "<p>[Editor's note: <a href='https://example.org/{secret}'>{secret}</a>]</p>",
    "<aside>{secret}</aside><script>var phone = '{secret}'</script>",
)


def write_articles(folder: Path) -> list[Path]:
    """Twenty articles in a folder whose own name is private too."""
    home = folder / f"{SECRET}-clients"
    home.mkdir(parents=True)
    return [*_markdown(home), *_pages(home), *_texts(home)]


def _markdown(home: Path) -> Iterator[Path]:
    for number, slip in enumerate((*_MARKDOWN, *_MARKDOWN)):
        chinese = number >= len(_MARKDOWN)
        talk = [f"**{who}:** {says}" for who, says in (_CHINESE if chinese else _ENGLISH)]
        secret = f"{SECRET}-md-{number}"
        talk.insert(2, slip.format(secret=secret))
        talk[1] = talk[1].replace("dough", f"[dough](https://dough.example/?token={secret})")
        front = f"---\ntitle: Talk {number}\nphone: {secret} 555-0100\n---"
        contact = f"Contact the author at {secret}@example.org or 555-0142."
        path = home / f"talk-{number}.md"
        path.write_text("\n\n".join((front, *talk, "---", contact)) + "\n", encoding="utf-8")
        yield path


def _pages(home: Path) -> Iterator[Path]:
    for number, slip in enumerate(_HTML):
        secret = f"{SECRET}-html-{number}"
        talk = [f"<p><b>{who}:</b> {says}</p>" for who, says in _ENGLISH]
        talk.insert(2, slip.format(secret=secret))
        path = home / f"page-{number}.html"
        path.write_text(
            f"<html><head><title>Page {number}</title><meta name='description' content='{secret}'></head>"
            f"<body><nav>{secret}</nav><article><h1>Page {number}</h1>{''.join(talk)}</article>"
            f"<footer>{secret} 555-0177</footer></body></html>",
            encoding="utf-8",
        )
        yield path


def _texts(home: Path) -> Iterator[Path]:
    for number in range(5):
        secret = f"{SECRET}-txt-{number}"
        talk = [f"{who}：{says}" for who, says in _CHINESE]
        talk.insert(2, _TEXT[0].format(secret=secret))
        end = [slip.format(secret=secret) for slip in _TEXT[1:]]
        path = home / f"text-{number}.txt"
        path.write_text("\n\n".join((f"第 {number} 次谈话", *talk, *end)) + "\n", encoding="utf-8")
        yield path


def write_picture(path: Path) -> Path:
    """A picture whose camera has written where it was taken, and whose editor a comment."""
    picture = Image.new("RGB", (1400, 1400), "darkgreen")
    exif = Image.Exif()
    exif[Base.ImageDescription] = f"{SECRET}-exif"
    exif[Base.Artist] = f"{SECRET}-artist"
    picture.save(path, "JPEG", exif=exif, comment=f"{SECRET}-comment".encode())
    return path
