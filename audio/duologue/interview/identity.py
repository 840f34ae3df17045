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


def slug_of(name: str) -> str:
    """A folder's name from a file's or a title: letters and digits of any script, joined by hyphens."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).lower())
    slug = "-".join(words)[:_LONGEST_SLUG].strip("-") or "episode"
    return f"{slug}-episode" if slug in _RESERVED else slug


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
