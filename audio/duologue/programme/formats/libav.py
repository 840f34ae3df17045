"""M4B and Opus, by FFmpeg's libraries in PyAV's wheel; the same samples give the same bytes."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duologue.errors import EpisodeError
from duologue.programme.formats.kinds import Format
from duologue.programme.mp3.encoding import SAMPLE_RATE
from duologue.programme.mp3.tags import EpisodeTags

_MUXERS: dict[str, tuple[str, dict[str, str]]] = {
    "m4b": ("mp4", {"movflags": "+faststart", "brand": "M4B "}),
    "opus": ("ogg", {}),
}
"""How libav calls the container, and its options: an M4B has its table of contents in front."""
_ENCODERS = {"m4b": {"aac_coder": "fast"}, "opus": {"application": "audio"}}
"""AAC's default search takes twice as long, and strays further from the sound (docs/measurements.md)."""
_REPEATABLE = {"fflags": "+bitexact"}
"""No version, no time, no random number goes into the file."""


class LibavSink:
    """Encodes a programme.

    Args:
        path: of the file.
        made: its format.
        channels: 2 for the same sound on both sides.
        tags: the chapters of an M4B are written here, all else by `comments`.

    Raises:
        EpisodeError: it cannot be written.
    """

    def __init__(self, path: Path, made: Format, channels: int, tags: EpisodeTags) -> None:
        av: Any = import_module("av")  # an extra
        self._av = av
        self._path = path
        self._at = 0
        self._layout = "stereo" if channels == 2 else "mono"
        muxer, options = _MUXERS[made.kind]
        try:
            self._file: Any = av.open(str(path), "w", format=muxer, options={**options, **_REPEATABLE})
            self._stream: Any = self._file.add_stream(
                made.codec,
                rate=made.sample_rate,
                layout=self._layout,
                bit_rate=made.bitrate(channels),
                options=_ENCODERS[made.kind],
            )
            codec: Any = self._stream.codec_context
            codec.flags |= int(av.codec.context.Flags.bitexact)
            if made.kind == "m4b":
                self._file.set_chapters(_chapters(tags))
            self._resampler: Any = av.AudioResampler(codec.format.name, self._layout, made.sample_rate)
        except (av.FFmpegError, OSError) as error:
            raise self._failed(error) from None

    def write(self, block: NDArray[np.int16]) -> None:
        """Encodes the next samples."""
        packed = np.repeat(block, 2) if self._layout == "stereo" else block
        frame = self._av.AudioFrame.from_ndarray(packed[np.newaxis], format="s16", layout=self._layout)
        frame.sample_rate, frame.pts = SAMPLE_RATE, self._at
        frame.time_base = Fraction(1, SAMPLE_RATE)
        self._at += block.size
        try:
            self._encode(self._resampler.resample(frame))
        except self._av.FFmpegError as error:
            raise self._failed(error) from None

    def finish(self) -> None:
        """Writes what the encoder still holds, and the table of contents."""
        try:
            self._encode([*self._resampler.resample(None), None])
            self._file.close()
        except self._av.FFmpegError as error:
            raise self._failed(error) from None

    def _encode(self, frames: list[Any]) -> None:
        for frame in frames:
            self._file.mux(self._stream.encode(frame))

    def _failed(self, error: Exception) -> EpisodeError:
        return EpisodeError(f"{self._path} cannot be written ({error})")


def _chapters(tags: EpisodeTags) -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "start": chapter.start_ms,
            "end": chapter.end_ms,
            "time_base": Fraction(1, 1000),
            "metadata": {"title": chapter.title},
        }
        for number, chapter in enumerate(tags.chapters)
    ]
