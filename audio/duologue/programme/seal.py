"""The seal of `episode.json`: a digest of all else in it, so that a changed manifest is known for one."""

from __future__ import annotations

import hashlib
import re

_SEAL = re.compile(r'(?<=\n  "seal": ")([0-9a-f]*)(?=")')
"""Of the top level alone: what lies deeper is indented further."""


def sealed(text: str) -> str:
    """The manifest's text with its seal; it holds an empty one, or none that holds."""
    blank = _SEAL.sub("", text, count=1)
    return _SEAL.sub(_digest(blank), blank, count=1)


def seal_holds(text: str) -> bool:
    """Whether the manifest's text is what was sealed."""
    found = _SEAL.search(text)
    return found is not None and found.group() == _digest(_SEAL.sub("", text, count=1))


def _digest(blank: str) -> str:
    return hashlib.sha256(blank.encode("utf-8", "surrogatepass")).hexdigest()
