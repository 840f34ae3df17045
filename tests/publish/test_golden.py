"""What is published of an episode stays what it was, to the byte.

When a change is meant: DUOLOGUE_GOLDEN=write pytest tests/publish/test_golden.py, then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from duologue.publish.library import companion_files
from duologue.publish.site import read_site
from shows import manifest, write_show

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("chapters.json", "notes.md", *(f"transcript.{kind}" for kind in ("vtt", "srt", "json", "html")))


def same(name: str, content: bytes) -> None:
    path = GOLDEN / name
    if os.environ.get("DUOLOGUE_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    assert content == path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_companion(name: str) -> None:
    same(name, companion_files(manifest())[name].encode())


def test_feed(tmp_path: Path) -> None:
    root = write_show(tmp_path)
    for mp3 in root.glob("*/*.mp3"):
        mp3.write_bytes(b"x" * 1000)  # its length stands in the feed, and depends on the encoder's version
    same("feed.xml", read_site(root).feed("https://example.org/show"))
