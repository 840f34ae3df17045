"""Milliseconds as the clocks that chapters, transcripts, notes and feeds write."""

from __future__ import annotations


def hms(ms: int) -> str:
    """`HH:MM:SS`, cut to the second, so that a listener who seeks there misses nothing."""
    seconds = ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def hms_millis(ms: int, *, mark: str = ".") -> str:
    """`HH:MM:SS.mmm`; WebVTT writes a full stop before the milliseconds, SubRip a comma."""
    return f"{hms(ms)}{mark}{ms % 1000:03}"


def rounded(ms: int) -> str:
    """How long something lasts, in the unit that fits, for people: `40 s`, `12 min`, `3.2 hours`."""
    if ms < 59_500:
        return f"{round(ms / 1000)} s"
    if ms < 59.5 * 60_000:
        return f"{round(ms / 60_000)} min"
    return f"{ms / 3_600_000:,.1f} hours"


def short(ms: int) -> str:
    """`M:SS`, or `H:MM:SS` from an hour on, for people."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
