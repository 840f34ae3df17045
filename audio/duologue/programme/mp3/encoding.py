"""The MP3 formats that ship: MPEG-1 Layer III at 44.1 kHz and a constant bit rate, as numbers."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_RATE = 44_100
FRAME_SAMPLES = 1152
"""Samples in one frame of MPEG-1 Layer III (ISO 11172-3, 2.4.2.1)."""
FEWEST_FRAMES = 2
"""That can be planned for a take and its pause: of one alone, LAME would be given no input."""
BITRATES_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""By their number in a frame header (ISO 11172-3, 2.4.2.3)."""


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
    def frame_bytes(self) -> int:
        """The length of a frame without padding byte."""
        return 144_000 * self.bitrate_kbps // SAMPLE_RATE

    def bytes_of(self, frames: int) -> int:
        """The length of the first `frames` frames of a stream.

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
        return bytes((0xFF, 0xFB, BITRATES_KBPS.index(self.bitrate_kbps) << 4, mode)) + side_information


STEREO_128 = Encoding("stereo-128k", 2, 128)
MONO_64 = Encoding("mono-64k", 1, 64)
MONO_96 = Encoding("mono-96k", 1, 96)
ENCODINGS = {encoding.name: encoding for encoding in (STEREO_128, MONO_64, MONO_96)}
