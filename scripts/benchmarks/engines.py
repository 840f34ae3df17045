"""How fast an engine over the network goes: rates against what a local edge service could give at best."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from duologue.errors import SpeechIncomplete  # noqa: E402
from duologue.interview.model import Role  # noqa: E402
from duologue.speech.cast import Casting  # noqa: E402
from duologue.speech.engines.edge import EdgeEngine  # noqa: E402
from duologue.speech.lexicon import Lexicon  # noqa: E402
from duologue.speech.model import Kind, Utterance, Voice  # noqa: E402
from duologue.speech.speak import Spoken, speak  # noqa: E402
from duologue.speech.takes import TakeCache  # noqa: E402
from speech.edge_service import EdgeService, running  # noqa: E402

CASTING = Casting({"a": Voice("edge", "zh-CN-YunxiNeural")})
SETTLED_AFTER = 0.25
"""The part of a run after which it counts as settled."""


@dataclass
class Run:
    """One run: when each utterance was finished, in seconds from the start, and what the service saw."""

    seconds: float = 0.0
    finished: list[float] = field(default_factory=list)
    requests: int = 0
    refused: int = 0
    most_at_once: int = 0

    @property
    def settled_rate(self) -> float:
        """Utterances a second after the first quarter."""
        first = int(len(self.finished) * SETTLED_AFTER)
        return (len(self.finished) - 1 - first) / (self.finished[-1] - self.finished[first])


async def run(service: EdgeService, utterances: int, finished: list[float] | None = None) -> Run:
    said = [
        Utterance(Kind.SPEECH, "a", Role.INTERVIEWEE, f"第{number}句。", line=number + 1)
        for number in range(utterances)
    ]
    result = Run(finished=[] if finished is None else finished)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        async with running(service, monkeypatch):
            engine = EdgeEngine()
            started = time.monotonic()

            def done(_: Spoken) -> None:
                result.finished.append(time.monotonic() - started)

            cache = TakeCache(Path(folder))
            await speak(said, CASTING, "zh-CN", engine, cache, lexicon=Lexicon(), done=done)
            result.seconds = time.monotonic() - started
    result.requests, result.refused = service.requests, service.refused
    result.most_at_once = service.most_at_once
    return result


async def seconds_until_given_up(utterances: int) -> tuple[float, int]:
    """How long it takes to give up on a service that is gone after a third of the requests; takes kept."""
    started = 0.0

    def fault(number: int) -> None:
        nonlocal started
        if number == utterances // 3 - 1:
            started = time.monotonic()

    service = EdgeService(fault=fault, gone_after=utterances // 3)
    kept: list[float] = []
    try:
        await run(service, utterances, kept)
    except SpeechIncomplete as error:
        print(f"\n{error}.")
    return time.monotonic() - started, len(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--utterances", type=int, default=300)
    parser.add_argument("--latency-ms", type=int, default=400)
    parser.add_argument(
        "--bears", type=int, nargs="*", default=[4, 2], help="services that refuse more at once"
    )
    options = parser.parse_args()
    latency = options.latency_ms / 1000
    limit = EdgeEngine().limits.concurrency
    print(
        f"{options.utterances} utterances, {options.latency_ms} ms of latency each, at most {limit} at once\n"
    )
    print("| service | seconds | best | ratio | settled rate / best | requests | refused | most at once |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for bears in (None, *options.bears):
        service = EdgeService(latency_seconds=lambda _: latency, bears=bears)
        made = asyncio.run(run(service, options.utterances))
        at_once = min(limit, bears or limit)
        best = options.utterances / at_once * latency
        name = f"refuses more than {bears} at once" if bears else "bears all"
        print(
            f"| {name} | {made.seconds:.2f} | {best:.2f} | {made.seconds / best:.3f} "
            f"| {made.settled_rate / (at_once / latency):.3f} "
            f"| {made.requests} | {made.refused} | {made.most_at_once} |",
            flush=True,
        )
    seconds, kept = asyncio.run(seconds_until_given_up(options.utterances))
    print(f"Gone for good: given up after {seconds:.0f} s, {kept} takes kept.")


if __name__ == "__main__":
    main()
