"""One run: a take, its gain and its pause become frames; then the frames are decoded and measured.

The true peak holds for what a player will decode, so it is measured there; a run above the target is
limited a little lower and encoded again. That is decided run by run: one loud word changes nothing
elsewhere.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from duologue.errors import EpisodeError
from duologue.model import Take
from duologue.programme.mastering.limiter import STRETCH_SAMPLES, STRETCHES_PER_FRAME, apply_curve, gain_curve
from duologue.programme.mastering.loudness import Meter, amplitude, decibels
from duologue.programme.mastering.stitch import blocks, piece, resampled_blocks
from duologue.programme.mastering.stretch_meter import (
    STRETCHES_AT_ONCE,
    TruePeak,
    stretch_edges,
    stretch_energies,
)
from duologue.programme.mp3.encoder import (
    ATTENUATION,
    DECODER_DELAY_SAMPLES,
    SAMPLE_RATE,
    Encoding,
    RunEncoder,
    sounding_frames,
)
from duologue.programme.mp3.info_header import crc16
from duologue.store.frames import FrameRun, Levels

Floats = NDArray[np.float32]

_RUN_FORMAT = 4
"""Part of every run's key: raise it when the sound of a run, or what is measured of it, changes."""
_LEVELS_FORMAT = 3
"""Part of the key of every take's levels: raise it when their meaning changes."""
CEILING_BELOW_TARGET_DB = 1.0
"""Encoding moves peaks by up to 0.6 dB; limiting this much below the target leaves nearly every run alone."""
_ATTEMPTS = 3
_MARGIN_DB = 0.1


@dataclass(frozen=True, slots=True)
class RunPlan:
    """All that shapes a run.

    Attributes:
        take_key: of the take; None for silence.
        samples: the take's length at 44.1 kHz.
        frames: the run's length in frames.
        gain_db: what the take is amplified by, in steps of 0.01 dB.
        true_peak_dbtp: what the decoded run may not pass.
        encoding: the MP3 format.
    """

    take_key: str | None
    samples: int
    frames: int
    gain_db: float
    true_peak_dbtp: float
    encoding: Encoding

    def key(self) -> str:
        """64 hexadecimal digits that say everything above and which code encodes it."""
        shape = [
            _RUN_FORMAT,
            *_code(),
            self.take_key,
            self.samples,
            self.frames,
            round(self.gain_db * 100),
            round(self.true_peak_dbtp * 100),
            self.encoding.channels,
            self.encoding.bitrate_kbps,
            self.encoding.quality,
        ]
        return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


@lru_cache(maxsize=1)
def _code() -> tuple[str, str, str]:
    """The versions of the libraries that shape the bytes."""
    return version("lameenc"), version("soxr"), version("pydub")


def levels_key(take_key: str) -> str:
    """The key of the levels of a take."""
    return hashlib.sha256(json.dumps(["levels", _LEVELS_FORMAT, take_key]).encode()).hexdigest()


def measure_take(take: Take) -> Levels:
    """The levels of a take as it is stitched, in stretches of `limiter.STRETCH_SAMPLES` at 44.1 kHz.

    By the exact meter: a peak that is missed here is found in the decoded run, which is then limited lower
    as a whole and comes out too soft.
    """
    meter = Meter(take.samples.size, take.sample_rate, (STRETCH_SAMPLES, SAMPLE_RATE))
    for block in blocks(piece(take)):
        meter.feed(block)
    meter.finish()
    return Levels(meter.energies, meter.peaks)


def limiter_ceiling(true_peak_dbtp: float, lower_db: float = 0.0) -> float:
    """The magnitude that a take is limited to, where 1 is full scale after decoding."""
    return amplitude(true_peak_dbtp - CEILING_BELOW_TARGET_DB - lower_db)


def encode_run(plan: RunPlan, take: Take | None, levels: Levels | None) -> FrameRun:
    """Renders the run of `plan`.

    Args:
        plan: what to do.
        take: the take of `plan.take_key`; None for silence.
        levels: of the take.

    Raises:
        EpisodeError: the encoder failed, or the peaks stay too high.
    """
    if take is None or levels is None or not plan.samples:
        encoded = RunEncoder(plan.encoding, plan.frames).finish()
        silence = np.zeros(plan.frames * STRETCHES_PER_FRAME, np.float32)
        return FrameRun(encoded, silence, 0.0, crc16(encoded))
    segment = piece(take)
    gain = amplitude(plan.gain_db)
    lower_db = 0.0
    for _ in range(_ATTEMPTS):
        ceiling = limiter_ceiling(plan.true_peak_dbtp, lower_db)
        curve = gain_curve(levels.peaks, gain, ceiling)
        encoder = RunEncoder(plan.encoding, plan.frames)
        for block in _amplified(segment, plan.samples, gain, curve):
            encoder.write(block)
        encoded = encoder.finish()
        energies, true_peak = _measure(encoded, plan)
        excess_db = decibels(true_peak) - plan.true_peak_dbtp
        if excess_db <= 0:
            return FrameRun(encoded, energies, true_peak, crc16(encoded))
        lower_db += excess_db + _MARGIN_DB
    raise EpisodeError(
        f"a take's peaks stay {excess_db:.1f} dB above {plan.true_peak_dbtp} dBTP after encoding"
    )


def _amplified(segment: Any, samples: int, gain: float, curve: Floats | None) -> Iterator[NDArray[np.int16]]:
    """The take at 44.1 kHz with gain and limiter, as it goes into the encoder."""
    at = 0
    for block in resampled_blocks(segment, samples, SAMPLE_RATE, gain / ATTENUATION * 32_767):
        limited = block if curve is None else apply_curve(block, at, curve)
        at += block.size
        np.rint(limited, out=limited)
        yield np.clip(limited, -32_768, 32_767, out=limited).astype(np.int16)


def _measure(encoded: bytes, plan: RunPlan) -> tuple[Floats, float]:
    """What a player hears of the run: the energy of each stretch, and the true peak.

    Both channels of joint stereo carry the same sound; where they decode to the same, one is measured. The
    frames behind the sound are silent by construction (`encode.silent_frames`) and not decoded.
    """
    encoded = encoded[: plan.encoding.bytes_of(sounding_frames(plan.samples, plan.frames))]
    channels = _decoded(encoded, plan, 1) or _decoded(encoded, plan, 2)
    energies: Floats = np.stack([energies for energies, _ in channels]).mean(axis=0, dtype=np.float32)
    return energies, max(true_peak for _, true_peak in channels)


def _decoded(encoded: bytes, plan: RunPlan, channels: int) -> list[tuple[Floats, float]]:
    """Energies and true peak of the first `channels` channels.

    None of them if only one was asked for and the other differs.
    """
    energies = [np.zeros(plan.frames * STRETCHES_PER_FRAME, np.float32) for _ in range(channels)]
    peaks = [TruePeak(SAMPLE_RATE) for _ in range(channels)]
    edges = stretch_edges(STRETCHES_AT_ONCE * STRETCH_SAMPLES, SAMPLE_RATE)
    at = 0
    with soundfile.SoundFile(io.BytesIO(encoded)) as file:
        file.read(DECODER_DELAY_SAMPLES)
        block = np.empty((STRETCHES_AT_ONCE * STRETCH_SAMPLES, file.channels), np.float32)
        one = np.empty(len(block), np.float32)
        while (decoded := file.read(out=block)).size:
            if channels < decoded.shape[1] and not np.array_equal(decoded[:, 0], decoded[:, 1]):
                return []
            here = edges[: -(-len(decoded) // STRETCH_SAMPLES) + 1].clip(max=len(decoded))
            for channel in range(channels):
                signal = one[: len(decoded)]
                signal[:] = decoded[:, channel]
                energies[channel][at : at + here.size - 1] = stretch_energies(signal, here, SAMPLE_RATE)
                peaks[channel].feed(signal)
            at += STRETCHES_AT_ONCE
    return [(energy, peak.finish()) for energy, peak in zip(energies, peaks, strict=True)]
