"""A catalogue whose workers, client and scheduler are killed: the episodes, and what was voiced twice."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.remove(str(Path(__file__).parent))  # it has a batch.py
sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from batch.catalogues import sounds
from batch.test_cluster import cluster
from batch.test_interrupted import Bench


def run_and_kill(folder: Path, articles: int, worker_kills: int, seconds: float) -> tuple[Bench, list[str]]:
    """Renders a catalogue on two workers while all of them are killed in turn; whom a kill met at work."""
    bench = Bench(folder, articles)
    bench.environment["TONES_SECONDS"] = str(seconds)
    utterances = 5 * articles  # more than that each has
    kills: list[str] = []
    with cluster(bench, 48931) as processes:
        run = bench.start("--on", processes.address)
        for number in range(worker_kills):
            bench.wait_until_voiced((number + 1) * utterances // (2 * worker_kills + 4))
            kills += ["worker"] * (run.poll() is None)
            processes.workers.pop(0).send_signal(signal.SIGKILL)
            processes.add_worker()
        bench.wait_until_voiced((worker_kills + 1) * utterances // (2 * worker_kills + 4))
        kills += ["client"] * (run.poll() is None)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        run = bench.start("--on", processes.address)
        bench.wait_until_voiced((worker_kills + 3) * utterances // (2 * worker_kills + 4))
        kills += ["scheduler"] * (run.poll() is None)
        processes.scheduler.kill()
        run.communicate()
    with cluster(bench, 48932) as processes:
        code, _, said = bench.run("--on", processes.address)
        if code:
            raise SystemExit(f"the last run ended with {code}: {said[-2000:]}")
    return bench, kills


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--worker-kills", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.2, help="a take's")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.monotonic()
        whole = Bench(folder / "whole", given.articles)
        whole.environment["TONES_SECONDS"] = "0"
        code, _, said = whole.run()
        if code:
            raise SystemExit(said[-2000:])
        print(f"one machine: {time.monotonic() - started:.0f} s, {whole.voiced().total()} takes", flush=True)
        started = time.monotonic()
        bench, kills = run_and_kill(folder / "killed", given.articles, given.worker_kills, given.seconds)
        voiced = bench.voiced()
        twice = sum(count - 1 for count in voiced.values())
        same = sounds(bench.out) == sounds(whole.out)
        print(
            f"killed: {time.monotonic() - started:.0f} s, {len(kills)} kills at work ({', '.join(kills)}), "
            f"{twice} takes twice"
        )
        print(f"{len(sounds(bench.out))} episodes, {'byte for byte the same' if same else 'NOT THE SAME'}")
        sys.exit(not same)


if __name__ == "__main__":
    main()
