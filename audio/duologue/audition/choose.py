"""Writing the chosen cast into `duologue.yaml`, with every comment and every other key left as it is."""

from __future__ import annotations

import os
from pathlib import Path

from duologue.api.configuration import keep_setting
from duologue.api.voices import load_cast, made_names, shipped_casts
from duologue.settings import FILE_NAME, settings_path

_KEY = "voices"


def choose(cast: str, source_folder: Path, working: Path | None = None) -> Path:
    """Writes `voices: CAST` into the `duologue.yaml` that counts for a source in `source_folder`.

    That is the one beside the source, else the working folder's, else a new one beside the source: a new file
    there would put the working folder's out of force.

    Args:
        cast: a shipped cast's name, or a file relative to the working folder.
        source_folder: where the article lies.
        working: the working folder; None for the current one.

    Returns:
        The file that was written.

    Raises:
        UsageError: there is no such cast.
        ConfigError: the cast or the configuration is wrong, or is written so that the key cannot be set.
        EpisodeError: the file cannot be written.
    """
    load_cast(cast, working)
    path = settings_path(source_folder, working) or source_folder / FILE_NAME
    said = (
        cast if cast in (*shipped_casts(), *made_names()) else _from(path.parent, (working or Path()) / cast)
    )
    keep_setting(path, _KEY, said)
    return path


def _from(folder: Path, file: Path) -> str:
    return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
