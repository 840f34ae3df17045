"""SIGTERM and SIGHUP leave as Ctrl-C does: at once, with 130, no traceback, nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shows import write_show

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def started(*command: str | Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "duologue", *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "no_proxy": "*", **environment},
    )


@pytest.mark.parametrize("number", SIGNALS)
def test_a_server_leaves(tmp_path: Path, number: signal.Signals) -> None:
    server = started("serve", write_show(tmp_path / "show"), "--port", "0")
    assert server.stdout is not None
    server.stdout.readline()
    time.sleep(0.5)
    server.send_signal(number)
    _, said = server.communicate(timeout=15)
    assert server.returncode == 130
    assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
def test_a_render_leaves_and_keeps_its_takes(tmp_path: Path, number: signal.Signals) -> None:
    sample = Path(__file__).parent.parent.parent / "episodes" / "elias-thorne.md"
    cache = {"DUOLOGUE_CACHE": str(tmp_path / "cache")}
    render = started("render", sample, "--engine", "kokoro", "--out", tmp_path / "out", **cache)
    deadline = time.monotonic() + 120
    while len(list((tmp_path / "cache").rglob("*.*"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    render.send_signal(number)
    _, said = render.communicate(timeout=60)
    assert render.returncode == 130, said
    assert "all finished takes are kept" in " ".join(said.split())
    assert "Traceback" not in said
    assert not list((tmp_path / "out").rglob("*.mp3"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_is_ignored_stays_ignored(number: signal.Signals) -> None:
    code = (
        "import signal, sys; number = int(sys.argv[1]); signal.signal(number, signal.SIG_IGN);"
        "from duologue.cli.leaving import leave_on_signals; leave_on_signals();"
        "signal.raise_signal(number); print('here')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(int(number))], capture_output=True, text=True, check=True
    )
    assert done.stdout == "here\n"


def test_it_leaves_even_where_ctrl_c_is_ignored() -> None:
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN);"
        "from duologue.cli.leaving import leave_on_signals; leave_on_signals();"
        "signal.raise_signal(signal.SIGTERM); print('here')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stdout == ""
