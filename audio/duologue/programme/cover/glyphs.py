"""Which characters of a text the cover's fonts can draw."""

from __future__ import annotations

import unicodedata

from duologue.programme.cover.fonts import Family, family_of, has_glyph


def drawable(text: str, family: Family | None = None) -> str:
    """The text without what the fonts cannot draw (emoji, rare scripts, control characters), spaces tidied.

    Line feeds are kept: they end a line of a title.

    Args:
        text: what is to be drawn.
        family: with which fonts; None for those that suit it best.
    """
    fonts = family or family_of(text)
    kept = "".join(
        c if c == "\n" or c.isspace() or has_glyph(c, fonts) else ""
        for c in unicodedata.normalize("NFC", text)
    )
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)


def not_drawable(text: str) -> str:
    """The letters and digits of a text that its best fonts do not have, each once, in order."""
    fonts = family_of(text)
    lost = (c for c in unicodedata.normalize("NFC", text) if c.isalnum() and not has_glyph(c, fonts))
    return "".join(dict.fromkeys(lost))
