"""Where the shipped data (casts, lexicons, the voice pack) lies."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def voices_dir() -> Path:
    """The shipped `voices/` folder: inside the package when installed, at the top level in a checkout."""
    installed = _PACKAGE / "voices"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "voices"
