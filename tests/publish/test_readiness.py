"""What a show still lacks for directories is named, with what to write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from cli.test_app import duologue
from duologue.publish.finding import ShowFinding
from duologue.publish.in_place import write_site
from duologue.publish.readiness import readiness
from duologue.publish.site import read_site
from shows import manifest, write_episode

URL = "https://example.org/show"


def found(show: Path) -> dict[str, ShowFinding]:
    """What was not fine, by what was looked at."""
    return {each.what: each for each in readiness(read_site(show)) if each.level != "fine"}


def test_a_show_that_says_everything_is_ready(show: Path) -> None:
    write_site(show, URL)
    assert found(show) == {}
    done = duologue("ready", show, "--json", folder=show.parent)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ready"] is True


def test_a_show_that_says_nothing_lacks_what_only_a_person_knows(tmp_path: Path) -> None:
    write_episode(tmp_path, manifest())
    lacks = found(tmp_path)
    assert {what for what, each in lacks.items() if each.level == "wrong"} == {"owner", "address"}
    assert {what for what, each in lacks.items() if each.level == "better"} == {
        "title",
        "description",
        "category",
    }
    assert "owner: {email:" in lacks["owner"].advice
    done = duologue("ready", tmp_path, folder=tmp_path)
    assert done.returncode == 1
    assert "the show is not ready: owner" in done.stderr


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("url: http://example.org", "address"),
        ("block: true", "block"),
        ("episodes: {mian-bao: {hidden: true}}", "episodes"),
    ],
)
def test_what_would_be_refused_is_named(tmp_path: Path, said: str, what: str) -> None:
    write_episode(tmp_path, manifest())
    (tmp_path / "show.yaml").write_text(said + "\n", encoding="utf-8")
    assert found(tmp_path)[what].level == "wrong"


def test_pictures_sounds_and_damage_are_looked_at(show: Path) -> None:
    Image.new("RGB", (900, 900)).save(show / "cover.jpg")
    (show / "you-jian/episode.json").write_text("{", encoding="utf-8")
    quiet = manifest().disclosure.model_copy(update={"spoken": None})
    made = manifest(disclosure=quiet, duration_ms=600_000)
    (show / "mian-bao/episode.json").write_text(made.model_dump_json(), encoding="utf-8")
    lacks = found(show)
    assert "900 × 900" in lacks["cover"].said
    assert "you-jian" in lacks["episode"].said
    assert "kbit/s" in lacks["sound"].said
    assert "mian-bao" in lacks["disclosure"].said
