"""The one place where secrets are taken out of texts: messages, log lines, JSON, files.

A secret is known by its form (the user and password of an address, a key or token in its query, an
`Authorization` header, a bearer token, a key of a paid service) or by its value: passwords and keys that the
settings and the environment hold are remembered when they are read. Every `DuologueError` redacts its own
message; the command line redacts all that it prints and logs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

HIDDEN = "***"
"""What stands where a secret stood."""
_SHORTEST = 4
"""Shorter values are not looked for by themselves: they would be found in ordinary words."""
_NAMES = (
    r"(?:[a-z0-9]+[-_.]){0,4}(?:api[-_]?key|access[-_]?key|subscription[-_]?key|key|token|secret|password|passwd"
    r"|pwd|passphrase|credential|credentials|signature|sig|auth|authorization|pass[-_]?ticket)"
)
"""How a parameter, header or field that holds a secret is called, whatever stands before."""
_USER_INFO = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]*:/{2,})(?P<user>[^/?#\s'\"<>]*)@", re.IGNORECASE)
_PARAMETER = re.compile(rf"(?P<name>[?&;]{_NAMES}=)[^&#\s'\"<>;]+", re.IGNORECASE)
_HEADER = re.compile(
    r"(?P<name>\b(?:proxy-)?authorization['\"]?\s*[:=]\s*['\"]?(?:(?:bearer|basic|digest)\s+)?)"
    r"(?!\*)[^\s'\",}]+",
    re.IGNORECASE,
)
_FIELD = re.compile(
    rf"(?P<name>\b{_NAMES}['\"]?\s*[:=]\s*)(?P<quote>['\"])(?P<value>[^'\"]+)(?P=quote)", re.IGNORECASE
)
_BARE_USER_INFO = re.compile(r"(?<![\w/:])[^\s:/@'\"<>]+:[^\s/@'\"<>]+@(?=[\w\[])")
"""``user:password@host``, as people write a proxy without `http://`."""
_BEARER = re.compile(r"(?P<name>\bbearer\s+)(?=\S*\d|\S{20})[\w.~+/=-]{6,}", re.IGNORECASE)
_SERVICE_KEY = re.compile(r"\bsk-(?=[\w-]*\d)[\w-]{20,}")
_VARIABLE = re.compile(_NAMES, re.IGNORECASE)
_known: set[str] = set()


def redacted(text: str) -> str:
    """The text with `***` where a secret stood.

    >>> redacted("the proxy http://ann:pw@proxy.example:8080 refused")
    'the proxy http://***@proxy.example:8080 refused'
    """
    text = without_known(text)
    text = _USER_INFO.sub(rf"\g<scheme>{HIDDEN}@", text)
    text = _BARE_USER_INFO.sub(f"{HIDDEN}@", text)
    text = _PARAMETER.sub(rf"\g<name>{HIDDEN}", text)
    text = _HEADER.sub(rf"\g<name>{HIDDEN}", text)
    text = _FIELD.sub(rf"\g<name>\g<quote>{HIDDEN}\g<quote>", text)
    text = _BEARER.sub(rf"\g<name>{HIDDEN}", text)
    return _SERVICE_KEY.sub(HIDDEN, text)


def without_known(text: str) -> str:
    """The text with `***` for the values that are remembered; nothing is guessed by its form.

    For results that hold the words of an article, which may speak of passwords.
    """
    for value in sorted(_known, key=len, reverse=True):
        text = text.replace(value, HIDDEN)
    return text


def public_address(address: str) -> str:
    """The address without user, password, and parameters that hold a key; a path stays as it is.

    >>> public_address("https://ann:pw@host.example/talk?id=7&token=abcdef")
    'https://host.example/talk?id=7'
    """
    if "://" not in address[:16]:
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return redacted(address)
    query = "&".join(pair for pair in parts.query.split("&") if not _PARAMETER.fullmatch(f"&{pair}"))
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query).geturl()


def remember(secret: str) -> None:
    """Hides this value from now on wherever it stands, as it is and as an address writes it."""
    for form in {secret, quote(secret, safe=""), unquote(secret)}:
        if len(form) >= _SHORTEST:
            _known.add(form)


def remember_address(address: str) -> None:
    """Hides the password of an address (a proxy's, a server's) from now on; the user alone is no secret."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        secret = parts.password or ("" if parts.password is not None else _token(parts.username))
    except ValueError:
        return
    if secret:
        remember(secret)


def remember_environment(environment: Mapping[str, str]) -> None:
    """Hides the keys and passwords that environment variables hold, by their names, and those of proxies."""
    for name, value in environment.items():
        if name.lower().endswith("_proxy"):
            remember_address(value)
        elif _VARIABLE.fullmatch(name) and len(value) >= 2 * _SHORTEST and not value.startswith("/"):
            remember(value)


class RedactingFormatter(logging.Formatter):
    """A formatter of log lines that hides secrets in messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without secrets."""
        return redacted(super().format(record))


def _token(username: str | None) -> str:
    """A user without a password that is a token: long, with digits in it."""
    user = username or ""
    return user if len(user) >= 16 and any(c.isdigit() for c in user) else ""
