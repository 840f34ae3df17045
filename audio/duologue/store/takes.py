"""The cache of takes: content-addressed, safe under kill, checked when read.

A take's key is the hash of all that shapes its sound and of nothing else: engine, engine version, voice,
rate and pitch, the exact wording the engine is given, and the pauses asked for around it. Its file is one
JSON line (rate, length, marks, checksum) and FLAC after it, written beside and renamed, so a take is there
whole or not at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs
import soundfile

from duologue.errors import EpisodeError
from duologue.model import Mark, Take
from duologue.store.whole_file import write_whole


def default_cache_dir() -> Path:
    """`$DUOLOGUE_CACHE`, else the system's cache folder for duologue."""
    return Path(os.environ.get("DUOLOGUE_CACHE") or platformdirs.user_cache_dir("duologue"))


@dataclass(frozen=True, slots=True)
class TakeInfo:
    """What is known of a cached take without decoding it; lengths in samples at `sample_rate` Hz."""

    samples: int
    sample_rate: int
    marks: tuple[Mark, ...]


class TakeCache:
    """A folder of takes by key."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or default_cache_dir()) / "takes"

    def path(self, key: str) -> Path:
        """Where the take of `key` is or would be."""
        return self.folder / key[:2] / f"{key}.take"

    def info(self, key: str) -> TakeInfo | None:
        """What the take's header says, or None where there is no whole take.

        Only the header and the file's length are checked here; `load` checks the sound itself.
        """
        try:
            path = self.path(key)
            with path.open("rb") as file:
                header = json.loads(file.readline())
                whole = os.fstat(file.fileno()).st_size == file.tell() + header["bytes"]
                _used(path)
            return _info(header) if whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def load(self, key: str) -> Take:
        """The take of `key`.

        Raises:
            KeyError: there is none, or its checksum or sound is wrong.
        """
        try:
            path = self.path(key)
            with path.open("rb") as file:
                header = json.loads(file.readline())
                payload = file.read()
                _used(path)
            info = _info(header)
            if hashlib.sha256(payload).hexdigest() != header["sha256"]:
                raise KeyError(key)
            samples, rate = soundfile.read(io.BytesIO(payload), dtype="int16")
        except (OSError, ValueError, TypeError, soundfile.SoundFileError) as error:
            raise KeyError(key) from error
        if samples.shape != (info.samples,) or rate != info.sample_rate:
            raise KeyError(key)
        return Take(samples, rate, info.marks)

    def store(self, key: str, take: Take) -> None:
        """Keeps the take.

        Raises:
            EpisodeError: the cache cannot be written (disk full, read-only).
        """
        buffer = io.BytesIO()
        soundfile.write(buffer, take.samples.astype(np.int16, copy=False), take.sample_rate, format="FLAC")
        payload = buffer.getvalue()
        header = {
            "sample_rate": take.sample_rate,
            "samples": int(take.samples.size),
            "marks": [[m.start_sample, m.end_sample, m.written_start, m.written_end] for m in take.marks],
            "bytes": len(payload),
            "sha256": hashlib.sha256(payload).hexdigest(),
        }
        try:
            write_whole(self.path(key), json.dumps(header, separators=(",", ":")).encode() + b"\n" + payload)
        except OSError as error:
            raise EpisodeError(
                f"the cache of takes at {self.folder} cannot be written ({error.strerror})"
            ) from None


def _used(path: Path) -> None:
    """Notes that the take was used now: those unused for longest go first when the cache is too large."""
    with suppress(OSError):  # in a cache that cannot be written, nothing goes
        os.utime(path)


def _info(header: dict[str, object]) -> TakeInfo:
    samples, rate, marks = header["samples"], header["sample_rate"], header["marks"]
    if not (isinstance(samples, int) and isinstance(rate, int) and isinstance(marks, list)):
        raise TypeError("not a take")
    return TakeInfo(samples, rate, tuple(Mark(*mark) for mark in marks))
