"""`duologue studio` serves a page on this machine, opens what it is given, and is stopped without loss."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from studio.desks import TALK


def started(tmp_path: Path, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "duologue", "studio", "--no-open", *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DUOLOGUE_CACHE": str(tmp_path / "cache")},
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def stopped(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    return said


@pytest.mark.slow
def test_an_article_is_read_and_shown_under_a_secret_address(tmp_path: Path) -> None:
    (tmp_path / "tide.md").write_text(TALK)
    process, address = started(tmp_path, "tide.md")
    try:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{20,}/#tide", address), address
        page = address.partition("#")[0]
        with urllib.request.urlopen(page) as answer:  # noqa: S310 - of this machine
            assert b"studio.js" in answer.read()
    finally:
        said = stopped(process)
    assert "Traceback" not in said
    assert (tmp_path / "episodes" / "tide" / "script.md").is_file()


@pytest.mark.slow
def test_what_is_no_interview_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("Once upon a time there was a lighthouse.\n")
    process, address = started(tmp_path, "story.txt")
    _, said = process.communicate(timeout=20)
    assert (process.returncode, address) == (3, "")
    assert "Traceback" not in said
