"""The frames of a tag that say which show an episode is of, set without moving the sound.

A player files a show as one album where TALB and TPE2 agree in all its files; what the show is called, and
which number an episode has in it (TRCK), is settled when it is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mutagen.id3 import TALB, TPE2, TRCK

from duologue.errors import EpisodeError
from duologue.programme.mp3.frame_edit import read_frames, rewrite_frames
from duologue.programme.mp3.tags import text_frame


@dataclass(frozen=True, slots=True)
class ShowTags:
    """Which show an episode is of.

    Attributes:
        show: its title (TALB).
        author: who makes it (TPE2).
        number: the episode's in it (TRCK); None for none.
    """

    show: str
    author: str
    number: int | None = None


def retag(path: Path, tags: ShowTags) -> int:
    """Sets the frames in the file at `path`, in place, and gives back its length.

    Raises:
        EpisodeError: the file does not begin with a tag of version 2.3, or cannot be written.
    """
    wanted = {
        b"TALB": text_frame(TALB, tags.show),
        b"TPE2": text_frame(TPE2, tags.author),
        b"TRCK": text_frame(TRCK, str(tags.number) if tags.number is not None else ""),
    }
    try:
        kept = [frame for frame in read_frames(path) if frame[:4] not in wanted]
        return rewrite_frames(path, [*kept, *filter(None, wanted.values())])
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None
