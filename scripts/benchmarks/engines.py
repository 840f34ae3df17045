"""How fast an engine over the network goes: rates against what a local edge service could give at best."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest
from edge_tts import communicate

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from duologue.errors import SpeechIncomplete  # noqa: E402
from duologue.model import Role, Utterance, UtteranceKind, Voice  # noqa: E402
from duologue.speech.cast import Casting  # noqa: E402
from duologue.speech.engines.edge import EdgeEngine  # noqa: E402
from duologue.speech.lexicon import Lexicon  # noqa: E402
from duologue.speech.speak import Spoken, speak  # noqa: E402
from duologue.store.takes import TakeCache  # noqa: E402
from speech.edge_service import EdgeService, running  # noqa: E402

CASTING = Casting({"a": Voice("edge", "zh-CN-YunxiNeural")})
SETTLED_AFTER = 0.25
"""The part of a run after which it counts as settled."""


@dataclass(frozen=True)
class Service:
    """The service of one run, in a process of its own so that it takes no time of the client's."""

    latency_seconds: float = 0.0
    capacity: int | None = None
    gone_after: int | None = None

    async def serve(self) -> None:
        """Says where it is, serves until its input ends, and says what it has seen."""
        service = EdgeService(
            latency_seconds=lambda _: self.latency_seconds, capacity=self.capacity, gone_after=self.gone_after
        )
        with pytest.MonkeyPatch.context() as monkeypatch:
            async with running(service, monkeypatch):
                print(vars(communicate)["WSS_URL"], flush=True)
                await asyncio.to_thread(sys.stdin.read)
        print(json.dumps([service.requests, service.refused, service.most_at_once]), flush=True)


@dataclass
class Run:
    """One run: when each utterance was finished, in seconds from the start, and what the service saw."""

    seconds: float = 0.0
    finished: list[float] = field(default_factory=list)
    requests: int = 0
    refused: int = 0
    most_at_once: int = 0
    error: str = ""

    @property
    def settled_rate(self) -> float:
        """Utterances a second after the first quarter."""
        first = int(len(self.finished) * SETTLED_AFTER)
        return (len(self.finished) - 1 - first) / (self.finished[-1] - self.finished[first])


async def run(service: Service, utterances: int) -> Run:
    said = [
        Utterance(UtteranceKind.SPEECH, "a", Role.INTERVIEWEE, f"第{number}句。", line=number + 1)
        for number in range(utterances)
    ]
    result = Run()
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--serve", json.dumps(asdict(service)),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    url = (await process.stdout.readline()).decode().strip() if process.stdout else ""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setattr(communicate, "WSS_URL", url)
        started = time.monotonic()

        def done(_: Spoken) -> None:
            result.finished.append(time.monotonic() - started)

        cache = TakeCache(Path(folder))
        try:
            await speak(said, CASTING, "zh-CN", EdgeEngine(), cache, lexicon=Lexicon(), done=done)
        except SpeechIncomplete as error:
            result.error = str(error)
        result.seconds = time.monotonic() - started
    counts, _ = await process.communicate(b"")
    result.requests, result.refused, result.most_at_once = json.loads(counts)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--utterances", type=int, default=300)
    parser.add_argument("--latency-ms", type=int, default=400)
    parser.add_argument(
        "--capacity", type=int, nargs="*", default=[4, 2], help="services that refuse more at once"
    )
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(Service(**json.loads(options.serve)).serve())
        return
    latency = options.latency_ms / 1000
    limit = EdgeEngine().limits.concurrency
    print(
        f"{options.utterances} utterances, {options.latency_ms} ms of latency each, at most {limit} at once\n"
    )
    print("| service | seconds | best | ratio | settled rate / best | requests | refused | most at once |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for capacity in (None, *options.capacity):
        made = asyncio.run(run(Service(latency, capacity), options.utterances))
        at_once = min(limit, capacity or limit)
        best = options.utterances / at_once * latency
        name = f"refuses more than {capacity} at once" if capacity else "accepts all"
        print(
            f"| {name} | {made.seconds:.2f} | {best:.2f} | {made.seconds / best:.3f} "
            f"| {made.settled_rate / (at_once / latency):.3f} "
            f"| {made.requests} | {made.refused} | {made.most_at_once} |",
            flush=True,
        )
    made = asyncio.run(run(Service(gone_after=options.utterances // 3), options.utterances))
    seconds = made.seconds - made.finished[-1]
    print(f"\nGone for good: given up after {seconds:.0f} s, {len(made.finished)} takes kept.\n{made.error}.")


if __name__ == "__main__":
    main()
