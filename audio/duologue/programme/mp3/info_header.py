"""The Info header: the first frame of the file, silent, that says how long the programme is.

Players take the number of frames, the encoder's delay and the padding from it and cut exactly. The layout is
Xing's header as LAME extends it (http://gabriel.mp3-tech.org/mp3infotag.html).
"""

from __future__ import annotations

from dataclasses import dataclass

from duologue.programme.mp3.crc16 import crc16
from duologue.programme.mp3.encoding import FRAME_SAMPLES, MONO_64, STEREO_128, Encoding

DELAY_SAMPLES = 576
"""LAME's own delay; a decoder adds 529, and players cut both."""
PADDING_SAMPLES = FRAME_SAMPLES - DELAY_SAMPLES
"""One frame is spent on delay and padding, so what is heard is exactly the timeline."""
_INFO_BYTES = 156
"""Xing's part is 120 bytes long, LAME's 36."""


def info_header(encoding: Encoding, frames: int, audio_bytes: int, audio_crc: int) -> bytes:
    """The Info frame.

    Args:
        encoding: of the frames that follow.
        frames: how many they are, without this one.
        audio_bytes: their bytes, without this frame's.
        audio_crc: their CRC-16.
    """
    size = encoding.frame_bytes
    total = size + audio_bytes
    # The table of contents is a straight line: the bit rate is constant.
    contents = bytes(256 * percent // 100 for percent in range(100))
    xing = (
        b"Info"
        + _big(0x0F, 4)
        + _big(frames, 4)
        + _big(total, 4)
        + contents
        + _big(100 - encoding.quality, 4)
    )
    lame = (
        b"LAME3.100"
        + bytes([0x01])  # revision 0, constant bit rate
        + bytes(1)  # low pass: not stated
        + bytes(4 + 2 + 2)  # peak and replay gain: unknown
        + bytes([0x14])  # the psychoacoustic model and ATH LAME uses by default
        + bytes([min(encoding.bitrate_kbps, 255)])
        + _big(DELAY_SAMPLES << 12 | PADDING_SAMPLES, 3)
        + bytes([0x4D if encoding.channels == 2 else 0x41])  # source 44.1 kHz; joint stereo or mono
        + bytes(1 + 2)
        + _big(total, 4)
        + _big(audio_crc, 2)
    )
    frame = encoding.header + xing + lame
    return (frame + _big(crc16(frame), 2)).ljust(size, b"\0")


def _big(value: int, length: int) -> bytes:
    return value.to_bytes(length, "big")


@dataclass(frozen=True, slots=True)
class InfoHeader:
    """What an Info header says.

    Attributes:
        frames: how many follow.
        total_bytes: theirs and its own.
        crc16: of the frames.
        delay_samples: the encoder's delay, to be cut at the beginning.
        padding_samples: what is to be cut at the end.
        stereo: whether there are two channels.
    """

    frames: int
    total_bytes: int
    crc16: int
    delay_samples: int
    padding_samples: int
    stereo: bool


def read_info_header(frame: bytes) -> InfoHeader | None:
    """What the frame says; None where it is no Info header."""
    stereo = len(frame) > 3 and frame[3] >> 6 != 0b11
    at = len(STEREO_128.header) if stereo else len(MONO_64.header)
    if frame[at : at + 4] != b"Info" or len(frame) < at + _INFO_BYTES:
        return None

    def number(first: int, length: int) -> int:
        return int.from_bytes(frame[at + first : at + first + length], "big")

    cut = number(141, 3)
    return InfoHeader(number(8, 4), number(12, 4), number(152, 2), cut >> 12, cut & 0xFFF, stereo)
