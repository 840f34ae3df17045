"""WAV with a cue point for each chapter (RIFF 1.0); RF64 where it passes 4 GiB (EBU Tech 3306)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duologue.errors import EpisodeError
from duologue.model import Chapter
from duologue.programme.mp3.encoding import SAMPLE_RATE
from duologue.programme.mp3.tags import EpisodeTags

_MOST = 0xFFFFFFFF
_SAMPLE_BYTES = 2
_RESERVED = 28
"""Bytes of `ds64`, kept free until it is known whether they are needed."""


class WavSink:
    """Writes a programme as 16-bit PCM.

    Args:
        path: of the file.
        channels: 2 for the same sound on both sides.
        tags: its chapters and words.

    Raises:
        EpisodeError: it cannot be written.
    """

    def __init__(self, path: Path, channels: int, tags: EpisodeTags) -> None:
        self._path, self._channels, self._tags = path, channels, tags
        self._data_bytes = 0
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise self._failed(error) from None
        self._put(self._head())

    def write(self, block: NDArray[np.int16]) -> None:
        """Writes the next samples."""
        data = np.repeat(block, self._channels).astype("<i2", copy=False).tobytes()
        self._data_bytes += len(data)
        self._put(data)

    def finish(self) -> None:
        """Writes cue points and words behind the sound, and the lengths in front of it."""
        self._put(b"".join((_cues(self._tags.chapters), _labels(self._tags.chapters), _info(self._tags))))
        try:
            size = self._file.tell()
            self._file.seek(0)
            self._file.write(self._head(size))
            self._file.close()
        except OSError as error:
            raise self._failed(error) from None

    def _head(self, size: int = 0) -> bytes:
        frame = self._channels * _SAMPLE_BYTES
        form = struct.pack(
            "<HHIIHH", 1, self._channels, SAMPLE_RATE, SAMPLE_RATE * frame, frame, 8 * _SAMPLE_BYTES
        )
        large = size - 8 > _MOST
        sizes = (
            struct.pack("<QQQI", size - 8, self._data_bytes, self._data_bytes // frame, 0) if large else b""
        )
        return b"".join(
            (
                b"RF64" if large else b"RIFF",
                struct.pack("<I", _MOST if large else max(size - 8, 0)),
                b"WAVE",
                _chunk(b"ds64" if large else b"JUNK", sizes or bytes(_RESERVED)),
                _chunk(b"fmt ", form),
                b"data",
                struct.pack("<I", _MOST if large else self._data_bytes),
            )
        )

    def _put(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise self._failed(error) from None

    def _failed(self, error: OSError) -> EpisodeError:
        return EpisodeError(f"{self._path} cannot be written ({error.strerror})")


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def _cues(chapters: Sequence[Chapter]) -> bytes:
    """A point for the start of each chapter, in samples."""
    points = b"".join(
        struct.pack("<II4sIII", number, at, b"data", 0, 0, at) for number, at in _starts(chapters)
    )
    return _chunk(b"cue ", struct.pack("<I", len(chapters)) + points) if chapters else b""


def _labels(chapters: Sequence[Chapter]) -> bytes:
    """The titles of the points."""
    labels = b"".join(
        _chunk(b"labl", struct.pack("<I", number) + chapter.title.encode() + b"\0")
        for number, chapter in enumerate(chapters, 1)
    )
    return _chunk(b"LIST", b"adtl" + labels) if chapters else b""


def _starts(chapters: Sequence[Chapter]) -> Iterator[tuple[int, int]]:
    for number, chapter in enumerate(chapters, 1):
        yield number, (2 * chapter.start_ms * SAMPLE_RATE + 1000) // 2000


def _info(tags: EpisodeTags) -> bytes:
    """Title, who talks, and that the voices are synthetic."""
    words = ((b"INAM", tags.title), (b"IART", tags.artist), (b"ICMT", tags.comment), (b"ISFT", tags.producer))
    texts = b"".join(_chunk(name, text.encode() + b"\0") for name, text in words if text)
    return _chunk(b"LIST", b"INFO" + texts)
