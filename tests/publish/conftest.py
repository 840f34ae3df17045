from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import serving
from shows import write_show


@pytest.fixture
def show(tmp_path: Path) -> Path:
    return write_show(tmp_path / "show")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A show on a real server: its address and its folder."""
    root = write_show(tmp_path_factory.mktemp("served") / "show")
    with serving(root) as url:
        yield url, root
