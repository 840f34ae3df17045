"""Standard input as a source."""

from __future__ import annotations

import sys

STDIN = "-"


def stdin_bytes() -> bytes:
    """What was given on standard input."""
    return sys.stdin.buffer.read()
