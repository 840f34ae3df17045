"""Asking a web server as a podcast app does, with every step of the way noted."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin

from duologue.version import __version__

_SECONDS = 20.0
_MOST_HOPS = 5
_ENDLESS = "it redirects without end"
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        status: of HTTP; 0 where there was no answer at all.
        headers: by lower-case name.
        body: up to 20 MB.
        hops: the addresses it led to, if it did.
        trouble: why there was no answer.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    hops: tuple[str, ...] = ()
    trouble: str = ""

    def header(self, name: str) -> str:
        """The value of a header; empty where it is not there."""
        return self.headers.get(name.lower(), "")

    @property
    def kind(self) -> str:
        """The MIME type without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def said(self) -> str:
        """The status, or what went wrong."""
        return f"it answers {self.status}" if self.status else self.trouble


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        """No redirect is followed on its own."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    """The answer to a request; at most five redirects are followed.

    Args:
        url: http or https.
        method: of HTTP.
        headers: with underscores for hyphens.
    """
    hops: list[str] = []
    while True:
        answer = _asked(url, method, {name.replace("_", "-"): value for name, value in headers.items()})
        target = answer.header("location")
        if answer.status not in (301, 302, 303, 307, 308) or not target:
            return Answer(answer.status, answer.headers, answer.body, tuple(hops), answer.trouble)
        url = urljoin(url, target)
        if url in hops or len(hops) == _MOST_HOPS or not url.startswith(("https://", "http://")):
            return Answer(0, {}, hops=(*hops, url), trouble="it redirects without end")
        hops.append(url)


def _asked(url: str, method: str, headers: Mapping[str, str]) -> Answer:
    request = urllib.request.Request(url, method=method)  # noqa: S310 (http or https)
    request.add_header("User-Agent", f"Duologue/{__version__}")
    for name, value in headers.items():
        request.add_header(name, value)
    try:
        with _OPENER.open(request, timeout=_SECONDS) as response:
            return Answer(response.status, _lower(response.headers), response.read(_MOST_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _lower(error.headers), error.read(_MOST_BYTES))
    except (OSError, HTTPException, ValueError) as error:
        return Answer(0, {}, trouble=f"there is no answer ({getattr(error, 'reason', error)})")


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
