"""What a walk over the frames finds in a file, whole or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.programme.mp3.crc16 import crc16
from duologue.programme.mp3.encoding import MONO_64, STEREO_128, Encoding
from duologue.programme.mp3.frame_walk import FrameWalk, NoMp3Error, walk_frames
from duologue.programme.mp3.frames import silent_frames
from duologue.programme.mp3.info_header import info_header, read_info_header

TAG = b"ID3\x03\x00\x00\x00\x00\x02\x01" + bytes(257)


def mp3(encoding: Encoding = STEREO_128, frames: int = 5000) -> bytes:
    audio = silent_frames(encoding, 0, frames)
    return info_header(encoding, frames, len(audio), crc16(audio)) + audio


def walked(tmp_path: Path, data: bytes) -> FrameWalk:
    path = tmp_path / "a.mp3"
    path.write_bytes(data)
    return walk_frames(path)


@pytest.mark.parametrize("encoding", [STEREO_128, MONO_64], ids=lambda encoding: encoding.name)
@pytest.mark.parametrize("tag", [b"", TAG], ids=["no tag", "a tag"])
def test_a_whole_file_is_walked_to_its_end(tmp_path: Path, encoding: Encoding, tag: bytes) -> None:
    """Longer than the megabyte that is read at a time."""
    data = mp3(encoding)
    found = walked(tmp_path, tag + data)
    assert (found.tag_bytes, found.info_bytes) == (len(tag), encoding.frame_bytes)
    assert (found.frames, found.info.frames) == (5000, 5000)
    assert found.audio_bytes + found.info_bytes == found.info.total_bytes == len(data)
    assert found.crc16 == found.info.crc16 == crc16(data[encoding.frame_bytes :])
    assert found.info.stereo == (encoding is STEREO_128)
    assert found.samples == 4999 * 1152
    assert found.bitrates_kbps == {encoding.bitrate_kbps}
    assert (found.ends_with_id3v1, found.broken_at) == (False, None)


@pytest.mark.parametrize("cut", [1, 100, 416])
def test_a_cut_frame_is_found_where_it_begins(tmp_path: Path, cut: int) -> None:
    data = mp3(frames=100)
    found = walked(tmp_path, TAG + data[:-cut])
    assert found.frames == 99
    assert found.broken_at == len(TAG) + STEREO_128.frame_bytes + found.audio_bytes


def test_what_is_no_frame_in_the_middle_is_found(tmp_path: Path) -> None:
    data = bytearray(mp3(frames=100))
    at = STEREO_128.frame_bytes + STEREO_128.bytes_of(50)
    data[at] = 0
    found = walked(tmp_path, bytes(data))
    assert (found.frames, found.broken_at) == (50, at)


def test_a_tag_of_version_1_is_no_broken_frame(tmp_path: Path) -> None:
    found = walked(tmp_path, mp3(frames=100) + b"TAG" + bytes(125))
    assert (found.ends_with_id3v1, found.broken_at) == (True, None)
    for other in (b"TAG" + bytes(124), b"TAG" + bytes(126), bytes(128)):
        found = walked(tmp_path, mp3(frames=100) + other)
        assert (found.ends_with_id3v1, found.broken_at is None) == (False, False)


def test_two_bit_rates_are_told(tmp_path: Path) -> None:
    other = silent_frames(Encoding("other", 2, 160), 0, 3)
    assert walked(tmp_path, mp3(frames=10) + other).bitrates_kbps == {128, 160}


@pytest.mark.parametrize("data", [b"", TAG, TAG + b"no frame", silent_frames(STEREO_128, 0, 3)])
def test_a_file_without_an_info_header_is_no_mp3_of_ours(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NoMp3Error, match="no MPEG frame with an Info header follows the tag"):
        walked(tmp_path, data)
    assert read_info_header(data[:10]) is None


def test_an_info_header_says_what_it_was_given() -> None:
    info = read_info_header(info_header(MONO_64, 1234, 567_890, 0xBEEF))
    assert info is not None
    assert (info.frames, info.total_bytes, info.crc16) == (1234, 567_890 + 208, 0xBEEF)
    assert (info.delay_samples, info.padding_samples, info.stereo) == (576, 576, False)
