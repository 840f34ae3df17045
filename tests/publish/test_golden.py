"""What is published of an episode stays what it was, to the byte.

When a change is meant: DUOLOGUE_GOLDEN=write pytest tests/publish/test_golden.py, then read the difference.
"""

from __future__ import annotations

import asyncio
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duologue.interview import read_source
from duologue.pipeline import plan, render
from duologue.publish.in_place import write_site
from duologue.publish.library import companion_files
from duologue.publish.site import read_site
from duologue.settings import Settings
from duologue.store.takes import TakeCache
from shows import manifest, write_show
from speech.engine_of_tones import EngineOfTones

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(__file__).parent.parent.parent / "episodes"
NAMES = (
    "chapters.json",
    "notes.md",
    *(f"transcript.{kind}" for kind in ("vtt", "srt", "json", "html", "txt", "md")),
)


def same(name: str, content: bytes) -> None:
    """Compares a file with its golden one; a page's style is not part of what is said."""
    path = GOLDEN / name
    content = re.sub(rb"<style>.*?</style>|style-src &#39;[^&]*&#39;", b"", content, flags=re.DOTALL)
    if os.environ.get("DUOLOGUE_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content)
    assert content == path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_companion(name: str) -> None:
    same(name, companion_files(manifest())[name].encode())


def test_feed(tmp_path: Path) -> None:
    root = write_show(tmp_path)
    for mp3 in root.glob("*/*.mp3"):
        mp3.write_bytes(b"x" * 1000)  # its length stands in the feed, and depends on the encoder's version
    feeds = read_site(root).feeds("https://example.org/show", datetime(2024, 8, 2, tzinfo=UTC))
    same("feed.xml", feeds["feed.xml"])


@pytest.fixture
def samples(tones: EngineOfTones, cast: Path, tmp_path: Path) -> Path:
    """A folder with both samples, said by the engine of tones and published."""
    out = tmp_path / "samples"
    render_samples(cast, out)
    write_site(out, "https://example.org/samples", datetime(2024, 8, 2, tzinfo=UTC))
    return out


def render_samples(cast: Path, out: Path) -> None:
    settings = Settings.model_validate({"voices": str(cast), "out": out, "show": "街角对话"})

    async def one(source: Path) -> None:
        await render(await plan(read_source(source), settings), TakeCache())

    for source in sorted(SAMPLES.glob("*.md")):
        asyncio.run(one(source))


def test_the_samples_are_published_as_ever_and_a_second_time_nothing_changes(
    samples: Path, cast: Path
) -> None:
    found = {str(path.relative_to(samples)): path for path in sorted(samples.rglob("*")) if path.is_file()}
    for name, path in found.items():
        if Path(name).name in NAMES:
            same(f"samples/{name}", path.read_bytes())
    # An MP3's length depends on the versions of encoder and cover; only the feed says it.
    feed = re.sub(rb' length="\d+"', b"", found["feed.xml"].read_bytes())
    same("samples/feed.xml", feed)
    assert {Path(name).name for name in found if name.startswith("shen-yan/")} == {
        *NAMES, "shen-yan.mp3", "script.md", "episode.json", "index.html", "embed.html", "oembed.json",
        "cover.jpg", "cover-small.jpg", "cover-320.webp", "share.jpg",
    }  # fmt: skip
    before = {name: (path.stat().st_mtime_ns, path.read_bytes()) for name, path in found.items()}
    render_samples(cast, samples)
    assert write_site(samples, "https://example.org/samples").changed == ()
    after = {
        str(path.relative_to(samples)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(samples.rglob("*"))
        if path.is_file()
    }
    assert after == before
