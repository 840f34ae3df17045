"""A person's files: written whole or not at all, and how an episode's folder is known."""

from __future__ import annotations

from pathlib import Path

from duologue.errors import EpisodeError
from duologue.programme.manifest import MANIFEST_NAME
from duologue.store.whole_file import write_whole


def write_file(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Writes a file whole or not at all; makes its folder if it is missing.

    Args:
        path: where; what was there is replaced.
        content: its bytes.
        mode: its permissions.

    Raises:
        EpisodeError: it cannot be written; what was there is as it was.
    """
    try:
        write_whole(path, content)
        path.chmod(mode)
    except OSError as error:
        raise EpisodeError(f"{path} cannot be written ({error.strerror})") from None


def is_episode(folder: Path) -> bool:
    """Whether a folder is that of an episode."""
    return (folder / MANIFEST_NAME).is_file()
