"""The player page in a real browser plays, follows the sound, seeks, searches, fits, and is accessible."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pylopdf_fonts_zh_cn import sans_path, serif_path

from serving import need, npm_install, serving
from shows import HOSTILE, manifest, write_episode, write_show

pytestmark = pytest.mark.client


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("chromium")
    return npm_install(tmp_path_factory.mktemp("npm"), "playwright-core@1", "axe-core@4")


def drive(tools: Path, url: str, pictures: str = "") -> Any:
    """What the browser saw; with screenshots in the folder `pictures`, if there is one."""
    script = Path(__file__).parent / "player.mjs"
    fonts = tools / "share" / "fonts"  # where Chromium finds Chinese characters without a system font
    fonts.mkdir(parents=True, exist_ok=True)
    for font in (sans_path(), serif_path()):
        if not (fonts / font.name).exists():
            (fonts / font.name).symlink_to(font)
    done = subprocess.run(
        [need("node"), str(script), str(tools), need("chromium"), url, pictures],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        env={**os.environ, "XDG_DATA_HOME": str(tools / "share")},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def seen(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = write_show(tmp_path_factory.mktemp("played") / "show")
    with serving(root) as url:
        return drive(tools, f"{url}/mian-bao/", os.environ.get("DUOLOGUE_PICTURES", ""))


def test_it_plays_without_a_word_in_the_console(seen: Any) -> None:
    assert seen["plays"]
    assert seen["console"] == []


def test_the_sentence_shown_is_the_one_that_sounds(seen: Any) -> None:
    assert len(seen["highlights"]) == 10
    assert all(abs(late_ms) <= 150 for late_ms in seen["highlights"]), seen["highlights"]


def test_it_seeks_by_chapter_sentence_address_and_key(seen: Any) -> None:
    assert seen["chapter"] == pytest.approx(12.3, abs=0.5)
    assert seen["sentence"] == pytest.approx(0.5 + 4 * 5.9, abs=0.5)
    assert seen["address"] == pytest.approx(42.5, abs=0.05)
    assert seen["key"] == pytest.approx(27.5, abs=0.05)
    assert seen["deep"] == pytest.approx(36, abs=0.05)


def test_search_speed_and_captions_work(seen: Any) -> None:
    assert (seen["found"], seen["foundText"]) == (2, "1 / 2")
    assert seen["foundNext"] == ["2 / 2", "因为面要睡觉。"]
    assert seen["marked"] == ["面要睡觉"] * 2
    assert seen["foundNone"] == "没有"
    assert seen["rate"] == 1.5
    assert seen["tracks"] == len(manifest().cues)


def test_it_fits_a_phone_and_a_desk(seen: Any) -> None:
    assert seen["overflow"] == {f"{page}{width}": 0 for page in ("", "show ") for width in (360, 768, 1440)}


def test_it_does_what_it_can_without_a_script_a_sound_or_an_address(seen: Any) -> None:
    assert seen["odd"] == pytest.approx(30, abs=0.05)
    assert seen["plain"] == {"audio": True, "text": True, "buttons": 0}
    assert seen["trouble"] == "声音文件打不开：mian-bao.mp3"


def test_axe_finds_nothing(seen: Any) -> None:
    assert seen["axe"] == []


def test_a_hostile_interview_runs_nothing(tools: Path, tmp_path: Path) -> None:
    made = manifest()
    hostile = made.model_copy(
        update={
            "title": HOSTILE,
            "show": HOSTILE,
            "cues": tuple(cue.model_copy(update={"text": cue.text + HOSTILE}) for cue in made.cues),
        }
    )
    write_episode(tmp_path, hostile)
    with serving(tmp_path) as url:
        assert drive(tools, f"{url}/mian-bao/")["console"] == []
