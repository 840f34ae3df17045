"""The files of the music: whatever libsndfile reads, at any rate, as mono at 44.1 kHz."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from duologue.errors import ConfigError
from duologue.programme.mastering.loudness import SILENCE_LUFS, GatedLoudness
from duologue.programme.mastering.meter import Meter
from duologue.programme.mastering.segment import AudioSegment
from duologue.programme.mp3.encoding import SAMPLE_RATE
from duologue.programme.music.rules import Music, MusicPiece
from duologue.yaml_file import Place

_FORMAT = 1
"""Part of every key: raise it when the same file and rules come to sound otherwise."""
_SHORTEST_SECONDS = 0.3
_BLOCK_SECONDS = 1
_HASH_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class MusicFile:
    """A piece of music that can be played.

    Attributes:
        role: intro, outro, sting or bed.
        piece: the file and how it is played.
        key: of its sound: the file's content and the rules that shape it.
        samples: its length at 44.1 kHz, cut to what is played.
        loudness_lufs: of that stretch in one channel, without gain and fades.
    """

    role: str
    piece: MusicPiece
    key: str
    samples: int
    loudness_lufs: float

    def segment(self) -> Any:
        """The stretch that is played, with its fades, as a mono `pydub.AudioSegment` at 44.1 kHz."""
        return _faded(_segment(self.piece.file, self.samples), self.piece)

    def repeated(self, samples: int, gain_db: float) -> NDArray[np.int16]:
        """A bed of this length: the stretch as often as it takes, with its gain and fades; shape (n,)."""
        once = _segment(self.piece.file, self.samples)
        looped = once * -(-samples // self.samples)
        cut = AudioSegment(
            data=looped.raw_data[: 2 * samples], sample_width=2, frame_rate=SAMPLE_RATE, channels=1
        )
        return of_length(_faded(cut.apply_gain(gain_db), self.piece), samples)


def load_music(music: Music, settings: Path | None) -> Mapping[str, MusicFile]:
    """Every file of `music`, opened, measured and found fit, by its role.

    Args:
        music: what `duologue.yaml` says.
        settings: that file, for errors.

    Raises:
        ConfigError: a file is missing, cannot be decoded, is silent or too short; names the line.
    """
    loaded = {}
    for role, piece in music.pieces().items():
        place = Place(settings, ("music", role, "file"))
        try:
            loaded[role] = _load(role, piece)
        except FileNotFoundError:
            raise place.error(f"there is no music at {piece.file}") from None
        except OSError as error:
            raise place.error(f"the music {piece.file} cannot be read ({error.strerror or error})") from None
        except soundfile.SoundFileError:
            raise place.error(f"{piece.file} cannot be decoded as sound") from None
        except _Unfit as error:
            raise place.error(f"the music {piece.file} {error}") from None
    return loaded


class _Unfit(Exception):
    """Sound, but nothing that can be played as music."""


def _load(role: str, piece: MusicPiece) -> MusicFile:
    if piece.file.is_dir():
        raise IsADirectoryError(21, "it is a folder")
    samples, loudness = _measured(piece.file, _stamp(piece.file), piece.longest)
    if samples < _SHORTEST_SECONDS * SAMPLE_RATE:
        raise _Unfit(f"is only {samples / SAMPLE_RATE:.2f} s long")
    if loudness <= SILENCE_LUFS:
        raise _Unfit("is silent")
    shape = [_FORMAT, role, _sha256(piece.file), *piece.model_dump(exclude={"file"}).items()]
    key = hashlib.sha256(json.dumps(["music", *shape]).encode()).hexdigest()
    return MusicFile(role, piece, key, samples, loudness)


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASH_BYTES):
            digest.update(block)
    return digest.hexdigest()


@lru_cache(maxsize=8)
def _measured(path: Path, stamp: tuple[int, int], longest_seconds: float) -> tuple[int, float]:
    """Length in samples at 44.1 kHz and loudness of what is played of a file."""
    del stamp
    meter, loudness = Meter(SAMPLE_RATE), GatedLoudness(channels=1)
    samples = 0
    for block in _mono(path, int(longest_seconds * SAMPLE_RATE)):
        meter.feed(block)
        loudness.feed(meter.energies())
        samples += block.size
    loudness.feed(meter.finish().energies)
    return samples, loudness.lufs()


def _mono(path: Path, most: int) -> Iterator[NDArray[np.float32]]:
    """At most `most` samples of a file as mono at 44.1 kHz, in blocks of shape (n,)."""
    left = most
    with soundfile.SoundFile(path) as file:
        stream = None
        if file.samplerate != SAMPLE_RATE:
            stream = soxr.ResampleStream(file.samplerate, SAMPLE_RATE, 1, dtype="float32", quality="HQ")
        while left:
            read = file.read(file.samplerate * _BLOCK_SECONDS, dtype="float32", always_2d=True)
            mono: NDArray[np.float32] = np.nan_to_num(read.mean(axis=1, dtype=np.float32))
            block = mono if stream is None else stream.resample_chunk(mono, last=not len(read))
            block = block[:left]
            left -= block.size
            if block.size:
                yield block
            if not len(read):
                return


@lru_cache(maxsize=4)
def _samples(path: Path, stamp: tuple[int, int], samples: int) -> bytes:
    del stamp
    scaled = (np.clip(block, -1, 1) * np.float32(32_767) for block in _mono(path, samples))
    return b"".join(np.rint(block).astype(np.int16).tobytes() for block in scaled)


def _segment(path: Path, samples: int) -> Any:
    try:
        data = _samples(path, _stamp(path), samples)
    except (OSError, soundfile.SoundFileError) as error:
        raise ConfigError(f"the music cannot be read any more ({error})", path) from None
    return AudioSegment(data=data, sample_width=2, frame_rate=SAMPLE_RATE, channels=1)


def _faded(segment: Any, piece: MusicPiece) -> Any:
    """The segment with its fades, which share it where it is shorter than both."""
    length = len(segment)
    wanted = piece.fade_in + piece.fade_out
    share = min(1.0, length / wanted) if wanted else 1.0
    fade_in, fade_out = int(piece.fade_in * share), int(piece.fade_out * share)
    segment = segment.fade_in(fade_in) if fade_in else segment
    return segment.fade_out(fade_out) if fade_out else segment


def of_length(segment: Any, samples: int) -> NDArray[np.int16]:
    """The segment's samples, shape (`samples`,): pydub counts milliseconds, and may drop part of one."""
    found = np.frombuffer(segment.raw_data, np.int16)[:samples]
    return np.concatenate((found, np.zeros(samples - found.size, np.int16)))
