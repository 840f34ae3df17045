"""A run that is stopped, by whatever, goes on: nothing is voiced twice, the episodes are the same bytes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from batch.catalogues import cast_beside, sounds, with_plugin, write_catalogue

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")


class Bench:
    """A catalogue in a folder, and the command that renders it, in processes of their own."""

    def __init__(self, folder: Path, articles: int) -> None:
        self.folder, self.out = folder, folder / "out"
        self.log = folder / "voiced"
        self.environment = {**with_plugin(folder), "TONES_LOG": str(self.log), "TONES_SECONDS": "0.1"}
        self.command = (
            *(sys.executable, "-m", "duologue", "batch", str(write_catalogue(folder / "articles", articles))),
            *(
                "--out",
                str(self.out),
                "--voices",
                str(cast_beside(folder)),
                "--engine",
                "tones",
                "--no-check",
            ),
        )

    def start(self, *more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.command, *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
            cwd=self.folder,
        )

    def run(self, *more: str) -> tuple[int, str, str]:
        process = self.start(*more)
        out, said = process.communicate(timeout=300)
        return process.returncode, out, said

    def voiced(self) -> Counter[str]:
        return Counter(self.log.read_text().splitlines()) if self.log.exists() else Counter()

    def wait_until_voiced(self, count: int) -> None:
        deadline = time.monotonic() + 120
        while self.voiced().total() < count and time.monotonic() < deadline:
            time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_stop_says_so_and_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    bench = Bench(tmp_path, 3)
    process = bench.start()
    bench.wait_until_voiced(6)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "all finished takes are kept" in " ".join(said.split())
    assert "Traceback" not in said
    stopped = json.loads((bench.out / "report.json").read_text())["totals"]
    assert stopped["interrupted"] is True
    code, out, said = bench.run("--json")
    assert code == 0, said
    report = json.loads(out)
    assert report["totals"]["failed"] == report["totals"]["left"] == 0
    assert len(report["episodes"]) == 3
    assert len(sounds(bench.out)) == 3
    in_flight = 2
    assert sum(count - 1 for count in bench.voiced().values()) <= in_flight


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(tmp_path: Path) -> None:
    whole = Bench(tmp_path / "whole", 4)
    assert whole.run()[0] == 0
    bench = Bench(tmp_path / "killed", 4)
    kills = 0
    for voiced in (3, 9, 14, 19):
        process = bench.start()
        bench.wait_until_voiced(voiced)
        if process.poll() is None:
            kills += 1
        process.kill()
        process.communicate()
    assert kills >= 3
    code, _, said = bench.run()
    assert code == 0, said
    assert sounds(bench.out) == sounds(whole.out)
    in_flight = 2
    assert sum(count - 1 for count in bench.voiced().values()) <= kills * in_flight
    assert not list(bench.out.glob(".*.new-*")), "nothing half-written is left"
