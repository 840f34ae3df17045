"""Which characters the cover's fonts can draw."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from PIL import ImageFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

_NOTHING = "\U0010fffe"
"""A noncharacter: no font has it, so its picture is the box that stands for a missing glyph."""

_PROBE_PX = 24


def drawable(text: str) -> str:
    """The text without what the fonts cannot draw (emoji, rare scripts, control characters), spaces tidied.

    Line feeds are kept: they end a line of a title.
    """
    kept = "".join(
        c if c == "\n" or c.isspace() or _has_glyph(c) else "" for c in unicodedata.normalize("NFC", text)
    )
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn"):
        return False
    return all(
        bytes(font.getmask(character)) != missing or font.getlength(character) != length
        for font, missing, length in _fonts()
    )


@cache
def _fonts() -> tuple[tuple[ImageFont.FreeTypeFont, bytes, float], ...]:
    loaded = [
        ImageFont.truetype(str(path), _PROBE_PX, layout_engine=ImageFont.Layout.BASIC)
        for path in (sans_path(), serif_path())
    ]
    return tuple((font, bytes(font.getmask(_NOTHING)), font.getlength(_NOTHING)) for font in loaded)
