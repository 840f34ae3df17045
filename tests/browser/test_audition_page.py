"""The audition's page in a real browser plays, chooses, fits, fetches nothing, and is accessible."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from audition.auditions import page_of
from duologue.audition.server import HOST, AuditionServer
from duologue.publish.network import listen
from duologue.settings import load_settings
from serving import need, npm_install
from shows import HOSTILE

pytestmark = pytest.mark.client


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("chromium")
    return npm_install(tmp_path_factory.mktemp("npm"), "playwright-core@1", "axe-core@4")


def drive(tools: Path, folder: Path, hostile: str = "") -> Any:
    """What the browser saw, from the disk and served; the choice is written into the folder."""
    page = folder / "page.html"
    page.write_text(page_of(folder, hostile=hostile), encoding="utf-8")

    def take(number: int) -> Path:
        path = folder / "duologue.yaml"
        path.write_text(f"voices: {('up', 'down')[number]}.yaml\n")
        return path

    server = AuditionServer(page_of(folder, served=True, hostile=hostile), take)
    with listen(HOST, 0) as listening:
        url = server.url(listening)
        thread = threading.Thread(target=server.run, args=(listening,), daemon=True)
        thread.start()
        script = Path(__file__).parent / "audition.mjs"
        pictures = os.environ.get("DUOLOGUE_PICTURES", "")
        done = subprocess.run(
            [need("node"), str(script), str(tools), need("chromium"), page.as_uri(), url, pictures],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        thread.join(10)
        assert not thread.is_alive(), "the server stops once a cast is chosen"
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audition")


@pytest.fixture(scope="module")
def seen(tools: Path, folder: Path) -> Any:
    return drive(tools, folder)


def test_it_plays_one_cast_at_a_time_by_player_and_key(seen: Any) -> None:
    assert all(2 < seconds < 10 for seconds in seen["seconds"])
    assert (seen["first"], seen["second"], seen["stopped"]) == ([True, False], [False, True], [False, False])
    assert [label.split(",")[0] for label in seen["labels"]] == ["up", "down"]


def test_it_fetches_nothing_and_says_nothing_in_the_console(seen: Any) -> None:
    assert seen["diskRequests"] == 0
    assert seen["console"] == []


def test_the_command_is_copied_as_it_is(seen: Any) -> None:
    assert seen["copied"].startswith("duologue voices audition 'my article.md' --choose ")
    assert seen["copied"].endswith("down.yaml")


def test_the_served_page_writes_the_choice(seen: Any, folder: Path) -> None:
    assert str(folder / "duologue.yaml") in seen["told"]
    assert seen["disabled"]
    assert Path(load_settings(folder, {}, {}).voices).name == "down.yaml"


def test_it_fits_a_phone_and_a_desk(seen: Any) -> None:
    assert set(seen["overflow"].values()) == {0}


def test_axe_finds_nothing(seen: Any) -> None:
    assert seen["axe"] == []


def test_a_hostile_cast_runs_nothing(tools: Path, tmp_path: Path) -> None:
    assert drive(tools, tmp_path, hostile=HOSTILE.replace("'", "’"))["console"] == []
