"""`duologue publish` and `feed --to` as a person and a pipeline meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.test_app import duologue

URL = "https://example.invalid/show"


def test_a_folder_is_written_and_not_asked(show: Path, tmp_path: Path) -> None:
    done = duologue("publish", show, "--to", "public", "--url", URL, "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["feed"], told["episodes"], told["to"]) == (f"{URL}/feed.xml", 2, "public")
    assert told["sent"][-1] == "feed.xml"
    assert (told["withheld"], told["live"]) == ([], [])
    again = duologue("publish", show, "--to", "public", folder=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "nothing has changed" in again.stderr
    assert again.stdout == f"{URL}/feed.xml\n"


def test_what_is_wrong_at_the_live_address_ends_it_with_one(show: Path, tmp_path: Path) -> None:
    live = "http://127.0.0.1:9"
    done = duologue("publish", show, "--to", "public", "--url", live, "--probe", folder=tmp_path)
    assert done.returncode == 1
    assert "everything was sent, but feed is wrong" in done.stderr
    assert (tmp_path / "public/feed.xml").is_file()


def test_a_dry_run_says_what_would_be_sent(show: Path, tmp_path: Path) -> None:
    before = sorted(show.rglob("*"))
    done = duologue("publish", show, "--to", "public", "--url", URL, "--dry-run", folder=tmp_path)
    assert "files would be sent" in done.stderr
    assert not (tmp_path / "public").exists()
    assert sorted(show.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--to", "public"), "say where the show will be on the web"),
        (("--to", "public", "--url", "nowhere"), "is not a valid feed address"),
        (("--to", "", "--url", URL), "--to is empty"),
        (("--to", ".", "--url", URL), "own files"),
    ],
)
def test_wrong_calls_are_one_sentence(show: Path, arguments: tuple[str, ...], words: str) -> None:
    done = duologue("publish", ".", *arguments, folder=show)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert len(done.stderr.strip().splitlines()) == 1


def test_feed_to_a_folder_is_the_same_without_questions(show: Path, tmp_path: Path) -> None:
    done = duologue("feed", show, "--url", URL, "--to", "public", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["to"] == "public"
    assert not list((tmp_path / "public").rglob("script.md"))
    assert not (show / "feed.xml").exists(), "nothing is written beside the episodes but what is kept there"
