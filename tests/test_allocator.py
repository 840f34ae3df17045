"""Memory that was freed goes back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import sys
from pathlib import Path
import numpy as np
if sys.argv[1] == "given back":
    from duologue.allocator import give_memory_back
    give_memory_back()
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20
np.ones(31 << 17)
before, kept = resident(), []
pieces = []
for _ in range(8):  # large pieces with small ones between them that stay
    pieces.append(np.ones(24 << 17))
    kept += [np.ones(600) for _ in range(200)]
pieces.clear()
print(resident() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's")
def test_large_pieces_between_small_ones_that_stay_go_back() -> None:
    grown = {
        what: int(subprocess.check_output([sys.executable, "-c", _PROGRAM, what], text=True))
        for what in ("kept", "given back")
    }
    assert grown["given back"] < 20
    assert grown["kept"] > 100, "the C library does it by itself: then this module is needless"
