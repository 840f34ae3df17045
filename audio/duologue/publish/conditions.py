"""What RFC 9110 asks beyond what Starlette does: ranges passed over, 304 and gzip for what is made."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response

_RANGE = re.compile(r"(\d{0,18})-(\d{0,18})", re.ASCII)
_MOST_RANGES = 32
_PACKED_FROM = 1000
"""Bytes below which packing saves less than a packet."""
_PACKED = "-gzip"
HEADERS = {
    "cache-control": "no-cache",  # it may be kept, but is asked for again: an episode can be rendered anew
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",  # the address may hold the secret
}


@dataclass(frozen=True)
class Made:
    """Something to send that lies in memory.

    Attributes:
        content: its bytes.
        media_type: MIME.
        is_text: whether it is worth packing.
    """

    content: bytes
    media_type: str
    is_text: bool = True

    @cached_property
    def tag(self) -> str:
        """What tells it from everything else."""
        return hashlib.sha256(self.content).hexdigest()[:32]

    @cached_property
    def packed(self) -> bytes | None:
        """The same in gzip; None where that is not worth it."""
        if not self.is_text or len(self.content) < _PACKED_FROM:
            return None
        return gzip.compress(self.content, 6, mtime=0)


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


def conditional(request: Request, made: Made, media_type: str | None = None) -> Response:
    """What was made with an ETag of its bytes, packed for who takes that; or 304 to who has it.

    Args:
        request: whose conditions count.
        made: what to send.
        media_type: MIME, over the thing's own.
    """
    packed = made.packed if takes_gzip(request.headers.get("accept-encoding", "")) else None
    headers = {"etag": f'"{made.tag}{_PACKED if packed else ""}"', **HEADERS}
    if made.is_text:
        headers["vary"] = "Accept-Encoding"
    wanted = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if "*" in wanted or f'"{made.tag}"' in wanted or f'"{made.tag}{_PACKED}"' in wanted:
        return Response(status_code=304, headers=headers)
    if packed:
        headers["content-encoding"] = "gzip"
    return Response(packed or made.content, media_type=media_type or made.media_type, headers=headers)


def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding takes gzip (RFC 9110, 12.5.3): by its name or `*`, with a weight over 0."""
    weights = {}
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "").removeprefix("q=") or "1"
    weight = weights.get("gzip", weights.get("x-gzip", weights.get("*", "0")))
    try:
        return float(weight) > 0
    except ValueError:
        return False
