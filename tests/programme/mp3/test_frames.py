from __future__ import annotations

import io

import pytest
from mutagen.mp3 import MPEGFrame

from duologue.programme.mp3.encoding import BITRATES_KBPS, ENCODINGS, STEREO_128, Encoding
from duologue.programme.mp3.frames import frame_bytes, frame_count, silent_frames, sounding_frames


def header(*, bitrate: int = 9, rate: int = 0, padded: bool = False, sync: bytes = b"\xff\xfb") -> bytes:
    return sync + bytes((bitrate << 4 | rate << 2 | padded << 1, 0x44))


@pytest.mark.parametrize(("number", "size"), [(1, 104), (5, 208), (9, 417), (10, 522), (13, 835), (14, 1044)])
def test_a_frame_is_as_long_as_its_bit_rate_says(number: int, size: int) -> None:
    """ISO 11172-3, 2.4.3.1: 144 · bit rate / sample rate, and a padding byte."""
    assert size == 144_000 * BITRATES_KBPS[number] // 44_100
    assert frame_bytes(header(bitrate=number)) == size
    assert frame_bytes(header(bitrate=number, padded=True)) == size + 1


@pytest.mark.parametrize("number", range(1, 15))
def test_the_bit_rates_are_those_that_another_reader_knows(number: int) -> None:
    frame = MPEGFrame(io.BytesIO(header(bitrate=number) + bytes(2000)))
    assert frame.bitrate == 1000 * BITRATES_KBPS[number]
    assert frame.sample_rate == 44_100


@pytest.mark.parametrize(
    "data",
    [
        b"",
        header()[:3],
        header(bitrate=0),
        header(bitrate=15),
        header(rate=1),
        header(rate=2),
        header(rate=3),
        header(sync=b"\xff\xfa"),
        header(sync=b"\xff\xf3"),
        header(sync=b"\x00\xfb"),
        b"ID3\x03",
    ],
)
def test_what_begins_no_frame_of_ours_has_no_length(data: bytes) -> None:
    assert frame_bytes(data) == 0


def test_frames_are_counted_and_anything_else_is_found() -> None:
    frames = silent_frames(STEREO_128, 0, 10)
    assert frame_count(frames) == 10
    assert frame_count(b"") == 0
    for other in (frames[:-1], frames + b"\0", b"\0" + frames, frames[:417] + b"\0" + frames[417:]):
        assert frame_count(other) == -1


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_silent_frames_have_the_lengths_of_a_constant_bit_rate(encoding: Encoding) -> None:
    whole = silent_frames(encoding, 0, 100)
    assert len(whole) == encoding.bytes_of(100)
    assert frame_count(whole) == 100
    assert whole[: encoding.bytes_of(37)] + silent_frames(encoding, 37, 100) == whole
    assert silent_frames(encoding, 5, 5) == b""


@pytest.mark.parametrize(
    ("samples", "frames", "sounding"),
    [(0, 10, 0), (1, 10, 4), (1152, 10, 4), (1153, 10, 5), (5000, 10, 8), (9000, 10, 10), (1, 2, 2)],
)
def test_sound_reaches_three_frames_beyond_its_last_one(samples: int, frames: int, sounding: int) -> None:
    assert sounding_frames(samples, frames) == sounding
