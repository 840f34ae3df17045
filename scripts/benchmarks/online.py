"""An episode through a local edge service: processor time a take, and the whole job against its parts."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import edge_tts
from edge_tts import communicate, voices
from engines import Service

AT_ONCE = 8
"""What the edge engine asks at once at most."""
VOICES = {"林晚": "zh-CN-XiaoxiaoNeural", "周舟": "zh-CN-YunxiNeural"}
QUESTION = "后来您是怎么决定离开那座城市，去山里办一所学校的？"
ANSWER = "一开始没有人相信这件事能成。我们把旧仓库收拾出来，孩子们自己刷墙，自己做桌子，家长也来帮忙了，"


def article(utterances: int) -> str:
    """An interview of so many paragraphs, 25 to 210 characters each, no two alike."""
    lines = ["---", "title: 山里的学校", "language: zh-CN", "---", ""]
    for number in range(utterances // 2):
        lines += [f"林晚：第{number + 1}个问题，{QUESTION}", ""]
        lines += [f"周舟：{ANSWER * (1 + number % 4)}这是第{number + 1}年的事。", ""]
    return "\n".join(lines)


@contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """edge-tts asks the local service."""
    os.environ["NO_PROXY"] = "127.0.0.1"
    vars(communicate)["WSS_URL"] = url
    vars(voices)["VOICE_LIST"] = url.replace("ws://", "http://").replace("/edge/v1", "/voices/list")
    yield


def bare(source: Path) -> dict[str, float]:
    """The same requests with edge-tts alone, eight at once; the sound is kept as it comes."""

    async def ask(text: str, free: asyncio.Semaphore) -> int:
        async with free:
            speech = edge_tts.Communicate(text, next(iter(VOICES.values())), boundary="WordBoundary")
            return sum([len(each["data"]) async for each in speech.stream() if each["type"] == "audio"])

    async def ask_all() -> int:
        free = asyncio.Semaphore(AT_ONCE)
        return sum(await asyncio.gather(*(ask(text, free) for text in texts)))

    texts = [line.split("：", 1)[1] for line in source.read_text().splitlines() if "：" in line]
    asyncio.run(ask_all())  # makes the service encode what it will send
    with timed() as result:
        result["bytes"] = asyncio.run(ask_all())
    return result


def speaking(source: Path) -> dict[str, float]:
    """From the plan to takes with their levels in the cache."""
    from duologue.interview import read_source
    from duologue.pipeline import plan
    from duologue.programme.mastering.frame_cache import FrameCache
    from duologue.programme.mastering.take_levels import MeasuredTakes
    from duologue.settings import Settings
    from duologue.speech.mix import speak_with
    from duologue.store.takes import TakeCache

    async def speak_all() -> tuple[int, float]:
        planned = await plan(read_source(str(source)), Settings(engine="edge"))
        cache = TakeCache()
        takes = MeasuredTakes(cache, FrameCache(cache.entries))
        voicing = planned.voicing
        with timed() as taken:
            speech, _ = await speak_with(
                voicing.engines,
                voicing.said,
                planned.interview.language,
                takes,
                lexicon=voicing.lexicon,
            )
        await planned.close()
        result.update(taken)
        return speech.new, sum(voiced.samples / voiced.sample_rate for voiced in speech.voiced)

    result: dict[str, float] = {}
    result["takes"], result["sound_seconds"] = asyncio.run(speak_all())
    return result


def render(source: Path) -> dict[str, float]:
    """`duologue render`, into a folder of its own."""
    from duologue.cli.app import app

    with tempfile.TemporaryDirectory() as folder, timed() as result:
        app(["-q", "render", str(source), "--engine", "edge", "--out", folder], standalone_mode=False)
    return result


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Seconds by the clock and by the processor."""
    result: dict[str, float] = {}
    started, used = time.monotonic(), time.process_time()
    yield result
    result["seconds"] = time.monotonic() - started
    result["processor_seconds"] = time.process_time() - used
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PARTS = {"bare": bare, "speaking": speaking, "render": render}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--utterances", type=int, default=100)
    parser.add_argument("--latency-ms", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3, help="the shortest time of so many counts")
    parser.add_argument("--part", choices=tuple(PARTS), help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        with pointed_at(given.url):
            print(json.dumps(PARTS[given.part](given.source)))
        return
    service = Service(given.latency_ms / 1000)
    engines = Path(__file__).with_name("engines.py")
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, str(engines), "--serve", json.dumps(asdict(service))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        url = process.stdout.readline().strip() if process.stdout else ""
        source = Path(folder) / "school.md"
        source.write_text(article(given.utterances), encoding="utf-8")
        try:
            report(url, source, Path(folder), given.rounds)
        finally:
            process.communicate("")


def report(url: str, source: Path, folder: Path, rounds: int) -> None:
    """Every part in a process of its own, in turn; the shortest of several rounds counts."""

    def child(part: str, cache: Path) -> dict[str, float]:
        done = subprocess.run(
            [sys.executable, __file__, "--part", part, "--url", url, "--source", str(source)],
            env={**os.environ, "DUOLOGUE_CACHE": str(cache)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return result

    found: dict[str, list[dict[str, float]]] = {}
    for number in range(rounds):
        spoken, empty = folder / f"spoken-{number}", folder / f"empty-{number}"
        found.setdefault("bare requests", []).append(child("bare", empty))
        found.setdefault("speaking", []).append(child("speaking", spoken))
        found.setdefault("assembly", []).append(child("render", spoken))
        found.setdefault("whole job", []).append(child("render", empty))
    shortest = {
        part: {name: min(each[name] for each in runs) for name in runs[0]} for part, runs in found.items()
    }
    takes, sound = shortest["speaking"]["takes"], shortest["speaking"]["sound_seconds"]
    print(f"{takes:.0f} takes, {sound / 60:.1f} minutes of sound\n")
    print("| part | seconds | processor seconds | milliseconds of the processor a take | peak MB |")
    print("| --- | --- | --- | --- | --- |")
    for part, each in shortest.items():
        used = each["processor_seconds"]
        print(
            f"| {part} | {each['seconds']:.2f} | {used:.2f} | {1000 * used / takes:.1f} "
            f"| {each['peak_mb']:.0f} |"
        )
    least = shortest["bare requests"]["seconds"] + shortest["assembly"]["seconds"]
    print(f"\nwhole job / (bare requests + assembly): {shortest['whole job']['seconds'] / least:.3f}")


if __name__ == "__main__":
    main()
