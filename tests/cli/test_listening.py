"""`render --listen` gives a player of this machine the programme's own frames, and then finishes it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duologue.cli.app import app
from duologue.errors import UsageError
from duologue.programme.mp3.frames import frame_count
from speech.engine_of_tones import EngineOfTones
from studio.desks import TALK

PLAYER = f"#!{sys.executable}\nimport sys\nopen({{heard!r}}, 'wb').write(sys.stdin.buffer.read({{most}}))\n"


def install(folder: Path, patch: pytest.MonkeyPatch, most: int = -1) -> Path:
    heard = folder / "heard.mp3"
    player = folder / "bin" / "mpv"
    player.parent.mkdir()
    player.write_text(PLAYER.format(heard=str(heard), most=most))
    player.chmod(0o755)
    patch.setenv("PATH", str(player.parent))
    return heard


@pytest.fixture
def source(tmp_path: Path, cast: Path, monkeypatch: pytest.MonkeyPatch, tones: EngineOfTones) -> list[str]:
    monkeypatch.chdir(tmp_path)
    Path("tide.md").write_text(TALK)
    return ["render", "tide.md", "--voices", str(cast), "--listen"]


def test_the_player_gets_the_whole_programme(
    source: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = install(tmp_path, monkeypatch)
    done = CliRunner().invoke(app, source, catch_exceptions=False)
    assert done.exit_code == 0
    assert frame_count(heard.read_bytes()) > 100
    assert (tmp_path / "episodes" / "tide" / "tide.mp3").is_file()


def test_a_player_that_is_closed_ends_nothing(
    source: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, most=1000)
    assert CliRunner().invoke(app, source, catch_exceptions=False).exit_code == 0
    assert (tmp_path / "episodes" / "tide" / "tide.mp3").is_file()


def test_without_a_player_it_says_what_to_do(source: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="install one of mpv"):
        CliRunner().invoke(app, source, catch_exceptions=False)
    with pytest.raises(UsageError, match="one source"):
        CliRunner().invoke(app, [*source, "--dry-run"], catch_exceptions=False)
