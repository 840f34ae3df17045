"""Pictures as they are published: what a camera or an editor has written beside the picture stays at home."""

from __future__ import annotations

_KEPT = {0xE0, 0xE2, 0xEE}
"""JFIF, the colour profile, and how the colours are meant (APP0, APP2, APP14)."""
_COMMENT = 0xFE
_SCAN = 0xDA


def without_metadata(jpeg: bytes) -> bytes:
    """A JPEG without places, names, times and comments; every pixel as it was (ITU-T T.81, annex B).

    What is no JPEG, or a damaged one, is given back as it is.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    out, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == _SCAN:
            return bytes(out + jpeg[at:])
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not (0xE0 <= marker <= 0xEF and marker not in _KEPT) and marker != _COMMENT:
            out += jpeg[at:end]
        at = end
    return jpeg
