"""Writing a file whole or not at all, whatever happens and however many write it at once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

BESIDE_SUFFIX = ".part"
"""Of the file beside, which a killed process leaves."""


def write_whole(path: Path, content: bytes) -> None:
    """Writes `content` beside `path` and renames it; makes the folder if it is missing.

    Raises:
        OSError: it cannot be written; what was there is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, suffix=BESIDE_SUFFIX)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
