"""Addresses as feeds and HTTP need them: in ASCII, whatever a person has written (RFC 3986, RFC 3490)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NEVER = re.compile(r"[\x00-\x1f\x7f<>\"\\^`{|}]")
"""Characters that are in no address, not even by mistake: more likely it is cut or quoted wrongly."""
_PATH, _QUERY = "/%:@!$&'()*+,;=~", "/%:@!$&'()*+,;=~?"


def ascii_address(written: str) -> str:
    """An http or https address in ASCII: the host in punycode, what is not ASCII or a space in percents.

    What is encoded already stays as it is.

    Raises:
        ValueError: it is no such address, or holds a user name; what is said never repeats a password.
    """
    parts = _parts(written)
    host = parts.hostname or ""
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        raise ValueError(f"the host {host!r} is not a valid host name") from None
    if ":" in ascii_host:
        ascii_host = f"[{ascii_host}]"
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(
        (
            parts.scheme,
            ascii_host + port,
            _quoted(parts.path, _PATH),
            _quoted(parts.query, _QUERY),
            _quoted(parts.fragment, _QUERY),
        )
    )


def _parts(written: str) -> SplitResult:
    text = written.strip()
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, brackets without an address
        fine = False
    if not fine or _NEVER.search(text) or " " in (parts.netloc):
        raise ValueError("an address that starts with https:// or http:// is expected here")
    if "@" in parts.netloc:
        raise ValueError("an address that everyone may read has no user name or password in it")
    return parts


def _quoted(text: str, safe: str) -> str:
    whole = _STRAY_PERCENT.sub("%25", unicodedata.normalize("NFC", text))
    return quote(whole, safe=safe)
