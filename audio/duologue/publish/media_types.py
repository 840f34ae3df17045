"""What each published file is: its MIME type, by its name."""

from __future__ import annotations

from pathlib import PurePosixPath

from duologue.programme.contents.chapters import JSON_CHAPTERS_TYPE
from duologue.programme.formats.kinds import FORMATS

FEED_TYPE = "application/rss+xml; charset=utf-8"
_TYPES = {
    ".mp3": "audio/mpeg",
    **{f".{each.kind}": each.media_type for each in FORMATS.values()},
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".xml": FEED_TYPE,
}
SOUNDS = (".mp3", *(f".{kind}" for kind in FORMATS))
"""How the names of sounds end."""
_CHAPTERS_NAME = "chapters.json"


def media_type(name: str) -> str:
    """The MIME type of a published file, e.g. ``audio/mpeg``."""
    path = PurePosixPath(name)
    if path.name == _CHAPTERS_NAME:
        return JSON_CHAPTERS_TYPE
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")


def is_text(name: str) -> bool:
    """Whether compressing a file makes it shorter."""
    kind = media_type(name)
    return kind.startswith("text/") or "json" in kind or "xml" in kind or "subrip" in kind
