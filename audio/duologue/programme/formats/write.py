"""Writing the further formats of an episode: all of them in one pass over its samples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duologue.programme.formats.comments import write_comments
from duologue.programme.formats.kinds import FORMATS, Kind
from duologue.programme.formats.libav import LibavSink
from duologue.programme.formats.sink import Sink
from duologue.programme.formats.wav import WavSink
from duologue.programme.manifest import SoundEntry
from duologue.programme.mp3.tags import EpisodeTags


def write_formats(
    folder: Path,
    stem: str,
    kinds: Sequence[Kind],
    samples: Iterable[NDArray[np.int16]],
    channels: int,
    tags: EpisodeTags,
) -> tuple[SoundEntry, ...]:
    """Writes `<stem>.<kind>` for each kind.

    Args:
        folder: of the episode.
        stem: the file's name without ending.
        kinds: the formats.
        samples: the programme, mono at 44.1 kHz, in blocks of shape (n,).
        channels: 2 for the same sound on both sides.
        tags: what each of them says.

    Raises:
        EpisodeError: one cannot be encoded or written.
    """
    if not kinds:
        return ()
    sinks = [_sink(folder / f"{stem}.{kind}", kind, channels, tags) for kind in kinds]
    for block in samples:
        for sink in sinks:
            sink.write(block)
    for sink in sinks:
        sink.finish()
    return tuple(_entry(folder / f"{stem}.{kind}", kind, channels, tags) for kind in kinds)


def _sink(path: Path, kind: Kind, channels: int, tags: EpisodeTags) -> Sink:
    if kind == "wav":
        return WavSink(path, channels, tags)
    return LibavSink(path, FORMATS[kind], channels, tags)


def _entry(path: Path, kind: Kind, channels: int, tags: EpisodeTags) -> SoundEntry:
    write_comments(path, kind, tags)
    made = FORMATS[kind]
    return SoundEntry(
        kind=kind,
        name=path.name,
        media_type=made.media_type,
        bytes=path.stat().st_size,
        bitrate=made.bitrate(channels),
    )
