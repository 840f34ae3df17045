"""Assembly: a programme from takes that are there, against LAME alone on ready samples."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import lameenc
import numpy as np
import soxr

from duologue.interview.model import Role
from duologue.programme.encode import STEREO_128
from duologue.programme.frames import FrameCache
from duologue.programme.loudness import TARGETS
from duologue.programme.master import assemble
from duologue.programme.pauses import PauseRules
from duologue.programme.timeline import Timeline, arrange
from duologue.speech.model import Kind, Take, Utterance, Voice, Voiced

RATE = 24_000
POOL = 24
PARTS = ("lame", "cold", "measured", "again", "edit", "pydub")
"""cold: nothing is kept yet; measured: the takes' levels are; again: all is; edit: all but one line."""


def spoken(seed: int) -> np.ndarray:
    """Six to eleven seconds, shaped like speech: a buzz with formants, noise, syllables and phrases."""
    rng = np.random.default_rng(seed)
    count = int(RATE * (6 + 5 * rng.random()))
    moment = np.arange(count) / RATE
    pitch = (110 if seed % 2 else 190) * (1 + 0.15 * np.sin(2 * np.pi * 0.6 * moment + seed))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    buzz = sum(
        np.sin(k * phase + rng.random() * 6.28) * np.exp(-((k * 150 - 600) ** 2) / 8e5) for k in range(1, 30)
    )
    noise = np.diff(rng.standard_normal(count + 1)) * (np.sin(2 * np.pi * 2.3 * moment) > 0.7)
    syllables = np.clip(np.sin(2 * np.pi * (3 + 0.5 * np.sin(moment)) * moment) + 0.4, 0, None)
    phrases = np.clip(np.sin(2 * np.pi * 0.31 * moment + seed) + 0.9, 0, None)
    return np.clip((buzz * 2500 + noise * 500) * syllables * phrases, -32_768, 32_767).astype(np.int16)


class Pool:
    """Takes that are made of a few, so that thousands need no disk; each has a key of its own."""

    def __init__(self) -> None:
        self.takes = [spoken(seed) for seed in range(POOL)]

    def load(self, key: str) -> Take:
        number = int(key.split("-")[1])
        shifted = np.roll(
            self.takes[number % POOL], -97 * (number // POOL) + (5000 if "edited" in key else 0)
        )
        return Take(shifted, RATE)

    def timeline(self, utterances: int, edited: int | None = None) -> Timeline:
        voiced = []
        for number in range(utterances):
            role = (Role.INTERVIEWER, Role.INTERVIEWEE)[number % 2]
            key = f"take-{number}" + ("-edited" if number == edited else "")
            utterance = Utterance(Kind.SPEECH, role.value, role, "", 0, number)
            samples = self.takes[number % POOL].size
            voiced.append(Voiced(utterance, Voice("bench", role.value), key, samples, RATE))
        return arrange(voiced, PauseRules())


def lame_alone(pool: Pool, timeline: Timeline) -> float:
    """Seconds one LAME takes for the same programme when its samples are ready."""
    ready = []
    for take in pool.takes:
        mono = np.rint(soxr.resample(take.astype(np.float32), RATE, 44_100)).astype(np.int16)
        ready.append(np.repeat(mono, 2).tobytes())
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(STEREO_128.bitrate_kbps)
    encoder.set_in_sample_rate(44_100)
    encoder.set_out_sample_rate(44_100)
    encoder.set_channels(2)
    encoder.set_quality(STEREO_128.quality)
    seconds = 0.0
    for number, placement in enumerate(timeline.placements):
        pause = bytes(placement.pause_samples * 4)
        started = time.perf_counter()
        encoder.encode(ready[number % POOL])
        encoder.encode(pause)
        seconds += time.perf_counter() - started
    return seconds


def pydub_joined(pool: Pool, timeline: Timeline) -> float:
    """Seconds for the usual way to join, `episode += segment`, without any encoding."""
    from pydub import AudioSegment

    started = time.perf_counter()
    episode = AudioSegment.silent(500, RATE)
    for placement in timeline.placements:
        samples = pool.load(placement.voiced.key).samples
        episode += AudioSegment(data=samples.tobytes(), sample_width=2, frame_rate=RATE, channels=1)
        episode += AudioSegment.silent(500, RATE)
    return time.perf_counter() - started


def part(name: str, utterances: int, workers: int, folder: Path) -> dict[str, float]:
    """One measurement, in a process of its own so that its memory is its own."""
    pool = Pool()
    timeline = pool.timeline(utterances, edited=utterances // 2 if name == "edit" else None)
    started_cpu = time.process_time()
    result: dict[str, float] = {"hours": timeline.seconds / 3600}
    if name == "lame":
        result["seconds"] = lame_alone(pool, timeline)
    elif name == "pydub":
        result["seconds"] = pydub_joined(pool, timeline)
    else:
        if name == "measured":
            for run in (folder / "cache").rglob("*.run"):
                run.unlink()
        with (folder / f"{name}.mp3").open("wb") as sink:
            started = time.perf_counter()
            mastered = assemble(
                timeline, pool, TARGETS["podcast"], sink, cache=FrameCache(folder / "cache"), workers=workers
            )
            result["seconds"] = time.perf_counter() - started
        result |= {
            "lufs": mastered.loudness_lufs,
            "dbtp": mastered.true_peak_dbtp,
            "passes": mastered.passes,
            "encoded": mastered.encoded_runs,
        }
    result["cpu_seconds"] = time.process_time() - started_cpu
    result["mb_peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--utterances", type=int, nargs="+", default=[500])
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--parts", nargs="+", choices=PARTS, default=[*PARTS])
    options.add_argument("--one", nargs=2, metavar=("PART", "FOLDER"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        name, folder = chosen.one
        print(json.dumps(part(name, chosen.utterances[0], chosen.workers, Path(folder))))
        return
    names = "utterances, hours, part, seconds, / LAME, CPU s, × real time, MB peak, LUFS, dBTP, encoded"
    print("| " + names.replace(", ", " | ") + " |")
    print("| " + " | ".join("---" for _ in names.split(", ")) + " |")
    for utterances in chosen.utterances:
        lame = None
        with tempfile.TemporaryDirectory(prefix="duologue-bench-") as folder:
            for name in chosen.parts:
                if name == "pydub" and utterances > 1000:
                    continue  # its time grows with the square, its memory past the machine's
                command = [sys.executable, __file__, "--utterances", str(utterances)]
                command += ["--workers", str(chosen.workers), "--one", name, folder]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                found = json.loads(done.stdout)
                lame = found["seconds"] if name == "lame" else lame
                print(row(utterances, name, found, lame), flush=True)


def row(utterances: int, name: str, found: dict[str, float], lame: float | None) -> str:
    """One line of the table."""
    seconds, hours = found["seconds"], found["hours"]
    cells = [
        str(utterances),
        f"{hours:.2f}",
        name,
        f"{seconds:.1f}",
        f"{seconds / lame:.3f}" if lame else "",
        f"{found['cpu_seconds']:.1f}",
        f"{hours * 3600 / seconds:.0f}",
        f"{found['mb_peak']:.0f}",
        f"{found['lufs']:.2f}" if "lufs" in found else "",
        f"{found['dbtp']:.2f}" if "dbtp" in found else "",
        f"{found['encoded']:.0f}" if "encoded" in found else "",
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
