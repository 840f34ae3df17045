from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from duologue.publish.server import create_app, listen
from shows import write_show


@pytest.fixture
def show(tmp_path: Path) -> Path:
    return write_show(tmp_path / "show")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A show on a real server: its address and its folder."""
    root = write_show(tmp_path_factory.mktemp("served") / "show")
    with listen("127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(create_app(root, url), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield url, root
        server.should_exit = True
        thread.join(10)
