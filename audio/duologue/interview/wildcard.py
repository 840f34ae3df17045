"""Patterns of `ignore:`, in which ``*`` stands for anything: found in one pass, whatever the stars."""

from __future__ import annotations


def holds(text: str, pattern: str) -> bool:
    """Whether a text contains what a pattern says, in any case."""
    return _holds(text.casefold(), pattern.casefold().split("*"))


def _holds(text: str, parts: list[str]) -> bool:
    """Whether the parts stand one behind the other: the first place of each leaves most for the rest."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
