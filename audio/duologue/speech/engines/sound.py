"""Decoding what a server answers: WAV, FLAC, MP3 or raw PCM, recognised by content, whole or refused."""

from __future__ import annotations

import io

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from duologue.errors import NoAudio

RAW_RATE = 24_000
"""Raw PCM of the speech API: 24 kHz, mono, 16 bit, little endian."""
_UNKNOWN_SIZES = (0, 0x7FFFFFFF, 0xFFFFFFFF)
"""What a WAV that is written while it is spoken says of its length (and a few bytes less)."""
_SHORT_OF_UNKNOWN = 64


_LOWEST_RATE, _HIGHEST_RATE = 8_000, 192_000
"""Hz of a sound that can be speech. A rate of 1 Hz would make hours of a second's samples."""
_MOST_CHANNELS = 8
_MOST_SAMPLES = 30_000_000
"""Of one answer, at any rate: twenty minutes at 24 kHz."""


def decoded(
    content: bytes, sample_rate: int, who: str, *, raw: bool = False, longest_seconds: float = 1200.0
) -> NDArray[np.int16]:
    """The sound of an answer as mono int16 at `sample_rate` Hz, shape (n,).

    Args:
        content: the whole answer.
        sample_rate: wanted, in Hz; soxr resamples where the server's differs.
        who: the server, for error messages.
        raw: raw PCM was asked for; taken as such when it is nothing else.
        longest_seconds: more than this cannot be the sound that was asked for.

    Raises:
        NoAudio: it is no sound, not all of it, longer than it can be, or at a rate that no speech has.
    """
    if not content:
        raise NoAudio(f"{who} sent no sound")
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        content = _whole_wav(content, who)
    elif content[:3] == b"ID3" or _begins_mp3(content):
        if not _ends_with_a_frame(content):
            raise NoAudio(f"the sound of {who} was cut off")
    elif content[:4] == b"fLaC":
        pass  # its header says how many samples there must be
    elif content.lstrip()[:1] in (b"{", b"[", b"<"):
        raise NoAudio(f"{who} sent text where sound belongs: {content[:60].decode('utf-8', 'replace')!r}")
    elif raw:
        if len(content) % 2:
            raise NoAudio(f"the sound of {who} was cut off in the middle of a sample")
        samples = np.frombuffer(content, dtype="<i2")
        _refuse_long(samples.size, RAW_RATE, who, longest_seconds)
        return _resampled(samples, RAW_RATE, sample_rate)
    else:
        raise NoAudio(f"{who} sent something that is not WAV, FLAC or MP3 ({content[:4].hex(' ')} …)")
    samples, rate = mono(content, who, longest_seconds)
    return _resampled(samples, rate, sample_rate)


def mono(content: bytes, who: str, longest_seconds: float) -> tuple[NDArray[np.int16], int]:
    """The sound of a file in memory, mixed to mono: int16 of shape (n,), and its rate in Hz.

    A small file that promises hours is refused before it is unpacked. The rest is read at once: soundfile
    seeks after every read, and a seek in an MP3 changes samples and makes the decoder complain on stderr.

    Raises:
        NoAudio: see `decoded`.
    """
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            promised, rate = file.frames, file.samplerate
            if not _LOWEST_RATE <= rate <= _HIGHEST_RATE or file.channels > _MOST_CHANNELS:
                raise NoAudio(
                    f"{who} sent sound of {rate} Hz in {file.channels} channels, which is not speech"
                )
            _refuse_long(promised, rate, who, longest_seconds)
            read = file.read(dtype="int16", always_2d=True)
    except (soundfile.SoundFileError, ValueError):
        raise NoAudio(f"the sound of {who} cannot be decoded") from None
    if content[:4] == b"fLaC" and len(read) < promised:
        raise NoAudio(f"the sound of {who} was cut off")
    if read.shape[1] == 1:
        return read[:, 0], rate
    return np.rint(read.mean(axis=1)).astype(np.int16), rate


def _refuse_long(count: int, rate: int, who: str, longest_seconds: float) -> None:
    if count > min(longest_seconds * rate, _MOST_SAMPLES):
        raise NoAudio(f"{who} sent more than {count / rate:.0f} s of sound, longer than this text can last")


def _begins_mp3(content: bytes) -> bool:
    """An MPEG audio frame header: eleven bits set, and Layer III."""
    return len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2


_MP3_KBITS = (
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
)
"""Layer III bit rates of MPEG-2 and 2.5, and of MPEG-1 (ISO/IEC 11172-3, 2.4.2.3; 13818-3)."""
_MP3_RATES = {0: (11_025, 12_000, 8_000), 2: (22_050, 24_000, 16_000), 3: (44_100, 48_000, 32_000)}
"""Sample rates by the version bits."""


def _ends_with_a_frame(content: bytes) -> bool:
    """Whether the last MPEG frame is there to its last byte; what is no frame is the decoder's to judge."""
    at = 0
    if content[:3] == b"ID3" and len(content) >= 10:
        at = 10 + sum(
            (byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True)
        )
    while _begins_mp3(content[at : at + 2]) and at + 4 <= len(content):
        version = content[at + 1] >> 3 & 3
        kbits, rate = content[at + 2] >> 4, content[at + 2] >> 2 & 3
        if version == 1 or rate == 3 or kbits in (0, 15):
            return True
        bits = _MP3_KBITS[version == 3][kbits] * 1000
        samples = 1152 if version == 3 else 576
        at += samples // 8 * bits // _MP3_RATES[version][rate] + (content[at + 2] >> 1 & 1)
    return at <= len(content)


def _whole_wav(content: bytes, who: str) -> bytes:
    """The WAV with the true length of its data in its header.

    A server that speaks while it writes does not know the length and says 0 or the largest number; then what
    is there counts.
    """
    at = 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if name == b"data":
            there = len(content) - at - 8
            unknown = size == 0 or any(0 <= top - size <= _SHORT_OF_UNKNOWN for top in _UNKNOWN_SIZES[1:])
            if not unknown and size > there:
                raise NoAudio(f"the sound of {who} was cut off")
            length = there if unknown else size
            return content[: at + 4] + length.to_bytes(4, "little") + content[at + 8 : at + 8 + length]
        at += 8 + size + size % 2
    raise NoAudio(f"{who} sent a WAV without sound")


def _resampled(samples: NDArray[np.int16], rate: int, wanted: int) -> NDArray[np.int16]:
    if rate == wanted:
        return samples.copy()
    moved: NDArray[np.float32] = soxr.resample(samples.astype(np.float32), rate, wanted)
    return np.clip(np.rint(moved), -32768, 32767).astype(np.int16)
