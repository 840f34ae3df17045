"""Numbers of things, as sentences have them."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, thing: str) -> str:
    """`1 file`, `2 files`; `1 entry`, `2 entries`."""
    if number == 1:
        return f"1 {thing}"
    return f"{number} {thing[:-1]}ies" if thing.endswith("y") else f"{number} {thing}s"


def listed(names: Sequence[str]) -> str:
    """`Mandarin`, `Mandarin and English`, `Mandarin, English and French`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
