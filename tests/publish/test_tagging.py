"""All sounds of a show name it alike, and say their place in it."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from duologue.interview import read_source
from duologue.pipeline import plan, render
from duologue.programme.manifest import read_manifest
from duologue.publish.in_place import write_site
from duologue.settings import Settings
from duologue.store.takes import TakeCache
from shows import manifest, write_episode
from speech.engine_of_tones import EngineOfTones

URL = "https://example.org/show"
SAMPLES = Path(__file__).parent.parent.parent / "episodes"


def said(folder: Path) -> tuple[str, str, str]:
    """Album, album's artist and track of an episode's sound."""
    tag = ID3(next(folder.glob("*.mp3")), translate=False)
    album, artist, track = (str(tag.get(name, "")) for name in ("TALB", "TPE2", "TRCK"))
    return album, artist, track


def test_episodes_of_two_publications_are_one_album(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest())
    write_episode(tmp_path, manifest("bie-chu", "别处的一集", show="别的杂志"))
    (tmp_path / "show.yaml").write_text("title: 街角\nauthor: 编辑部\n", encoding="utf-8")
    (tmp_path / "mian-bao/notes of mine.txt").write_text("stays", encoding="utf-8")
    write_site(tmp_path, URL)
    assert [said(tmp_path / name) for name in ("mian-bao", "bie-chu")] == [
        ("街角", "编辑部", "2"),
        ("街角", "编辑部", "1"),
    ]
    told = read_manifest(tmp_path / "mian-bao")
    assert (told.show, told.show_author, told.number) == ("街角", "编辑部", 2)
    assert (tmp_path / "mian-bao/notes of mine.txt").read_text("utf-8") == "stays"
    times = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/*.mp3")}
    write_site(tmp_path, URL)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/*.mp3")} == times


def test_a_render_into_a_show_names_it_and_keeps_its_number(
    tones: EngineOfTones, cast: Path, tmp_path: Path
) -> None:
    out = tmp_path / "show"
    settings = Settings.model_validate({"voices": str(cast), "out": out})

    async def one(text: str) -> tuple[str, ...]:
        article = tmp_path / "talk.md"
        article.write_text(text, encoding="utf-8")
        made = await plan(read_source(article), settings)
        await render(made, TakeCache())
        return made.notes

    text = (SAMPLES / "elias-thorne.md").read_text("utf-8")
    asyncio.run(one(text))
    assert said(out / "talk") == ("The Slow Ear", "The Slow Ear", "")
    (out / "show.yaml").write_text("title: Ours\nauthor: We\n", encoding="utf-8")
    write_site(out, URL, datetime(2026, 5, 4, tzinfo=UTC))
    assert said(out / "talk") == ("Ours", "We", "1")
    asyncio.run(one(text.replace("before I have sat down", "before I sat down")))
    assert said(out / "talk") == ("Ours", "We", "1"), "at once, without another feed"
    settings = settings.model_copy(update={"show": "Theirs"})
    notes = asyncio.run(one(text))
    assert any("the show is 'Ours'" in note for note in notes)


@pytest.mark.slow
def test_wherever_it_is_killed_a_folder_is_the_old_episode_or_the_new_one(tmp_path: Path) -> None:
    for number in range(6):
        write_episode(tmp_path, manifest(f"e-{number}", f"第 {number} 集"))
    code = (
        "import sys; from pathlib import Path; from duologue.publish.in_place import write_site;"
        "print(flush=True); write_site(Path(sys.argv[1]), 'https://example.org/show')"
    )
    for number in range(10):
        (tmp_path / "show.yaml").write_text(f"title: 名字 {number}\n", encoding="utf-8")
        child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.05 + 0.03 * number)
        child.send_signal(signal.SIGKILL)
        child.wait(20)
        for folder in tmp_path.glob("e-*"):
            assert said(folder)[0] == read_manifest(folder).show
    write_site(tmp_path, URL)
    assert {said(folder)[0] for folder in tmp_path.glob("e-*")} == {"名字 9"}
    assert not list(tmp_path.glob(".e-*"))
