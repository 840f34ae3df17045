"""Encoded runs and measured takes, and the folder that keeps them.

What is kept is addressed by the hash of all that shapes it, written beside and renamed, and checked when
read: a damaged or half-written entry is an entry that is not there.
"""

from __future__ import annotations

import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duologue.errors import EpisodeError
from duologue.store.whole_file import write_whole

Floats = NDArray[np.float32]

_MAGIC = b"DUOFRM01"
_HEADER = struct.Struct("<8sIIIIf")
"""Magic, CRC-32 of all that follows it, counts of energies, peaks and frame bytes, true peak."""


@dataclass(frozen=True, slots=True)
class Levels:
    """A take's levels before any gain: the energy and the true peak of each stretch, shape (n,) each."""

    energies: Floats
    peaks: Floats


@dataclass(frozen=True, slots=True)
class FrameRun:
    """A take and its pause as MP3 frames, and what they decode to.

    Attributes:
        encoded: the frames, one after the other.
        energies: the K-weighted energy of each stretch, decoded, of one channel; shape (n,).
        true_peak: the largest magnitude of the decoded sound at four times its rate.
        crc16: of `encoded`, for the Info header.
    """

    encoded: bytes
    energies: Floats
    true_peak: float
    crc16: int


class FrameCache:
    """A folder of runs and levels by key. Any number of processes may use it at once.

    Args:
        folder: made when first written to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, key: str) -> FrameRun | None:
        """The run of `key`, or None where there is no whole one."""
        entry = self._read(self._path(key, "run"))
        if entry is None:
            return None
        energies, crc, encoded, true_peak = entry
        return FrameRun(encoded, energies, true_peak, int(crc[0])) if crc.size == 1 else None

    def keep_run(self, key: str, run: FrameRun) -> None:
        """Keeps `run`.

        Raises:
            EpisodeError: the folder cannot be written.
        """
        crc = np.array([run.crc16], np.float32)
        self._write(self._path(key, "run"), run.energies, crc, run.encoded, run.true_peak)

    def levels(self, key: str) -> Levels | None:
        """The levels of the take of `key`, or None where there are none."""
        entry = self._read(self._path(key, "levels"))
        return None if entry is None else Levels(entry[0], entry[1])

    def keep_levels(self, key: str, levels: Levels) -> None:
        """Keeps `levels`.

        Raises:
            EpisodeError: the folder cannot be written.
        """
        self._write(self._path(key, "levels"), levels.energies, levels.peaks, b"", 0.0)

    def size_bytes(self) -> int:
        """What the folder's entries take together."""
        return sum(size for _, _, size in self._entries())

    def prune(self, limit_bytes: int) -> int:
        """Removes the entries that were used longest ago until `limit_bytes` are kept; says how many went."""
        entries = sorted(self._entries())
        left = sum(size for _, _, size in entries)
        removed = 0
        for _, path, size in entries:
            if left <= limit_bytes:
                break
            Path(path).unlink(missing_ok=True)
            left -= size
            removed += 1
        return removed

    def _entries(self) -> list[tuple[float, str, int]]:
        found = []
        for path in self.folder.glob("*/*"):
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((status.st_mtime, str(path), status.st_size))
        return found

    def _path(self, key: str, suffix: str) -> Path:
        return self.folder / key[:2] / f"{key}.{suffix}"

    def _read(self, path: Path) -> tuple[Floats, Floats, bytes, float] | None:
        try:
            with path.open("rb") as file:
                content = file.read()
            os.utime(path)
        except OSError:
            return None
        if len(content) < _HEADER.size:
            return None
        magic, checksum, energies, peaks, size, true_peak = _HEADER.unpack_from(content)
        whole = len(content) == _HEADER.size + 4 * (energies + peaks) + size
        if magic != _MAGIC or not whole or zlib.crc32(memoryview(content)[12:]) != checksum:
            return None
        numbers = np.frombuffer(content, np.float32, energies + peaks, _HEADER.size)
        return numbers[:energies], numbers[energies:], content[len(content) - size :], true_peak

    def _write(self, path: Path, energies: Floats, peaks: Floats, encoded: bytes, true_peak: float) -> None:
        header = _HEADER.pack(_MAGIC, 0, energies.size, peaks.size, len(encoded), true_peak)
        body = b"".join((header[12:], energies.tobytes(), peaks.tobytes(), encoded))
        try:
            write_whole(path, header[:8] + struct.pack("<I", zlib.crc32(body)) + body)
        except OSError as error:
            raise EpisodeError(
                f"the cache of encoded sound at {self.folder} cannot be written ({error.strerror})"
            ) from None
