"""Encoding: MP3 by LAME, one run of frames at a time.

A run is a take and its pause, encoded as a stream of its own: its bit reservoir starts empty, so its frames
need none before them, and runs can be encoded in any order, in parallel, and kept. LAME emits exactly ``n``
frames for ``(n - 1)`` frames of input, and what it is not given is pause anyway. In a row, the runs decode
to the same sound as one stream, 1,105 samples late, which the Info header says and players cut.

LAME works on silence too, and not even all of it comes out as zeros. So it is given a run only as far as
the sound can be heard; the frames of the pause behind it are written here: no bits of spectrum at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import lameenc
import numpy as np
from numpy.typing import NDArray

from duologue.errors import EpisodeError
from duologue.programme.arrange import FEWEST_FRAMES, FRAME_SAMPLES

SAMPLE_RATE = 44_100
DECODER_DELAY_SAMPLES = 1105
"""LAME's 576 and a decoder's 529: where the first sample of a run is heard in its frames."""
ATTENUATION = 0.95
"""What LAME scales its input by at constant bit rates up to 160 kbit/s; 1 / 0.95 before it makes up for
that.
"""
_AFTER_SOUND_FRAMES = 3
"""Delay and overlapping windows carry the last sample of a run this far; LAME's frames end behind that."""
_BITRATES_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_PLANNED_FRAMES = "the MP3 encoder gave {got} frames where {planned} were planned"


@dataclass(frozen=True, slots=True)
class Encoding:
    """An MP3 format at a constant bit rate and 44.1 kHz.

    Attributes:
        name: as a person asks for it.
        channels: 2 is joint stereo with the same sound on both sides, 1 is mono.
        bitrate_kbps: of MPEG-1 Layer III.
        quality: LAME's, from 2 (best) to 7 (fastest).
    """

    name: str
    channels: int
    bitrate_kbps: int
    quality: int = 2

    @property
    def bitrate_index(self) -> int:
        """The bit rate's number in a frame header (ISO 11172-3, 2.4.2.3)."""
        return _BITRATES_KBPS.index(self.bitrate_kbps)

    @property
    def frame_bytes(self) -> int:
        """The length of a frame without padding byte."""
        return 144_000 * self.bitrate_kbps // SAMPLE_RATE

    def bytes_of(self, frames: int) -> int:
        """The length of the first `frames` frames of a run.

        A fraction of a byte that they lack is made up by padding bytes, from the second frame on, as soon as
        it is one (ISO 11172-3, 2.4.2.3).
        """
        lacking = 144_000 * self.bitrate_kbps % SAMPLE_RATE
        return frames * self.frame_bytes + -(-max(frames - 1, 0) * lacking // SAMPLE_RATE)

    @property
    def header(self) -> bytes:
        """A frame's header without padding, and as many zeros as its side information has bytes."""
        mode = 0x44 if self.channels == 2 else 0xC4
        side_information = bytes(32 if self.channels == 2 else 17)
        return bytes((0xFF, 0xFB, self.bitrate_index << 4, mode)) + side_information


STEREO_128 = Encoding("stereo-128k", 2, 128)
MONO_64 = Encoding("mono-64k", 1, 64)
MONO_96 = Encoding("mono-96k", 1, 96)
ENCODINGS = {encoding.name: encoding for encoding in (STEREO_128, MONO_64, MONO_96)}


class RunEncoder:
    """Encodes one run. Not shared between threads; any number of them may work side by side.

    Args:
        encoding: the format.
        frames: how many frames the run has, two or more.

    Raises:
        ValueError: fewer than two frames.
    """

    def __init__(self, encoding: Encoding, frames: int) -> None:
        if frames < FEWEST_FRAMES:
            raise ValueError(f"a run has at least {FEWEST_FRAMES} frames, not {frames}")
        self._frames = frames
        self._encoding = encoding
        self._channels = encoding.channels
        self._written = 0
        self._encoded = bytearray()
        self._lame = lameenc.Encoder()
        self._lame.silence()
        self._lame.set_bit_rate(encoding.bitrate_kbps)
        self._lame.set_in_sample_rate(SAMPLE_RATE)
        self._lame.set_out_sample_rate(SAMPLE_RATE)
        self._lame.set_channels(encoding.channels)
        self._lame.set_quality(encoding.quality)

    def write(self, samples: NDArray[np.int16]) -> None:
        """Takes mono `samples`, shape (n,), at 44.1 kHz; those beyond the run's input are not heard."""
        samples = samples[: (self._frames - 1) * FRAME_SAMPLES - self._written]
        if not samples.size:
            return
        self._written += samples.size
        block = np.repeat(samples, self._channels) if self._channels > 1 else samples
        self._encoded += self._lame.encode(block.tobytes())

    def finish(self) -> bytes:
        """Fills the run with silence and gives its frames.

        Raises:
            EpisodeError: the encoder did not give the planned number of frames.
        """
        if not self._written:
            return silent_frames(self._encoding, 0, self._frames)
        sounding = sounding_frames(self._written, self._frames)
        self.write(np.zeros((sounding - 1) * FRAME_SAMPLES - self._written, np.int16))
        encoded = bytes(self._encoded + self._lame.flush())
        got = frame_count(encoded)
        if got != sounding:
            raise EpisodeError(_PLANNED_FRAMES.format(got=got, planned=sounding))
        return encoded + silent_frames(self._encoding, sounding, self._frames)


def sounding_frames(samples: int, frames: int) -> int:
    """How many of a run's first `frames` frames can carry anything of its first `samples` samples."""
    return min(-(-samples // FRAME_SAMPLES) + _AFTER_SOUND_FRAMES, frames) if samples else 0


def silent_frames(encoding: Encoding, first: int, end: int) -> bytes:
    """Frames `first` to `end` of a run, silent: they decode to zeros and need no bits from before them.

    Each is as long as LAME's of the same number, which keeps the bit rate constant.
    """
    header = encoding.header
    short = header.ljust(encoding.frame_bytes, b"\0")
    padded = (header[:2] + bytes((header[2] | 0x02,)) + header[3:]).ljust(encoding.frame_bytes + 1, b"\0")
    ends = [encoding.bytes_of(number) for number in range(first, end + 1)]
    return b"".join(padded if after - before == len(padded) else short for before, after in pairwise(ends))


def frame_count(encoded: bytes) -> int:
    """How many frames of MPEG-1 Layer III at 44.1 kHz `encoded` is, or -1 if there is anything else in it."""
    at = count = 0
    while at < len(encoded):
        if encoded[at : at + 2] != b"\xff\xfb":
            return -1
        third = encoded[at + 2]
        at += 144_000 * _BITRATES_KBPS[third >> 4] // SAMPLE_RATE + (third >> 1 & 1)
        count += 1
    return count if at == len(encoded) else -1
