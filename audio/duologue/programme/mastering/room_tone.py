"""Room tone: soft noise under the whole programme, so that no pause falls into digital silence.

Where there is a take, the noise is added to its samples before they are encoded; in the pauses, frames of the
same noise are written as they are (`mp3.tone_frames`). Both begin anew with each take, so they depend on
nothing around it.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from duologue.programme.mastering.loudness import SILENCE_LUFS, decibels, lufs
from duologue.programme.mastering.meter import HOP_SAMPLES, measure
from duologue.programme.mp3.encoding import FRAME_SAMPLES, SAMPLE_RATE
from duologue.programme.mp3.tone_frames import BAND_EDGES, FALLS, LOOP_FRAMES

Floats = NDArray[np.float32]

LEAD_FRAMES = 1
"""Frames of the noise before a take that belong to it: an encoder begins with silence (see `with_tone`)."""
_LINES = 576
_SAMPLES = LOOP_FRAMES * FRAME_SAMPLES


@dataclass(frozen=True, slots=True)
class RoomTone:
    """Noise at a level.

    Attributes:
        gain: of its loudest lines, in steps of 1.5 dB; see `tone_frames`.
    """

    gain: int

    @classmethod
    def at(cls, level_db: float) -> RoomTone:
        """The noise whose RMS is nearest to `level_db` dBFS, at most 0.8 dB off."""
        return cls(round((level_db - decibels(_loudest_lines_rms())) / decibels(2**0.25)))

    @property
    def level_db(self) -> float:
        """Its RMS in dBFS."""
        return decibels(_loudest_lines_rms() * 2 ** (self.gain / 4))

    @property
    def hop_energy(self) -> float:
        """The K-weighted energy of a hop (see `meter.Measured`), in the mean of the loop."""
        return _loop_energy() * 2 ** (self.gain / 2)

    def loudness_lufs(self, channels: int) -> float:
        """Its loudness where as many channels carry it; −70 at least (BS.1770-5's absolute gate)."""
        mean_square = self.hop_energy * SAMPLE_RATE / HOP_SAMPLES
        return max(float(lufs(np.array([channels * mean_square]))[0]), SILENCE_LUFS)

    def samples(self, first: int, count: int) -> Floats:
        """`count` samples of one channel from sample `first` of the loop on, full scale 1; shape (n,)."""
        at = np.arange(first, first + count) % _SAMPLES
        return _loop()[at] * np.float32(2 ** (self.gain / 4))


def _line_amplitudes() -> NDArray[np.float64]:
    """Of the spectral lines of a frame of gain 0; shape (lines,)."""
    return np.repeat(2.0 ** (-0.5 * np.array(FALLS)), np.diff(BAND_EDGES))


def _loudest_lines_rms() -> float:
    """What frames of gain 0 decode to: a line of amplitude a has the mean square a² / 2."""
    return math.sqrt(float(np.square(_line_amplitudes()).sum()) / 2)


@lru_cache(maxsize=1)
def _loop() -> Floats:
    """Noise of gain 0 with the spectrum of the frames, that goes on where it began; shape (n,)."""
    chance = hashlib.shake_256(b"room tone, sampled").digest(2 * _SAMPLES)
    spectrum = np.fft.rfft(np.frombuffer(chance, "<i2").astype(np.float64))
    lines = np.arange(spectrum.size) * (2 * _LINES / _SAMPLES)
    amplitudes = np.append(_line_amplitudes(), 0.0)
    spectrum *= amplitudes[np.minimum(lines.astype(np.int64), amplitudes.size - 1)]
    noise = np.fft.irfft(spectrum, _SAMPLES)
    noise *= _loudest_lines_rms() / math.sqrt(float(np.mean(np.square(noise))))
    return noise.astype(np.float32)


@lru_cache(maxsize=1)
def _loop_energy() -> float:
    """The mean K-weighted energy of a hop of the loop at gain 0."""
    return float(measure(_loop(), SAMPLE_RATE).energies.mean())
