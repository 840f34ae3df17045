"""Opening the place that `--to` names."""

from __future__ import annotations

from duologue.errors import UsageError
from duologue.publish.target import FolderTarget, RemoteTarget, Target
from duologue.store.places import EXAMPLES, folder_of, open_place, scheme_of, shown, why

__all__ = ["open_target", "shown", "why"]


def open_target(written: str) -> Target:
    """The place that `written` names: a folder, or what `open_place` takes.

    Raises:
        UsageError: it names no place, or a package for it is missing.
        PublishError: it cannot be reached.
    """
    if not written.strip():
        raise UsageError(f"--to is empty: name {EXAMPLES}")
    if scheme_of(written) in ("", "file"):
        return FolderTarget(folder_of(written))
    return RemoteTarget(open_place(written))
