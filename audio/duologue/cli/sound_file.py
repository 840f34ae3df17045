"""Writing one take where a person wants it: `say` and `voices preview`."""

from __future__ import annotations

import io
from pathlib import Path

import soundfile

from duologue.api.files import write_file
from duologue.errors import UsageError
from duologue.model import Take

_FORMATS = {".wav": "WAV", ".flac": "FLAC", ".mp3": "MP3", ".ogg": "OGG"}


def check_sound_path(path: Path) -> None:
    """Refuses a file name without the ending of a known format, before anything is spoken for it.

    Raises:
        UsageError: the ending is not known.
    """
    if path.suffix.lower() not in _FORMATS:
        raise UsageError(f"{path}: the name of a sound must end in {', '.join(_FORMATS)}")


def write_sound(path: Path, take: Take) -> None:
    """Writes the take in the format that the file's name says.

    Raises:
        EpisodeError: it cannot be written.
    """
    sound = io.BytesIO()
    soundfile.write(sound, take.samples, take.sample_rate, format=_FORMATS[path.suffix.lower()])
    write_file(path, sound.getvalue())
