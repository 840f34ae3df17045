"""Writing the chosen cast into `duologue.yaml`, with every comment and every other key left as it is."""

from __future__ import annotations

import os
from pathlib import Path

from duologue.api.files import write_file
from duologue.api.voices import load_cast, made_names, shipped_casts
from duologue.errors import ConfigError
from duologue.settings import FILE_NAME, Settings, settings_path
from duologue.yaml_edit import with_key
from duologue.yaml_file import parse_yaml, read_utf8

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
    # Through a link, so that the link stays one.
    target = path.resolve()
    before = _text(target) if target.is_file() else ""
    after = with_cast(before, said, path)
    if after != before:
        mode = target.stat().st_mode if target.is_file() else 0o644
        write_file(target, after.encode("utf-8"), mode=mode)
    return path


def with_cast(text: str, cast: str, path: Path) -> str:
    """The text of a configuration, with `voices:` set to `cast` and nothing else changed.

    Raises:
        ConfigError: it is not a right configuration, or has the key where it cannot be set alone.
    """
    before = parse_yaml(text, Settings, path)
    after = with_key(text, _KEY, cast)
    try:
        settings = parse_yaml(after, Settings, path)
    except ConfigError:
        settings = None
    if settings is None or settings != before.model_copy(update={_KEY: cast}):
        raise ConfigError(f"the cast cannot be written here; set it by hand: {_KEY}: {cast}", path)
    return after


def _text(path: Path) -> str:
    """The file's text, with its line ends as they are."""
    read_utf8(path)  # the same errors as for every file
    return path.read_bytes().decode("utf-8")


def _from(folder: Path, file: Path) -> str:
    return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
