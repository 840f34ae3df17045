"""MHTML: the page of a web archive, as browsers save it in one file."""

from __future__ import annotations

import email
import email.policy
import re

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

    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                charset = part.get_content_charset()
                return read_html(decode(content, declared=charset, name=name))
    raise NoInterviewError(f"{name} is a web archive without a page, so there is no interview in it.")
