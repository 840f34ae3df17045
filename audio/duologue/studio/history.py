"""The undo history of a script: every version as a file, and in which order they came.

A version's file is written before the script is, and the order behind it, so that a kill at any moment leaves
the old script or the new one, whole, and every version before it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from duologue.api.files import write_file

_MOST = 300
"""Versions that are kept."""
_ORDER = "history.json"
ELSEWHERE = "changed elsewhere"


def version_of(text: str) -> str:
    """What a script's text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Step:
    """A version, and what was done to come to it."""

    version: str
    label: str


@dataclass(frozen=True, slots=True)
class History:
    """The steps to the newest version; `now` is the number of the one that the script is at."""

    steps: tuple[Step, ...]
    now: int

    @property
    def undone(self) -> str | None:
        """What one step back would take away; None where there is none."""
        return self.steps[self.now].label if self.now else None

    @property
    def redone(self) -> str | None:
        """What one step on would do again; None where there is none."""
        return self.steps[self.now + 1].label if self.now + 1 < len(self.steps) else None


class HistoryFolder:
    """Where the versions of one script are kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, version: str) -> History:
        """The history at this version: what was changed elsewhere is one more step.

        Args:
            version: that the script has now.
        """
        kept = self._kept()
        if kept is None:
            return History((Step(version, ""),), 0)
        if kept.steps[kept.now].version == version:
            return kept
        # A kill between the script and the order, or somebody else's change.
        return History((*kept.steps[: kept.now + 1], Step(version, ELSEWHERE)), kept.now + 1)

    def text(self, version: str) -> str | None:
        """The text of a version, if it is kept."""
        try:
            text = self._path(version).read_bytes().decode("utf-8", "surrogatepass")
        except (OSError, UnicodeDecodeError):
            return None
        return text if version_of(text) == version else None

    def keep(self, text: str) -> None:
        """Keeps a version.

        Raises:
            EpisodeError: it cannot be written.
        """
        path = self._path(version_of(text))
        if not path.is_file():
            write_file(path, text.encode("utf-8", "surrogatepass"))

    def order(self, history: History) -> None:
        """Keeps the order; versions that are too old go.

        Raises:
            EpisodeError: it cannot be written.
        """
        first = max(0, min(len(history.steps) - _MOST, history.now))
        steps = history.steps[first:]
        content = {"now": history.now - first, "steps": [[step.version, step.label] for step in steps]}
        write_file(self._folder / _ORDER, json.dumps(content, ensure_ascii=False).encode())
        named = {f"{step.version}.md" for step in steps}
        for path in self._folder.glob("*.md"):
            if path.name not in named:
                path.unlink(missing_ok=True)

    def _kept(self) -> History | None:
        try:
            kept = json.loads((self._folder / _ORDER).read_bytes())
            history = History(tuple(Step(str(a), str(b)) for a, b in kept["steps"]), int(kept["now"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return history if 0 <= history.now < len(history.steps) else None

    def _path(self, version: str) -> Path:
        return self._folder / f"{version}.md"
