"""Assembly: a programme from cached takes to its tagged MP3, against LAME alone on ready samples."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import lameenc
import numpy as np
import soxr
from _peers import PEERS, TreeMemory, write_clips

from duologue.model import Role, Take, Timeline, Utterance, UtteranceKind, Voice, Voiced
from duologue.programme.arrange import arrange
from duologue.programme.contents.chapters import chapters_from_starts
from duologue.programme.mastering.assembly import Mastered, assemble
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.take_levels import MeasuredTakes
from duologue.programme.mp3.encoding import STEREO_128
from duologue.programme.mp3.tags import EpisodeTags, id3_tag
from duologue.programme.options import ProgrammeOptions
from duologue.programme.pauses import PauseRules
from duologue.store.base import EntryKind
from duologue.store.local import LocalStore
from duologue.store.takes import TakeCache

RATE = 24_000
POOL = 24
SECONDS_EACH = 8.37
"""Of an utterance with its pause, on average."""
PARTS = ("lame", "assemble", "unmeasured", "again", "edit", "nothing")
"""See the options' help."""
PEERS_AT_MOST = 1000
"""Utterances: pydub's time grows with the square, moviepy keeps a process for every clip."""


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


class Programme:
    """Utterances whose sound is made of a few pieces; no two have the same samples.

    Args:
        utterances: how many.
        short: interjections of 0.7 s instead of paragraphs, so that there can be very many.
        edited: the number of the one that says something else.
    """

    def __init__(self, utterances: int, *, short: bool = False, edited: int | None = None) -> None:
        self.pieces = [spoken(seed)[RATE : RATE * 17 // 10 if short else None] for seed in range(POOL)]
        self.utterances = utterances
        self.edited = edited

    def key(self, number: int) -> str:
        name = f"take-{number}" + ("-edited" if number == self.edited else "")
        return hashlib.sha256(name.encode()).hexdigest()

    def take(self, number: int) -> Take:
        shift = -97 * (number // POOL) + (5000 if number == self.edited else 0)
        return Take(np.roll(self.pieces[number % POOL], shift), RATE)

    def timeline(self) -> Timeline:
        voiced = []
        for number in range(self.utterances):
            role = (Role.INTERVIEWER, Role.INTERVIEWEE)[number % 2]
            utterance = Utterance(UtteranceKind.SPEECH, role.value, role, "", 0, number)
            samples = self.pieces[number % POOL].size
            voiced.append(Voiced(utterance, Voice("bench", role.value), self.key(number), samples, RATE))
        return arrange(voiced, PauseRules())


def speak(programme: Programme, folder: Path) -> None:
    """Stores the takes as a render does: with their levels."""
    store = LocalStore(folder)
    takes = MeasuredTakes(TakeCache(store), FrameCache(store))
    for number in range(programme.utterances):
        key = programme.key(number)
        if not store.contains(EntryKind.TAKE, key):
            takes.store(key, programme.take(number))


def lame_alone(programme: Programme, timeline: Timeline) -> float:
    """Seconds one LAME takes for the same programme, its room tone included, when its samples are ready."""
    tone = ProgrammeOptions().mastering.tone

    def heard(mono: np.ndarray) -> bytes:
        noise = tone.samples(0, mono.size) * 32_767 if tone else 0
        return np.repeat(np.clip(np.rint(mono + noise), -32_768, 32_767).astype(np.int16), 2).tobytes()

    ready = [heard(soxr.resample(take.astype(np.float32), RATE, 44_100)) for take in programme.pieces]
    silence = heard(np.zeros(max(each.pause_samples for each in timeline.placements), np.float32))
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(STEREO_128.bitrate_kbps)
    encoder.set_in_sample_rate(44_100)
    encoder.set_out_sample_rate(44_100)
    encoder.set_channels(2)
    encoder.set_quality(STEREO_128.quality)
    seconds = 0.0
    for number, placement in enumerate(timeline.placements):
        pause = silence[: placement.pause_samples * 4]
        started = time.perf_counter()
        encoder.encode(ready[number % POOL])
        encoder.encode(pause)
        seconds += time.perf_counter() - started
    started = time.perf_counter()
    encoder.flush()
    return seconds + time.perf_counter() - started


def tag(timeline: Timeline) -> bytes:
    """An episode's tag with a chapter for every fifty utterances."""
    starts = [(f"Chapter {n}", p.start_sample * 10 // 441) for n, p in enumerate(timeline.placements[::50])]
    duration_ms = timeline.samples * 10 // 441
    return id3_tag(
        EpisodeTags(
            title="A long conversation",
            show="Benchmark",
            artist="A, B",
            language="en",
            duration_ms=duration_ms,
            guid="0",
            date=None,
            description="",
            comment="",
            credits="",
            chapters=chapters_from_starts(starts, duration_ms, opening="Opening"),
        )
    )


def part(name: str, options: argparse.Namespace, folder: Path) -> dict[str, float | str]:
    """One measurement, in a process of its own so that its memory is its own."""
    utterances = options.utterances[0]
    edited = utterances // 2 if name in ("edit", "nothing") else None
    programme = Programme(utterances, short=options.short, edited=edited)
    speak(programme, folder)
    timeline = programme.timeline()
    result: dict[str, float | str] = {"hours": timeline.seconds / 3600}
    cache = folder
    if name in ("unmeasured", "nothing"):
        cache = folder / f"frames-{name}"
    elif name == "assemble":
        shutil.rmtree(folder / "frames", ignore_errors=True)
    elif name in PEERS:
        write_clips(timeline, TakeCache(folder), folder / "clips")
    path = folder / f"{name}.mp3"
    mastered: Mastered | None = None
    started, started_cpu, memory = time.perf_counter(), cpu_seconds(), TreeMemory()
    if name == "lame":
        result["seconds"] = lame_alone(programme, timeline)
    elif name in PEERS:
        with memory:
            PEERS[name](folder / "clips", path)
        result["seconds"] = time.perf_counter() - started
    else:
        with path.open("w+b") as sink:
            sink.write(tag(timeline))
            mastered = assemble(
                timeline,
                TakeCache(folder),
                ProgrammeOptions().mastering,
                sink,
                cache=FrameCache(LocalStore(cache)),
                workers=options.workers,
            )
            sink.flush()
            os.fsync(sink.fileno())
        result["seconds"] = time.perf_counter() - started
    result["cpu_seconds"] = cpu_seconds() - started_cpu
    result["mb_peak"] = memory.mb_peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if mastered is not None:
        result |= {
            "lufs": mastered.loudness_lufs,
            "dbtp": mastered.true_peak_dbtp,
            "encoded": mastered.encoded,
        }
        with path.open("rb") as file:
            result["sha256"] = hashlib.file_digest(file, "sha256").hexdigest()
    return result


def cpu_seconds() -> float:
    """Of this process and of its children that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="parts: lame: one LAME on ready samples. assemble: from cached takes, whose levels were kept "
        "when they were made. unmeasured: from takes without levels. again: all is kept. edit: all but one "
        "line. nothing: the edited programme from takes alone, in a folder of its own. pydub, moviepy: the "
        f"others' way with the same clips, up to {PEERS_AT_MOST} utterances (_peers.py).",
    )
    parser.add_argument("--hours", type=float, nargs="+", help="instead of --utterances")
    parser.add_argument("--utterances", type=int, nargs="+", default=[500])
    parser.add_argument("--short", action="store_true", help="utterances of 0.7 s")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--parts", nargs="+", choices=[*PARTS, *PEERS], default=[*PARTS])
    parser.add_argument(
        "--folder", type=Path, help="keep takes and results there; a temporary one if not given"
    )
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(part(options.one, options, options.folder)))
        return
    if options.hours:
        options.utterances = [round(hours * 3600 / SECONDS_EACH) for hours in options.hours]
    print("| " + " | ".join(COLUMNS) + " |")
    print("| " + " | ".join("---" for _ in COLUMNS) + " |")
    for utterances in options.utterances:
        with tempfile.TemporaryDirectory(prefix="duologue-bench-") as temporary:
            folder = (options.folder or Path(temporary)) / str(utterances)
            measure(utterances, options, folder)


def measure(utterances: int, options: argparse.Namespace, folder: Path) -> None:
    """The rows of one size."""
    lame: dict[str, float] | None = None
    digests = {}
    folder.mkdir(parents=True, exist_ok=True)
    speak(Programme(utterances, short=options.short), folder)
    for name in options.parts:
        if name in PEERS and utterances > PEERS_AT_MOST:
            continue
        command = [sys.executable, __file__, "--utterances", str(utterances), "--folder", str(folder)]
        command += ["--workers", str(options.workers)] + ["--short"] * options.short
        found = json.loads(
            subprocess.run([*command, "--one", name], check=True, stdout=subprocess.PIPE).stdout
        )
        lame = found if name == "lame" else lame
        digests[name] = found.get("sha256")
        print(row(utterances, name, found, lame), flush=True)
    if digests.get("edit") and digests.get("nothing"):
        same = digests["edit"] == digests["nothing"]
        print(f"\nThe edited programme has {'the same' if same else 'OTHER'} bytes as one made from nothing.")


COLUMNS = (
    "utterances",
    "hours",
    "part",
    "seconds",
    "/ LAME",
    "CPU / LAME",
    "× real time",
    "MB peak",
    "LUFS",
    "dBTP",
    "encoded",
)


def row(utterances: int, name: str, found: dict[str, float], lame: dict[str, float] | None) -> str:
    """One line of the table."""
    seconds, hours = found["seconds"], found["hours"]
    cells = [
        str(utterances),
        f"{hours:.2f}",
        name,
        f"{seconds:.1f}",
        f"{seconds / lame['seconds']:.3f}" if lame else "",
        f"{found['cpu_seconds'] / lame['cpu_seconds']:.3f}" if lame else "",
        f"{hours * 3600 / seconds:.0f}",
        f"{found['mb_peak']:.0f}",
        f"{found['lufs']:.2f}" if "lufs" in found else "",
        f"{found['dbtp']:.2f}" if "dbtp" in found else "",
        f"{found['encoded']:.0f}" if "encoded" in found else "",
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
