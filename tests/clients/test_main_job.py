"""The main job with the real engine, looked at by real players."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAMPLES = ("shen-yan", "elias-thorne")


@pytest.fixture(scope="module", params=SAMPLES)
def episode(request: pytest.FixtureRequest, rendered: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """What `render --json` says of a sample, rendered offline."""
    return rendered(request.param)


@pytest.mark.slow
def test_the_episode_is_complete(episode: dict[str, Any]) -> None:
    folder = Path(str(episode["folder"]))
    assert {path.name for path in folder.iterdir()} >= {"script.md", "cover.jpg", "transcript.vtt"}
    duration_ms = episode["duration_ms"]
    assert isinstance(duration_ms, int)
    assert 100_000 <= duration_ms <= 260_000
    assert isinstance(episode["voices"], dict)
    assert len(set(episode["voices"].values())) == 3


@pytest.mark.slow
@pytest.mark.client
@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
def test_ffprobe_sees_format_chapters_and_cover(episode: dict[str, Any]) -> None:
    done = subprocess.run(
        [
            "ffprobe",
            "-v",
            "error",
            "-show_chapters",
            "-show_streams",
            "-show_format",
            "-of",
            "json",
            str(episode["mp3"]),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    probed = json.loads(done.stdout)
    audio, picture = probed["streams"]
    assert (audio["codec_name"], audio["sample_rate"], audio["channels"]) == ("mp3", "44100", 2)
    assert audio["bit_rate"] == "128000"
    assert picture["disposition"]["attached_pic"] == 1
    assert [chapter["tags"]["title"] for chapter in probed["chapters"]] == [
        chapter["title"] for chapter in episode["chapters"]
    ]
    assert len(probed["chapters"]) == 3


@pytest.mark.slow
@pytest.mark.client
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_ffmpeg_measures_the_loudness_that_was_promised(episode: dict[str, Any]) -> None:
    done = subprocess.run(
        ["ffmpeg", "-nostats", "-i", str(episode["mp3"]), "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    summary = done.stderr.rpartition("Summary:")[2]
    loudness = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", summary)[0])
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", summary)[0])
    assert loudness == pytest.approx(-16.0, abs=0.5)
    assert peak <= -1.0


@pytest.mark.slow
@pytest.mark.client
@pytest.mark.skipif(shutil.which("mp3val") is None, reason="mp3val is not installed")
def test_mp3val_has_no_warning(episode: dict[str, Any]) -> None:
    done = subprocess.run(["mp3val", str(episode["mp3"])], capture_output=True, text=True, check=True)
    assert "WARNING" not in done.stdout
