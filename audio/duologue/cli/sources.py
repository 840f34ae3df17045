"""Standard input as a source."""

from __future__ import annotations

import sys

from duologue.errors import SourceError
from duologue.limits import MAX_FILE_BYTES

STDIN = "-"


def stdin_bytes() -> bytes:
    """What was given on standard input.

    Raises:
        SourceError: it is larger than any article.
    """
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise SourceError(
            f"standard input is too large to be an interview (the limit is {MAX_FILE_BYTES // 1_000_000} MB)."
        )
    return data
