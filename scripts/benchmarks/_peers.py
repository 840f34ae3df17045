"""How others join clips: pydub's `+=` in a loop, and moviepy's `concatenate_audioclips`.

Both are given what costs them least, WAV files that need no decoder, and
are asked for the format that we ship.
"""

from __future__ import annotations

import os
import shutil
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from pydub import AudioSegment

from duologue.model import Timeline
from duologue.programme.mp3.encoding import SAMPLE_RATE, STEREO_128
from duologue.store.takes import TakeCache

BITRATE = f"{STEREO_128.bitrate_kbps}k"


def write_clips(timeline: Timeline, takes: TakeCache, folder: Path) -> None:
    """A WAV file for each take, its pause behind it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, placement in enumerate(timeline.placements):
        take = takes.load(placement.voiced.key)
        pause = np.zeros(placement.pause_samples * take.sample_rate // timeline.sample_rate, np.int16)
        with wave.open(str(folder / f"{number:06}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(take.sample_rate)
            file.writeframes(np.concatenate((take.samples, pause)).tobytes())


def clips(folder: Path) -> Iterator[Path]:
    """The files in order."""
    return iter(sorted(folder.glob("*.wav")))


def pydub(folder: Path, target: Path) -> None:
    """One segment that grows by each clip, then one export through ffmpeg."""
    if shutil.which("ffmpeg") is None:
        raise FileNotFoundError("pydub exports through ffmpeg, which is not installed")
    episode = AudioSegment.empty()
    for path in clips(folder):
        episode += AudioSegment.from_wav(path)
    episode.export(
        target, format="mp3", bitrate=BITRATE, parameters=["-ar", str(SAMPLE_RATE), "-ac", "2"]
    ).close()


def moviepy(folder: Path, target: Path) -> None:
    """All clips open at once, joined and written by moviepy.

    Raises:
        ImportError: moviepy is not installed (`pip install moviepy`).
    """
    from moviepy import AudioFileClip, concatenate_audioclips

    joined = concatenate_audioclips([AudioFileClip(str(path)) for path in clips(folder)])
    joined.write_audiofile(str(target), fps=SAMPLE_RATE, codec="libmp3lame", bitrate=BITRATE, logger=None)


PEERS = {"pydub": pydub, "moviepy": moviepy}


class TreeMemory:
    """The largest memory of this process and its children together, looked at five times a second (Linux)."""

    def __init__(self) -> None:
        self.mb_peak = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self.mb_peak = max(self.mb_peak, sum(map(self._mb, [os.getpid(), *self._children()])))

    def _children(self) -> list[int]:
        tasks = Path("/proc/self/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def _mb(self, process: int) -> float:
        """Its own pages and its share of those it has in common with others."""
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:  # it has just ended
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
