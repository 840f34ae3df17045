"""At a sentence's cue its sound begins: measured on the decoded MP3 of episodes rendered offline."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from duologue.programme.manifest import CueEntry, read_manifest

SENTENCES = 50
TOLERANCE_MS = 60
_WINDOW_MS = 5
_BELOW_PEAK = 0.01
"""Sound is what lies less than 40 dB below the sentence's loudest 5 ms."""
_SEARCH_MS = 500
_TIMING = re.compile(r"^(\d\d):(\d\d):(\d\d)\.(\d{3}) --> ", re.MULTILINE)


def late_ms(levels: NDArray[np.float64], cue: CueEntry) -> float:
    """How long after the cue's start the sentence begins to sound; negative where it sounds before.

    Args:
        levels: RMS of each window of `_WINDOW_MS`, shape (n,).
        cue: the sentence; what sounds before it ended at least 60 ms earlier, or the test finds no silence.
    """
    at, end = cue.start_ms // _WINDOW_MS, cue.end_ms // _WINDOW_MS
    loud = levels > levels[at:end].max() * _BELOW_PEAK
    begin = at
    if loud[at]:  # it sounds already: back to where it began
        while begin > 0 and loud[begin - 1] and at - begin < _SEARCH_MS // _WINDOW_MS:
            begin -= 1
    else:
        begin = at + int(np.argmax(loud[at:end]))
    return float(begin * _WINDOW_MS - cue.start_ms)


def window_levels(mp3: Path) -> NDArray[np.float64]:
    """RMS of every 5 ms of the decoded sound, both channels together."""
    samples, rate = soundfile.read(mp3, dtype="float64", always_2d=True)
    window = rate * _WINDOW_MS // 1000
    mono = samples.mean(axis=1)
    blocks = mono[: mono.size // window * window].reshape(-1, window)
    # 44.1 kHz has 220.5 samples in 5 ms: the blocks are put on the clock of whole windows.
    levels = np.sqrt(np.mean(blocks**2, axis=1))
    clock = np.arange(0, mono.size / rate * 1000, _WINDOW_MS) * rate / 1000 / window
    return np.asarray(levels[np.minimum(clock.astype(int), levels.size - 1)])


def measured(folder: Path) -> list[float]:
    """For every sentence of the episode, how late its sound is; each is a cue of the VTT too."""
    episode = read_manifest(folder)
    vtt = (folder / episode.files.vtt).read_text("utf-8")
    starts = {((int(h) * 60 + int(m)) * 60 + int(s)) * 1000 + int(ms) for h, m, s, ms in _TIMING.findall(vtt)}
    levels = window_levels(folder / episode.files.mp3)
    assert {cue.start_ms for cue in episode.cues} <= starts
    return [late_ms(levels, cue) for cue in episode.cues]


@pytest.mark.slow
def test_at_fifty_random_sentences_the_sound_begins_within_60_ms(offline_episodes: list[Path]) -> None:
    late = [each for folder in offline_episodes for each in measured(folder)]
    chosen = random.Random(7).sample(late, SENTENCES)  # noqa: S311 (the same fifty each time)
    low, high, mean = min(chosen), max(chosen), np.mean(chosen)
    print(f"50 of {len(late)} sentences: {low:.0f} to {high:.0f} ms, mean {mean:.1f} ms")
    assert all(abs(each) <= TOLERANCE_MS for each in chosen), sorted(chosen)
