"""MHTML: the page of a web archive, as browsers save it in one file."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from itertools import islice
from urllib.parse import urljoin

from duologue.errors import NoInterviewError
from duologue.interview.blocks import Document
from duologue.interview.decode import decode

_HEAD = re.compile(rb"\s{0,4}[\w-]{2,40}: ")
_MOST_PARTS = 2000


def is_web_archive(data: bytes) -> bool:
    """Whether a file begins as one: headers of a message in related parts."""
    return _HEAD.match(data) is not None and b"multipart/related" in data[:4000].lower()


def read_web_archive(data: bytes, name: str) -> Document:
    """The blocks of the first page in it; lines are the page's own.

    Raises:
        NoInterviewError: there is no page in it.
    """
    from duologue.interview.readers.html import read_html

    for part in _parts(data):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                charset = part.get_content_charset()
                page = read_html(decode(content, declared=charset, name=name))
                base = part.get("Content-Location") or ""
                pictures = (replace(each, address=_joined(base, each.address)) for each in page.pictures)
                return replace(page, pictures=tuple(pictures))
    raise NoInterviewError(f"{name} is a web archive without a page, so there is no interview in it.")


def part_of_web_archive(data: bytes, address: str) -> bytes | None:
    """The part that stands for an address, or for a `cid:` (RFC 2557); None where there is none."""
    for part in _parts(data):
        named = part.get("Content-Location") or "", f"cid:{(part.get('Content-ID') or '').strip('<> ')}"
        if address in named:
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else None
    return None


def _parts(data: bytes) -> Iterator[Message]:
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    return islice(message.walk(), _MOST_PARTS + 1)


def _joined(base: str, address: str) -> str:
    try:
        return address if address.startswith("cid:") else urljoin(base, address)
    except ValueError:
        return address
