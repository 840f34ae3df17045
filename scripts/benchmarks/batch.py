"""A back catalogue: one process against one and two workers; memory; tasks of a scheduler; a simulation."""

from __future__ import annotations

import argparse
import asyncio
import heapq
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks._synthetic import Synthetic, installed, voice, write_catalogue


def batch(
    folder: Path, catalogue: Path, out: str, *more: str, cache: str
) -> tuple[float, float, dict[str, float]]:
    """Wall seconds, the largest memory in MB, and the totals of one run in a process of its own."""
    environment = {**installed(folder), "DUOLOGUE_CACHE": str(folder / cache)}
    call = [
        sys.executable,
        "-m",
        "duologue",
        "batch",
        str(catalogue),
        "--out",
        str(folder / out),
        "--json",
        *more,
    ]
    started = time.monotonic()
    process = subprocess.Popen(
        call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    said = process.stdout.read() if process.stdout is not None else ""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the run ended with {os.waitstatus_to_exitcode(status)}: {said[-500:]}")
    return time.monotonic() - started, used.ru_maxrss / 1024, json.loads(said)["totals"]


def workers(articles: int, engine: str) -> None:
    """One worker, two workers and one process over the same catalogue, each from an empty cache."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalogue = write_catalogue(folder / "articles", articles)
        voices = ["--voices", str(folder / "cast.yaml")] if engine == "synthetic" else []
        options = ("--engine", engine, *voices, "--no-check")
        found = {}
        for what, where in (
            ("one worker", ("--on", "local", "--workers", "1")),
            ("two workers", ("--on", "local", "--workers", "2")),
            ("no cluster", ()),
        ):
            seconds, megabytes, totals = batch(
                folder, catalogue, what, *options, *where, cache=f"cache {what}"
            )
            found[what] = seconds
            print(
                f"{what}: {seconds:.1f} s, client {megabytes:.0f} MB, {totals['done']} episodes", flush=True
            )
        half = found["one worker"] / 2
        print(f"two workers / half of one worker: {found['two workers'] / half:.3f}")
        print(f"no cluster / two workers: {found['no cluster'] / found['two workers']:.3f}")


def memory(counts: list[int]) -> None:
    """The largest memory of a run without a cluster, and how long one takes that has nothing to do."""
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            catalogue = write_catalogue(folder / "articles", count)
            options = ("--engine", "synthetic", "--voices", str(folder / "cast.yaml"), "--no-check")
            seconds, megabytes, _ = batch(folder, catalogue, "out", *options, cache="cache")
            again, again_megabytes, totals = batch(folder, catalogue, "out", *options, cache="cache")
            if totals["unchanged"] != count:
                raise SystemExit(f"{totals} is not what a second run should find")
            print(
                f"{count} articles: {seconds:.1f} s, {megabytes:.0f} MB; "
                f"again: {again:.1f} s, {again_megabytes:.0f} MB",
                flush=True,
            )


def tasks(count: int, threads: int) -> None:
    """So many utterances through a scheduler and two worker processes: throughput and the client's memory."""
    with tempfile.TemporaryDirectory() as name:
        os.environ.update(installed(Path(name)))
        sys.path[:0] = os.environ["PYTHONPATH"].split(os.pathsep)
        asyncio.run(_tasks(Path(name), count, threads))


async def _tasks(folder: Path, count: int, threads: int) -> None:
    from duologue.batch.cluster.connection import connected
    from duologue.batch.cluster.dispatch import ClusterAsking, ClusterEngines, Dispatch
    from duologue.batch.cluster.tasks import Room
    from duologue.batch.options import Cluster
    from duologue.speech.concurrency import DEFAULT_PATIENCE
    from duologue.speech.engines.base import EngineSettings, SpeechRequest
    from duologue.speech.jobs import Job
    from duologue.speech.lexicon import Lexicon
    from duologue.speech.spoken import spoken_form
    from duologue.speech.take_keys import take_key

    room = Room(str(folder / "cache"), str(folder / "out"))
    async with connected(Cluster("local", threads), room) as client:
        dispatch = Dispatch(client, print)
        engines = ClusterEngines(dispatch)
        engine = engines.make(Synthetic.name, EngineSettings())
        asking = ClusterAsking(dispatch, engines)
        pace = asking.pace(engine, DEFAULT_PATIENCE)
        lexicon, done, started = Lexicon(), 0, time.monotonic()
        numbers = iter(range(count))

        async def caller() -> None:
            nonlocal done
            for number in numbers:
                asked = SpeechRequest(spoken_form(f"灯{number}", "zh-CN", lexicon), voice(), "zh-CN")
                async with pace.turn():
                    await asking.ask(engine, Job(asked, take_key(engine, asked), (0,)))
                done += 1
                if done % (count // 10) == 0:
                    seconds = time.monotonic() - started
                    print(f"{done}: {done / seconds:.0f} a second, client {_resident():.0f} MB", flush=True)

        await asyncio.gather(*(caller() for _ in range(64)))
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = time.monotonic() - started
        cpu = (used.ru_utime + used.ru_stime) / count * 1000
        print(
            f"{count} utterances in {seconds:.0f} s; client and scheduler {cpu:.2f} ms of processor time each"
        )


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def simulate(
    prepare_ms: float, schedule_ms: float, speak_s: float, master_s: float, each: int, most: int | None
) -> None:
    """Episodes of `each` utterances, on more and more workers: how busy they are, and what holds them up.

    A client prepares utterances one after the other, a scheduler hands out one task at a time, workers speak
    and master; the client is ahead by two tasks a worker. Discrete events, in the order of their times.
    Without `most`, as many episodes as settle the rate, from which that of a million follows.
    """
    print("workers  busy   episodes a day  a million takes  the bottleneck", flush=True)
    for count in (1, 10, 100, 200, 400, 700, 1000):
        episodes = most or max(20 * count // each, 200)
        client = scheduler = 0.0
        idle = [0.0] * count
        heapq.heapify(idle)
        in_flight: list[float] = []
        worked = end = 0.0
        for _ in range(episodes):
            last = 0.0
            for _ in range(each):
                if len(in_flight) >= 2 * count:
                    client = max(client, heapq.heappop(in_flight))
                client += prepare_ms / 1000
                scheduler = max(scheduler, client) + schedule_ms / 1000
                ended = max(heapq.heappop(idle), scheduler) + speak_s
                heapq.heappush(idle, ended)
                heapq.heappush(in_flight, ended)
                worked += speak_s
                last = max(last, ended)
            ended = max(heapq.heappop(idle), last) + master_s
            heapq.heappush(idle, ended)
            worked += master_s
            end = max(end, ended)
        busy = worked / (end * count)
        per_day = episodes / end * 86400
        limits = {
            "client": each * prepare_ms / 1000,
            "scheduler": each * schedule_ms / 1000,
            "workers": (each * speak_s + master_s) / count,
        }
        slowest = max(limits, key=lambda name: limits[name])
        print(f"{count:7} {busy:6.1%} {per_day:15,.0f} {1e6 / per_day:13.1f} d  {slowest}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    one = kinds.add_parser("workers")
    one.add_argument("--articles", type=int, default=60)
    one.add_argument("--engine", default="kokoro")
    two = kinds.add_parser("memory")
    two.add_argument("counts", type=int, nargs="*", default=[60, 600])
    three = kinds.add_parser("tasks")
    three.add_argument("--count", type=int, default=100_000)
    three.add_argument("--workers", type=int, default=2)
    four = kinds.add_parser("simulate")
    four.add_argument("--prepare-ms", type=float, default=4.5)
    four.add_argument("--schedule-ms", type=float, default=2.5)
    four.add_argument("--speak-s", type=float, default=3.0)
    four.add_argument("--master-s", type=float, default=30.0)
    four.add_argument("--utterances", type=int, default=300)
    four.add_argument("--episodes", type=int, help="simulate so many, and no fewer")
    given = parser.parse_args()
    if given.kind == "workers":
        workers(given.articles, given.engine)
    elif given.kind == "memory":
        memory(given.counts)
    elif given.kind == "tasks":
        tasks(given.count, given.workers)
    else:
        times = (given.prepare_ms, given.schedule_ms, given.speak_s, given.master_s)
        simulate(*times, given.utterances, given.episodes)


if __name__ == "__main__":
    main()
