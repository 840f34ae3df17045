"""A real cluster on the loopback: the same bytes as here, whoever dies."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from batch.catalogues import sounds
from batch.certificates import certificate_in
from batch.test_interrupted import Bench
from duologue.batch.options import Cluster
from duologue.errors import UsageError
from publish.places import place

pytest.importorskip("distributed")

from duologue.batch.cluster.connection import connected
from duologue.batch.cluster.tasks import Room

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's"),
    pytest.mark.extra,
    pytest.mark.slow,
]


class Processes:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, bench: Bench, port: int) -> None:
        self.bench, self.address = bench, f"tcp://127.0.0.1:{port}"
        self.port = port
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", f"{port}", "--no-dashboard"
        )
        self.workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        words = ("worker", self.address, "--nthreads", "1", "--no-dashboard", "--no-nanny")
        self.workers.append(self._start(*words, "--host", "127.0.0.1", **environment))
        return self.workers[-1]

    def _start(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        folder = self.bench.folder / "dask"
        folder.mkdir(exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            env={**self.bench.environment, "DASK_TEMPORARY_DIRECTORY": str(folder), **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def cluster(bench: Bench, port: int, workers: int = 2) -> Iterator[Processes]:
    made = Processes(bench, port)
    try:
        for _ in range(workers):
            made.add_worker()
        yield made
    finally:
        made.end()


def voiced_twice(voiced: Counter[str]) -> int:
    return sum(count - 1 for count in voiced.values())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The episodes as one machine makes them."""
    bench = Bench(tmp_path_factory.mktemp("whole"), 4)
    assert bench.run()[0] == 0
    return sounds(bench.out)


def test_two_local_workers_make_the_same_bytes(tmp_path: Path, whole: dict[str, str]) -> None:
    bench = Bench(tmp_path, 4)
    code, out, said = bench.run("--on", "local", "--workers", "2", "--json")
    assert code == 0, said
    assert json.loads(out)["totals"]["done"] == 4
    assert sounds(bench.out) == whole
    assert voiced_twice(bench.voiced()) == 0
    assert "Traceback" not in said


def test_workers_that_die_and_join_lose_nothing(tmp_path: Path, whole: dict[str, str]) -> None:
    bench = Bench(tmp_path, 4)
    bench.environment["TONES_SECONDS"] = "0.3"
    with cluster(bench, 48911) as processes:
        run = bench.start("--on", processes.address)
        kills = 0
        for voiced in (2, 5, 8, 11, 13):
            bench.wait_until_voiced(voiced)
            if run.poll() is None:
                kills += 1
                processes.workers.pop(0).send_signal(signal.SIGKILL)
                processes.add_worker()
        _, said = run.communicate(timeout=180)
        assert run.returncode == 0, said
    assert kills == 5
    assert sounds(bench.out) == whole
    assert voiced_twice(bench.voiced()) <= kills, "one take is under way on a worker"


def test_a_scheduler_that_dies_is_said_and_the_next_run_goes_on(
    tmp_path: Path, whole: dict[str, str]
) -> None:
    bench = Bench(tmp_path, 4)
    bench.environment["TONES_SECONDS"] = "0.3"
    with cluster(bench, 48912) as processes:
        run = bench.start("--on", processes.address)
        bench.wait_until_voiced(6)
        processes.scheduler.kill()
        _, said = run.communicate(timeout=120)
        assert run.returncode == 1, said
        assert "the scheduler does not answer any more" in " ".join(said.split())
        assert "Traceback" not in said
    with cluster(bench, 48913) as processes:
        code, _, said = bench.run("--on", processes.address)
        assert code == 0, said
    assert sounds(bench.out) == whole
    assert voiced_twice(bench.voiced()) <= 2


def test_a_client_that_is_killed_goes_on(tmp_path: Path, whole: dict[str, str]) -> None:
    bench = Bench(tmp_path, 4)
    bench.environment["TONES_SECONDS"] = "0.3"
    with cluster(bench, 48914) as processes:
        run = bench.start("--on", processes.address)
        bench.wait_until_voiced(8)
        run.kill()
        run.communicate()
        code, _, said = bench.run("--on", processes.address)
        assert code == 0, said
    assert sounds(bench.out) == whole
    assert voiced_twice(bench.voiced()) <= 4, "what was under way and what waited for it"


def test_workers_with_another_version_are_refused_before_anything_is_said(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1)
    other = tmp_path / "other"
    info = other / "lameenc-0.0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: lameenc\nVersion: 0.0.1\n")
    with cluster(bench, 48915, workers=0) as processes:
        processes.add_worker(PYTHONPATH=f"{other}:{bench.environment['PYTHONPATH']}")
        code, _, said = bench.run("--on", processes.address)
    assert code == 2, said
    assert "lameenc 0.0.1 (here " in " ".join(said.split())
    assert bench.voiced().total() == 0


def test_a_folder_that_workers_do_not_have_is_refused(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1)
    with cluster(bench, 48916) as processes:
        code, _, said = bench.run("--on", processes.address, "--cache", "s3://")
    assert code == 2, said


def test_takes_and_episodes_go_to_s3_and_nothing_stays_here(tmp_path: Path, whole: dict[str, str]) -> None:
    bench = Bench(tmp_path, 4)
    with place("s3", tmp_path) as there:
        bench.environment |= there.environment
        places = ("--cache", f"{there.to}/cache", "--out", f"{there.to}/episodes")
        code, out, said = bench.run("--on", "local", "--workers", "2", "--json", *places)
        assert code == 0, said
        assert json.loads(out)["totals"]["done"] == 4
        made = {
            name.removeprefix("episodes/"): hashlib.sha256(there.read(name) or b"").hexdigest()
            for name in there.names()
            if name.startswith("episodes/") and name.endswith(".mp3")
        }
        assert made == whole
        assert [name for name in there.names() if name.startswith("cache/takes/")]
        code, out, said = bench.run("--json", *places)
        assert code == 0, said
        assert json.loads(out)["totals"]["unchanged"] == 4
    assert not list(tmp_path.glob("cache/takes/*"))
    assert not list(tmp_path.rglob("*.mp3"))
    assert voiced_twice(bench.voiced()) == 0


def test_tls_is_used_where_it_is_given(tmp_path: Path) -> None:
    certificate = certificate_in(tmp_path)
    where = Cluster("local", 1, certificate.ca, certificate.cert, certificate.key)

    async def whole() -> str:
        async with connected(where, Room(str(tmp_path / "cache"), str(tmp_path / "out"))) as client:
            return str(client.scheduler.address)

    assert asyncio.run(whole()).startswith("tls://")


@pytest.mark.parametrize("missing", ["tls_ca", "tls_cert", "tls_key"])
def test_half_of_what_tls_needs_is_refused(tmp_path: Path, missing: str) -> None:
    made = certificate_in(tmp_path)
    files = {"tls_ca": made.ca, "tls_cert": made.cert, "tls_key": made.key, missing: None}
    where = Cluster("local", 1, **files)

    async def whole() -> None:
        async with connected(where, Room("cache", "out")):
            pass

    with pytest.raises(UsageError, match="--tls-ca, --tls-cert and --tls-key"):
        asyncio.run(whole())


def test_no_scheduler_is_said_in_a_sentence(tmp_path: Path) -> None:
    bench = Bench(tmp_path, 1)
    started = time.monotonic()
    code, _, said = bench.run("--on", "tcp://127.0.0.1:9")
    assert code == 2
    assert "no scheduler answers at tcp://127.0.0.1:9" in " ".join(said.split())
    assert "Traceback" not in said
    assert time.monotonic() - started < 90
