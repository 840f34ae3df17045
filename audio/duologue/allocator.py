"""The C library's allocator, told to give memory back: a process that lives long must not grow by its gaps.

As soon as a large piece is freed, glibc raises the size from which one is a mapping of its own, up to 32 MB;
and it gives each thread an arena. Pictures and sound then lie between small pieces that stay, in several
arenas, and little of what was freed goes back to the system (mallopt(3)).
"""

from __future__ import annotations

import ctypes
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_OWN_MAPPING_BYTES = 1 << 20
_ARENAS = 2


def give_memory_back() -> None:
    """From now on freed pieces of 1 MB or more go back at once; elsewhere than on Linux it does nothing."""
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # another C library may have none
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _OWN_MAPPING_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _OWN_MAPPING_BYTES)
        mallopt(_M_ARENA_MAX, _ARENAS)
