"""One take, its gain and its pause become their planned frames; then the frames are decoded and measured.

The true peak holds for what a player will decode, so it is measured there; a take above the target is limited
a little lower and encoded again. That is decided take by take: one loud word changes nothing elsewhere.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import chain

import numpy as np
import soundfile
from numpy.typing import NDArray

from duologue.errors import EpisodeError
from duologue.model import Take
from duologue.programme.mastering.amplified import amplified
from duologue.programme.mastering.levels import TakeLevels
from duologue.programme.mastering.limiter import gain_curve, limiter_ceiling
from duologue.programme.mastering.loudness import amplitude, decibels
from duologue.programme.mastering.meter import BLOCK_SAMPLES, HIGHEST_HZ, HOPS_PER_FRAME, Measured, Meter
from duologue.programme.mastering.room_tone import RoomTone
from duologue.programme.mastering.seats import channel_gains
from duologue.programme.mastering.stitch import faded_segment
from duologue.programme.mp3.crc16 import crc16
from duologue.programme.mp3.encoder import ATTENUATION, DECODER_DELAY_SAMPLES, FrameEncoder
from duologue.programme.mp3.encoding import FRAME_SAMPLES, SAMPLE_RATE, Encoding
from duologue.programme.mp3.frames import silent_frames, sounding_frames
from duologue.programme.mp3.tone_frames import tone_frames, with_tone

Floats = NDArray[np.float32]

_FORMAT = 6
"""Part of every key: raise it when the sound of the frames, or what is measured of it, changes."""
_ATTEMPTS = 3
_MARGIN_DB = 0.1


@dataclass(frozen=True, slots=True)
class PlannedFrames:
    """All that shapes the frames of a take and its pause.

    Attributes:
        sound: which sound the take is (`TakeLevels.sound`); None for silence.
        samples: the take's length at 44.1 kHz.
        frames: how many frames take and pause fill.
        gain_db: what the take is amplified by, in steps of 0.01 dB.
        true_peak_dbtp: what the decoded frames may not pass.
        encoding: the MP3 format.
        tone: what is heard under and after the take; None for silence.
        lead_frames: how many of the frames come before the take.
        right_db: by how much it is louder on the right (see `seats`).
    """

    sound: str | None
    samples: int
    frames: int
    gain_db: float
    true_peak_dbtp: float
    encoding: Encoding
    tone: RoomTone | None = None
    lead_frames: int = 0
    right_db: float = 0.0

    @property
    def sounding(self) -> int:
        """How many of the frames can carry anything of the take."""
        return sounding_frames(self.lead_frames * FRAME_SAMPLES + self.samples, self.frames)

    def key(self) -> str:
        """64 hexadecimal digits that say everything above and which code encodes it."""
        shape = [
            _FORMAT,
            *_code(),
            self.sound,
            self.samples,
            self.frames,
            round(self.gain_db * 100),
            round(self.true_peak_dbtp * 100),
            self.encoding.channels,
            self.encoding.bitrate_kbps,
            self.encoding.quality,
            self.tone.gain if self.tone else None,
            self.lead_frames,
            round(self.right_db * 100),
        ]
        return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


@lru_cache(maxsize=1)
def _code() -> tuple[str, str, str]:
    """The versions of the libraries that shape the bytes."""
    return version("lameenc"), version("soxr"), version("pydub")


@dataclass(frozen=True, slots=True)
class EncodedFrames:
    """A take and its pause as MP3 frames, and what they decode to.

    Attributes:
        encoded: the frames, one after the other.
        energies: the K-weighted energy of each hop, decoded, of one channel; shape (hops,).
        true_peak: the largest magnitude of the decoded sound at four times its rate.
        crc16: of `encoded`, for the Info header.
    """

    encoded: bytes
    energies: Floats
    true_peak: float
    crc16: int


def encode_pause(planned: PlannedFrames) -> EncodedFrames:
    """The frames of a pause alone."""
    encoded = _pause(planned, 0)
    energies, true_peak = _measured(encoded, planned, planned.frames if planned.tone else 0, HIGHEST_HZ)
    return EncodedFrames(encoded, energies, true_peak, crc16(encoded))


def _pause(planned: PlannedFrames, first: int) -> bytes:
    """The frames from `first` on, without a take."""
    if planned.tone is None:
        return silent_frames(planned.encoding, first, planned.frames)
    return tone_frames(planned.encoding, planned.tone.gain, first, planned.frames)


def encode_take(planned: PlannedFrames, take: Take, levels: TakeLevels) -> EncodedFrames:
    """Renders the frames of a take and its pause.

    Args:
        planned: what to do.
        take: the take.
        levels: of the take.

    Raises:
        EpisodeError: the encoder failed, or the peaks stay too high.
    """
    if not planned.samples:
        return encode_pause(planned)
    segment = faded_segment(take)
    gain = amplitude(planned.gain_db)
    loudest = max(channel_gains(planned.right_db))
    lower_db = 0.0
    for _ in range(_ATTEMPTS):
        ceiling = limiter_ceiling(planned.true_peak_dbtp, lower_db)
        curve = gain_curve(levels.peaks, gain * loudest, ceiling)
        encoder = FrameEncoder(planned.encoding, planned.sounding)
        for block in _input(planned, amplified(segment, planned.samples, gain, curve)):
            encoder.write(block)
        encoded = encoder.finish()
        if planned.tone is not None and planned.lead_frames:
            encoded = with_tone(encoded, planned.encoding, planned.tone.gain)
        encoded += _pause(planned, planned.sounding)
        energies, true_peak = _measured(
            encoded, planned, planned.sounding, min(take.sample_rate / 2, HIGHEST_HZ)
        )
        excess_db = decibels(true_peak) - planned.true_peak_dbtp
        if excess_db <= 0:
            return EncodedFrames(encoded, energies, true_peak, crc16(encoded))
        lower_db += excess_db + _MARGIN_DB
    raise EpisodeError(
        f"a take's peaks stay {excess_db:.1f} dB above {planned.true_peak_dbtp} dBTP after encoding"
    )


def _input(planned: PlannedFrames, take: Iterator[Floats]) -> Iterator[NDArray[np.int16]]:
    """What goes into the encoder: the take in its seat, and the tone before, under and after it."""
    seats = np.array(channel_gains(planned.right_db), np.float32)
    lead = planned.lead_frames * FRAME_SAMPLES
    behind = (planned.sounding + 1) * FRAME_SAMPLES - lead - planned.samples if planned.tone else 0
    at = 0
    for block in chain([np.zeros(lead, np.float32)], take, [np.zeros(max(behind, 0), np.float32)]):
        heard = np.outer(block, seats) if planned.right_db else block
        if planned.tone is not None:
            tone = planned.tone.samples(at, block.size)
            heard = heard + (tone[:, np.newaxis] if heard.ndim == 2 else tone)
        at += block.size
        scaled = np.rint(heard * np.float32(32_767 / ATTENUATION))
        yield np.clip(scaled, -32_768, 32_767, out=scaled).astype(np.int16)


def _measured(
    encoded: bytes, planned: PlannedFrames, sounding: int, highest_hz: float
) -> tuple[Floats, float]:
    """What a player hears of the frames: the energy of each hop, and the true peak.

    Both channels of joint stereo carry the same sound; where they decode to the same, one is measured. The
    frames behind the `sounding` ones hold silence or tone, which is known, and are not decoded.
    """
    energies = np.zeros(planned.frames * HOPS_PER_FRAME, np.float32)
    if planned.tone is not None:
        energies += planned.tone.hop_energy
    if not sounding:
        return energies, 0.0
    encoded = encoded[: planned.encoding.bytes_of(sounding)]
    channels = _decoded(encoded, highest_hz, 1) or _decoded(encoded, highest_hz, 2)
    heard = np.stack([channel.energies for channel in channels]).mean(axis=0, dtype=np.float32)
    energies[: heard.size] = heard
    return energies, max(channel.true_peak for channel in channels)


def _decoded(encoded: bytes, highest_hz: float, channels: int) -> list[Measured]:
    """What the first `channels` channels measure; none of them if one was asked for and the other differs."""
    meters = [Meter(SAMPLE_RATE, highest_hz=highest_hz) for _ in range(channels)]
    with soundfile.SoundFile(io.BytesIO(encoded)) as file:
        file.read(DECODER_DELAY_SAMPLES)
        block = np.empty((BLOCK_SAMPLES, file.channels), np.float32)
        while (decoded := file.read(out=block)).size:
            if channels < decoded.shape[1] and not np.array_equal(decoded[:, 0], decoded[:, 1]):
                return []
            for channel, meter in enumerate(meters):
                meter.feed(np.ascontiguousarray(decoded[:, channel]))
    return [meter.finish() for meter in meters]
