"""Which episode an interview becomes: the name of its folder, and the UUID that players know it by."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid

from duologue.model import Identity

_LONGEST_SLUG = 60
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
"""Names that no file can have on Windows."""

_SCRIPTS_WITH_SIGNS = (("\u0591", "\u08ff"), ("\u0900", "\u109f"), ("\u1700", "\u18af"), ("\ua800", "\uabff"))
"""Hebrew and Arabic; India, Thai, Lao, Tibetan and Burmese; Khmer and Mongolian; further ones of India."""


def slug_of(name: str) -> str:
    """A folder's name from a file's or a title: letters and digits of any script, joined by hyphens.

    Signs that belong to a letter (vowels of Hindi, tones of Thai) stay with it.
    """
    kept = ""
    for character in unicodedata.normalize("NFKC", name).lower():
        belongs = _is_sign(character) and kept[-1:] not in ("", "-")
        kept += character if belongs or character.isalnum() else "-"
    slug = re.sub("-+", "-", kept)[:_LONGEST_SLUG].strip("-") or "episode"
    return f"{slug}-episode" if slug in _RESERVED else slug


def _is_sign(character: str) -> bool:
    """Whether it is a vowel or another sign that is written with a letter of its script."""
    within = any(first <= character <= last for first, last in _SCRIPTS_WITH_SIGNS)
    return within and unicodedata.category(character) in ("Mn", "Mc")


def guid_of(*, url: str | None, source: str) -> str:
    """The UUID of an interview: from its address, or else from its content.

    Args:
        url: where the article was published.
        source: its text, as it was read.
    """
    name = url or hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"duologue:{name}"))


def identity_of(*, name: str, url: str | None, source: str) -> Identity:
    """The identity of an interview that does not say its own.

    Args:
        name: the file's name without its ending, or the title.
        url: where the article was published.
        source: its text, as it was read.
    """
    return Identity(slug_of(name), guid_of(url=url, source=source))
