"""A show on a real server, and tools from npm, for the tests that need them."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from duologue.publish.network import listen, server
from duologue.publish.server import create_app


@contextmanager
def serving(
    root: Path,
    tell: Callable[[str], None] | None = None,
    *,
    public: str | None = None,
    most: int | None = None,
) -> Iterator[str]:
    """The address at which the show in `root` is served meanwhile.

    Args:
        root: of the show.
        tell: see `create_app`.
        public: its address on the web, where it has another than this machine's.
        most: connections at once.
    """
    with listen("127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        running = server(create_app(root, public or url, tell=tell), most=most)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield url
        finally:
            running.should_exit = True
            thread.join(10)


def need(tool: str) -> str:
    """The tool's path; skips the test where it is not installed."""
    path = shutil.which(tool)
    if path is None:
        pytest.skip(f"{tool} is not installed")
    return path


def npm_install(folder: Path, *packages: str) -> Path:
    """A folder with `packages` in its node_modules; skips the test where npm cannot get them."""
    npm, _ = need("npm"), need("node")
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    done = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        pytest.skip(f"npm could not install {', '.join(packages)}: {lines[-1] if lines else done.returncode}")
    return folder
