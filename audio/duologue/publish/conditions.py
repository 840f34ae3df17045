"""What RFC 9110 asks beyond what Starlette does: ranges that are passed over, and 304 for what is made."""

from __future__ import annotations

import hashlib
import re

from starlette.requests import Request
from starlette.responses import Response

_RANGE = re.compile(r"(\d{0,18})-(\d{0,18})", re.ASCII)
_MOST_RANGES = 32
HEADERS = {
    "cache-control": "no-cache",  # it may be kept, but is asked for again: an episode can be rendered anew
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",  # the address may hold the secret
}


def keep_ranges_to_answer(request: Request, size: int) -> None:
    """Takes from the request what RFC 9110 (14.2) lets a server pass over.

    That is a Range on anything but GET, in a unit that is not bytes, malformed, or of very many parts; and of
    several ranges those that lie behind the end, as long as one does not. What is left, Starlette answers.
    """
    header = request.headers.get("range")
    if header is None:
        return
    unit, _, specs = header.partition("=")
    ranges = [spec.strip() for spec in specs.split(",")]
    kept = [(name, value) for name, value in request.scope["headers"] if name != b"range"]
    known = request.method == "GET" and unit.strip().lower() == "bytes" and len(ranges) <= _MOST_RANGES
    if known and all(map(_is_range, ranges)):
        inside = [spec for spec in ranges if spec.startswith("-") or int(spec.partition("-")[0]) < size]
        kept.append((b"range", f"bytes={','.join(inside or ranges)}".encode()))
    request.scope["headers"] = kept


def _is_range(spec: str) -> bool:
    found = _RANGE.fullmatch(spec)
    if found is None or spec == "-":
        return False
    first, last = found.groups()
    return not (first and last) or int(first) <= int(last)


def conditional(request: Request, content: bytes, media_type: str) -> Response:
    """The content with an ETag of its bytes, or 304 to who has it."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": etag, **HEADERS}
    wanted = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if etag in wanted or "*" in wanted:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
