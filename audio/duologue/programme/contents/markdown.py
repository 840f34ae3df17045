"""Text in Markdown: no character of it is markup."""

from __future__ import annotations

import re


def escaped(text: str) -> str:
    """One line of text as Markdown that shows exactly it."""
    flat = " ".join(text.split())
    inside = re.sub(r"([\\`*_\[\]<>&~|])", r"\\\1", flat)
    return re.sub(r"^(\d*)([#+\-=.)])", r"\1\\\2", inside)
