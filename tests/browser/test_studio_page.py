"""The studio in a real browser: an article is brought, put right, cast, heard and finished."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import duologue
from conftest import TONES
from duologue.publish.network import listen, server
from duologue.studio.app import Studio
from serving import need, npm_install
from shows import HOSTILE
from studio.plugin import install

pytestmark = pytest.mark.client

ASKED = ("What is a tide?", "Who counts them?", "Is it wrong one?", "And the moon?", "Is this wrong three?")
TOLD = (
    "The sea, coming and going, wrong two.",
    "I do, every day of the year.",
    "It helps, but it never signs anything.",
    "Some say so, wrong four.",
    "The harbour pays me for the last word, wrong five.",
)


def article() -> str:
    """Whose labels are wrong in five places, as in an article set in a hurry."""
    turns = ["# The tide clerk", "Photo: a harbour at dawn"]
    for asked, told in zip(ASKED, TOLD, strict=True):
        for right, other, text in (("Ann Ray", "Bo Lind", asked), ("Bo Lind", "Ann Ray", told)):
            turns.append(f"{other if 'wrong' in text else right}: {text}")
        if "moon" in asked:
            turns.append("## The last word")
    return "\n\n".join(turns) + "\n"


def hostile_article() -> str:
    bad = HOSTILE.replace("\n", " ")
    return (
        f"---\nduologue: script\ntitle: '{bad.replace(chr(39), chr(39) * 2)}'\nlanguage: en-US\n"
        f"speakers:\n  - name: Ann<img src=x onerror=alert(3)>\n    role: interviewer\n"
        f"    aliases: [A]\n  - name: Bo\n    role: interviewee\n---\n\n"
        f"A: {bad} <svg onload=alert(4)>\n\n## <script>alert(5)</script>\n\nBo: javascript:alert(6) {bad}\n"
    )


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("chromium")
    return npm_install(tmp_path_factory.mktemp("npm"), "playwright-core@1", "axe-core@4")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("studio")
    with pytest.MonkeyPatch.context() as patch:
        install(patch)
        patch.setenv("DUOLOGUE_CACHE", str(folder / "cache"))
        patch.chdir(folder)
        (folder / "tones.yaml").write_text(TONES)
        (folder / "duologue.yaml").write_text("voices: tones.yaml\n")
        Image.new("RGB", (700, 700), "teal").save(folder / "harbour.png")
        yield folder


@pytest.fixture(scope="module")
def seen(tools: Path, folder: Path) -> Any:
    (folder / "article.md").write_text(article(), encoding="utf-8")
    (folder / "hostile.md").write_text(hostile_article(), encoding="utf-8")
    studio = Studio(folder / "show")
    with listen("127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/{studio.secret}/"
        running = server(studio.app())
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        script = Path(__file__).parent / "studio.mjs"
        pictures = os.environ.get("DUOLOGUE_PICTURES", "")
        try:
            done = subprocess.run(
                [
                    need("node"),
                    str(script),
                    str(tools),
                    need("chromium"),
                    url,
                    str(folder / "article.md"),
                    str(folder / "hostile.md"),
                    str(folder / "harbour.png"),
                    pictures,
                ],
                capture_output=True,
                text=True,
                timeout=400,
                check=False,
            )
        finally:
            running.should_exit = True
            thread.join(15)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    print({name: found[name] for name in ("wholeClicks", "readMs", "firstSoundMs", "totalMs")})  # with -s
    return found


def test_five_wrong_lines_are_right_in_the_script_that_is_rendered(seen: Any, folder: Path) -> None:
    assert seen["speakers"] == ["Ann Ray", "Bo Lind"]
    kept = folder / "show" / "the-tide-clerk"
    text = (kept / "transcript.vtt").read_text(encoding="utf-8")
    assert "<v Ann Ray>Is it wrong one?" in text
    assert "<v Bo Lind>The harbour pays me" in text
    assert seen["wholeClicks"] <= 22
    script = duologue.read(kept / "script.md")
    assert f"tones:{script.speakers[1].voices[0].name}" == seen["voices"][1][1] != seen["voices"][0][1]


def test_it_is_heard_while_it_is_made_and_the_line_is_lit(seen: Any) -> None:
    assert seen["firstSoundMs"] < 5000
    assert seen["lit"]
    assert seen["paused"]


def test_it_is_finished_and_offered(seen: Any) -> None:
    assert "MP3" in seen["files"]
    assert seen["told"].startswith("Done")


def test_chapters_cover_notes_and_disclosure_are_changed_on_the_page(seen: Any, folder: Path) -> None:
    kept = folder / "show" / "the-tide-clerk"
    episode = json.loads((kept / "episode.json").read_text(encoding="utf-8"))
    assert [one["title"] for one in episode["chapters"]][-1] == "Who has the last word"
    assert episode["summary"].startswith("Of tides, and of whoever counts them.")
    assert "Of tides" in (kept / "notes.md").read_text(encoding="utf-8")
    middle = Image.open(kept / "cover.jpg").resize((1, 1)).getpixel((0, 0))
    assert middle == pytest.approx((0, 128, 128), abs=6)
    assert "Nobody here is real." in (kept / "transcript.vtt").read_text(encoding="utf-8")
    settings = (folder / "duologue.yaml").read_text()
    assert settings == "voices: tones.yaml\ndisclosure: 'Nobody here is real.'\n"
    assert seen["coverShown"] == 700


def test_every_voice_says_a_speakers_own_sentence(seen: Any) -> None:
    assert seen["tried"] == 200
    assert seen["focusStays"] == "Someone else for Bo Lind"


def test_every_change_has_a_key(seen: Any) -> None:
    keys = seen["keys"]
    assert (keys["dropped"], keys["undone"], keys["redone"]) == (1, 0, 1)
    assert keys["words"].startswith("Well then. ") or keys["words"].endswith("Well then.")
    assert keys["marks"] == "pause 800 ms"
    assert "heading" in keys["heading"]
    assert (keys["split"], keys["joined"]) == (1, 0)
    assert keys["focusIsBack"]
    assert seen["title"] == "The clerk of the tides"
    assert keys["spoken"] == 200
    assert "water" in keys["reading"]


def test_two_windows_show_the_same(seen: Any) -> None:
    assert "changed in another window" in seen["otherTold"]


def test_it_fits_every_width(seen: Any) -> None:
    assert {name: over for name, over in seen["overflow"].items() if over} == {}


def test_axe_finds_nothing_and_the_console_is_quiet(seen: Any) -> None:
    assert seen["axe"] == []
    assert seen["console"] == []


def test_a_hostile_article_runs_nothing_and_is_shown_as_it_is(seen: Any) -> None:
    assert (seen["alerts"], seen["injected"]) == (0, 0)
    assert "<script>alert(5)</script>" in seen["hostileShown"]


def test_another_site_is_refused(seen: Any) -> None:
    assert seen["foreign"][0] == "refused"
