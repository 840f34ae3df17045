"""Python's search for reference cycles, paused while a source is read.

Reading makes hundreds of thousands of small values that live until it ends, and no cycles: searching them
again and again took a fifth of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Within it no cycles are looked for; afterwards all is as it was."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
