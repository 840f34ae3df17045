"""Sizes as people write them."""

from __future__ import annotations

import re

DEFAULT_LIMIT = "10 GB"
"""Of the cache: about 60 hours of takes with their frames (28 and 16 kB a second)."""
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)


def parse_size(text: str | int) -> int | None:
    """Bytes from ``10 GB``, ``500M``, ``2 GiB`` or a number of bytes; None for ``none``, no limit.

    Raises:
        ValueError: it is no size.
    """
    if str(text).strip().lower() == "none":
        return None
    found = _SIZE.fullmatch(str(text).strip())
    if found is None:
        raise ValueError(f"{text!r} is not a size such as 10 GB, 500 MB or none")
    number, unit, binary = found.groups()
    step = _UNITS[unit.lower()]
    if binary:
        step = 1024 ** (list(_UNITS).index(unit.lower()))
    return round(float(number) * step)
