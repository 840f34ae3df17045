"""What ends a run before its work is done."""

from __future__ import annotations

from duologue.errors import DuologueError


class TeamGone(DuologueError):
    """Nobody is there any more to do a run's work."""
