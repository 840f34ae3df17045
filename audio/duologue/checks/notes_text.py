"""The notes as people read them."""

from __future__ import annotations

import re


def markdown_text(notes: str) -> str:
    """Markdown without its escapes."""
    return re.sub(r"\\([^\w\s])", r"\1", notes)
