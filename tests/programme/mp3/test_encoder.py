from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from duologue.programme.mp3.crc16 import crc16, joined_crc16
from duologue.programme.mp3.encoder import DECODER_DELAY_SAMPLES, FrameEncoder
from duologue.programme.mp3.encoding import ENCODINGS, FRAME_SAMPLES, MONO_64, STEREO_128, Encoding
from duologue.programme.mp3.frames import frame_count, silent_frames, sounding_frames
from duologue.programme.mp3.info_header import info_header
from programme.sound import clipped, full_scale_1, speech_like


def encoded(samples: NDArray[np.int16], frames: int, encoding: Encoding = STEREO_128) -> bytes:
    """A take and its pause, as far as it can be heard by LAME, as a programme has it."""
    sounding = sounding_frames(samples.size, frames)
    encoder = FrameEncoder(encoding, sounding or frames)
    for at in range(0, samples.size, 5000):
        encoder.write(samples[at : at + 5000])
    return encoder.finish() + silent_frames(encoding, sounding or frames, frames)


def played(mp3: bytes) -> NDArray[np.float32]:
    samples: NDArray[np.float32] = soundfile.read(io.BytesIO(mp3), dtype="float32", always_2d=True)[0][:, 0]
    return samples


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
@pytest.mark.parametrize("frames", [2, 3, 4, 7, 39, 100, 383])
def test_a_run_has_exactly_the_planned_frames(encoding: Encoding, frames: int) -> None:
    samples = clipped(np.random.default_rng(frames).standard_normal(frames * FRAME_SAMPLES) * 3000)
    run = encoded(samples, frames, encoding)
    assert frame_count(run) == frames
    assert abs(len(run) - frames * 144_000 * encoding.bitrate_kbps / 44_100) < 1
    assert len(run) == encoding.bytes_of(frames)


def test_a_run_needs_no_bits_from_before_it() -> None:
    run = encoded(clipped(np.random.default_rng(1).standard_normal(40 * 1152) * 9000), 40)
    main_data_begin = run[4] << 1 | run[5] >> 7
    assert main_data_begin == 0


def test_a_run_cannot_be_planned_shorter_than_two_frames() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        encoded(np.zeros(0, np.int16), 1)


def test_what_is_given_beyond_the_frames_is_cut_off_and_changes_nothing_before() -> None:
    samples = speech_like(2.0, 3, sample_rate=44_100)
    whole = FrameEncoder(STEREO_128, 40)
    whole.write(samples)
    short = FrameEncoder(STEREO_128, 40)
    short.write(samples[: 41 * FRAME_SAMPLES])
    assert whole.finish() == short.finish()


def test_each_channel_can_have_its_own_sound() -> None:
    left, right = speech_like(1.0, 2, sample_rate=44_100), speech_like(1.0, 7, sample_rate=44_100) // 2
    encoder = FrameEncoder(STEREO_128, 30)
    encoder.write(np.stack((left, right), axis=1))
    both = soundfile.read(io.BytesIO(encoder.finish()), dtype="float32")[0]
    for channel, samples in enumerate((left, right)):
        heard = both[DECODER_DELAY_SAMPLES:, channel]
        assert signal_to_noise_db(full_scale_1(samples[: heard.size]), heard) > 12


def runs_of(count: int) -> list[tuple[NDArray[np.int16], int]]:
    takes = [speech_like(0.9 + 0.317 * (n % 7), n, sample_rate=44_100) for n in range(count)]
    return [(take, -(-take.size // FRAME_SAMPLES) + 1 + 10 * (n % 3)) for n, take in enumerate(takes)]


def signal_to_noise_db(original: NDArray[np.float32], heard: NDArray[np.float32]) -> float:
    # LAME scales its input by 0.95 at these rates; the best gain takes that out.
    gain = float(np.dot(original, heard) / np.dot(original, original))
    noise = heard - gain * original
    return float(10 * np.log10(np.sum((gain * original) ** 2) / np.sum(noise**2)))


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_runs_in_a_row_sound_like_one_stream(encoding: Encoding) -> None:
    runs = runs_of(12)
    programme = np.concatenate([np.pad(take, (0, frames * 1152 - take.size)) for take, frames in runs])
    original = full_scale_1(programme)
    in_a_row = played(b"".join(encoded(take, frames, encoding) for take, frames in runs))
    total = sum(frames for _, frames in runs)
    one = played(encoded(programme, total, encoding))
    assert in_a_row.size == one.size == total * FRAME_SAMPLES
    late = slice(DECODER_DELAY_SAMPLES, None)
    kept = original[:-DECODER_DELAY_SAMPLES]
    # Each run starts with an empty reservoir, which costs a little where runs are as short as these.
    assert signal_to_noise_db(kept, in_a_row[late]) > signal_to_noise_db(kept, one[late]) - 0.3


def test_a_pause_decodes_to_digital_silence() -> None:
    runs = runs_of(6)
    heard = played(b"".join(encoded(take, frames + 20) for take, frames in runs))[DECODER_DELAY_SAMPLES:]
    at = 0
    for take, frames in runs:
        # A codec's filters ring on for up to three frames after a sound, and before one.
        pause = heard[at + take.size + 3 * FRAME_SAMPLES : at + (frames + 20 - 2) * FRAME_SAMPLES]
        assert pause.size > 10 * FRAME_SAMPLES
        assert not pause.any()
        at += (frames + 20) * FRAME_SAMPLES


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_the_frames_of_a_pause_stand_for_those_that_lame_would_write(encoding: Encoding) -> None:
    take = speech_like(1.7, 5, sample_rate=44_100)
    frames = take.size // FRAME_SAMPLES + 60
    silence = np.zeros(frames * FRAME_SAMPLES - take.size, np.int16)
    run, by_lame = encoded(take, frames, encoding), encoded(np.append(take, silence), frames, encoding)
    assert len(run) == len(by_lame)
    sounding = encoding.bytes_of(sounding_frames(take.size, frames))
    assert not any(silent_frames(encoding, 0, 1)[4:])
    assert run[sounding:] == silent_frames(encoding, sounding_frames(take.size, frames), frames)
    assert np.abs(played(run) - played(by_lame)).max() < 2**-14


def test_the_same_samples_give_the_same_bytes() -> None:
    samples = speech_like(1.0, 3, sample_rate=44_100)
    assert encoded(samples, 50) == encoded(samples, 50)


def slow_crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


@pytest.mark.parametrize("length", [0, 1, 9, 255, 256, 257, 5000])
def test_the_checksum_is_crc_16_arc(length: int) -> None:
    data = np.random.default_rng(length).integers(0, 256, length, np.uint8).tobytes()
    assert crc16(data) == slow_crc16(data)
    assert crc16(b"123456789") == 0xBB3D  # the catalogue's check value


@pytest.mark.parametrize("cut", [0, 1, 417, 4999, 5000])
def test_checksums_join(cut: int) -> None:
    data = np.random.default_rng(1).integers(0, 256, 5000, np.uint8).tobytes()
    assert joined_crc16(crc16(data[:cut]), crc16(data[cut:]), 5000 - cut) == crc16(data)


@pytest.mark.parametrize("encoding", [STEREO_128, MONO_64], ids=lambda encoding: encoding.name)
def test_the_info_header_says_what_follows(encoding: Encoding) -> None:
    header = info_header(encoding, 1234, 567_890, 0xBEEF)
    assert frame_count(header) == 1
    at = 36 if encoding.channels == 2 else 21
    assert header[at : at + 4] == b"Info"
    assert int.from_bytes(header[at + 8 : at + 12], "big") == 1234
    assert int.from_bytes(header[at + 12 : at + 16], "big") == 567_890 + len(header)
    table = header[at + 16 : at + 116]
    assert [table[percent] for percent in (0, 25, 50, 75, 99)] == [0, 64, 128, 192, 253]
    lame = at + 120
    assert header[lame : lame + 4] == b"LAME"
    delay_padding = int.from_bytes(header[lame + 21 : lame + 24], "big")
    assert (delay_padding >> 12, delay_padding & 0xFFF) == (576, 576)
    assert int.from_bytes(header[lame + 28 : lame + 32], "big") == 567_890 + len(header)
    assert int.from_bytes(header[lame + 32 : lame + 34], "big") == 0xBEEF
    assert int.from_bytes(header[lame + 34 : lame + 36], "big") == slow_crc16(header[: lame + 34])
