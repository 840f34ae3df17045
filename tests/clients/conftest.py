"""The samples, rendered offline once for all tests that look at them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

EPISODES = Path(__file__).parent.parent.parent / "episodes"
SAMPLES = ("shen-yan", "elias-thorne")


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Any]]:
    """What `render --json` says of a sample, by its name; it is rendered when first asked for."""
    root = tmp_path_factory.mktemp("render")

    @cache
    def render(name: str) -> dict[str, Any]:
        command = ("-m", "duologue", "render", str(EPISODES / f"{name}.md"), "--engine", "kokoro")
        done = subprocess.run(
            [sys.executable, *command, "--out", str(root / "show"), "--json"],
            env={**os.environ, "DUOLOGUE_CACHE": str(root / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        (episode,) = json.loads(done.stdout)["episodes"]
        assert isinstance(episode, dict)
        return episode

    return render


@pytest.fixture(scope="session")
def offline_episodes(rendered: Callable[[str], dict[str, Any]]) -> list[Path]:
    """The folders of all samples."""
    return [Path(rendered(name)["folder"]) for name in SAMPLES]
