"""`say --play` plays with what is installed; `render --open` shows the page."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.test_app import duologue
from duologue.cli import playing
from duologue.errors import UsageError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the player of the tests is a shell script")


@pytest.fixture
def player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A player that keeps what it is given to play; nothing else is installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "afplay"
    script.write_text(f'#!/bin/sh\n/bin/cp "$1" {tmp_path}/played\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return tmp_path / "played"


@pytest.mark.slow
def test_a_line_is_played_and_nothing_is_kept(player: Path, tmp_path: Path) -> None:
    done = duologue("say", "Hello there.", "--voice", "af_heart", "--play", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert player.read_bytes().startswith(b"RIFF")
    assert not (tmp_path / "said.wav").exists()
    done = duologue("say", "Hello there.", "--voice", "af_heart", "--play", "-o", "x.wav", folder=tmp_path)
    assert (tmp_path / "x.wav").read_bytes() == player.read_bytes()


def test_without_a_player_nothing_is_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="nothing here can play"):
        playing.player_for(Path("x.wav"))


def test_a_player_that_fails_is_a_sentence(tmp_path: Path) -> None:
    broken = (sys.executable, "-c", "raise SystemExit('no sound card')")
    with pytest.raises(UsageError, match="no sound card"):
        playing.play(broken, tmp_path / "x.wav")


def test_a_player_that_knows_waves_alone_gets_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "aplay").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "aplay").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert playing.player_for(Path("x.wav"))[0].endswith("aplay")
    with pytest.raises(UsageError):
        playing.player_for(Path("x.mp3"))


def test_the_page_of_a_rendered_episode_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tones: object, cast: Path
) -> None:
    shown: list[str] = []

    def show(address: str) -> bool:
        shown.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", show)
    from duologue.cli.app import app

    sample = Path(__file__).parent.parent.parent / "episodes" / "elias-thorne.md"
    out = tmp_path / "out"
    command = ["render", str(sample), "--voices", str(cast), "--out", str(out), "--open"]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert shown == [(out / "elias-thorne/index.html").as_uri()]
    done = CliRunner().invoke(app, [*command, "--dry-run"], catch_exceptions=False)
    assert len(shown) == 1
