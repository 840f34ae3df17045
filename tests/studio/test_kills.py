"""Killed at any moment, a script is the old one or the new one, whole, and its history still goes back."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import duologue
from duologue.errors import UsageError
from duologue.studio.desk import Desk
from studio.desks import brought
from studio.killed import EDITS

TESTS = Path(__file__).parent.parent


@pytest.mark.slow
def test_twenty_kills_leave_a_whole_script_and_its_history(tmp_path: Path) -> None:
    desk, slug = brought(tmp_path / "show")
    script = desk.root / slug / "script.md"
    first = script.read_bytes()
    whole = versions(tmp_path / "other")
    chance = random.Random(18)  # noqa: S311 - moments, not secrets
    seen = set()
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    for _ in range(20):
        process = subprocess.Popen(
            [sys.executable, "-m", "studio.killed", str(desk.root), slug],
            stdout=subprocess.PIPE,
            env=environment,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.0, 0.4))
        process.kill()
        process.wait()
        process.stdout.close()
        text = script.read_bytes()
        assert text in whole
        seen.add(text)
        duologue.read(script)
    assert len(seen) > 1
    while True:
        try:
            desk.undo(slug, desk.snapshot(slug).version, -1)
        except UsageError:
            break
    assert script.read_bytes() == first


def versions(root: Path) -> set[bytes]:
    """Every text that the script may have."""
    from pydantic import TypeAdapter

    from duologue.studio.desk import AnyEdit

    desk, slug = brought(root)
    path = desk.root / slug / "script.md"
    found = {path.read_bytes()}
    for each in EDITS:
        desk.edit(slug, Desk(root).snapshot(slug).version, TypeAdapter(AnyEdit).validate_python(each))
        found.add(path.read_bytes())
    return found
