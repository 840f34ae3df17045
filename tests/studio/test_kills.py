"""The server killed at any moment: script, cast and lexicon are whole, and the history goes back."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

import duologue
from duologue.errors import UsageError
from duologue.speech.lexicon import Lexicon
from duologue.studio.desk import AnyEdit
from studio.desks import brought

EDITS = (
    {"op": "words", "line": 0, "text": "What is a tide, really?"},
    {"op": "voice", "speaker": "Ann Ray", "voice": "kokoro:af_heart", "rate": 5},
    {"op": "heading", "line": 1},
    {"op": "who", "line": 3, "to": "Cy Moe", "scope": "onward"},
    {"op": "drop", "line": 0},
)
SAYINGS = ("see", "ocean")


def asked(address: str, body: Any = None, version: str = "") -> Any:
    headers = {"content-type": "application/json", "if-match": version}
    data = None if body is None else json.dumps(body).encode()
    sent = urllib.request.Request(address, data, headers)  # noqa: S310 - of this machine
    with urllib.request.urlopen(sent, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


def work(at: str) -> None:
    """Undoes everything, makes every edit, changes the lexicon, and so on, as long as there is a server."""
    with suppress(OSError, ValueError):
        while True:
            version = asked(at)["version"]
            with suppress(urllib.error.HTTPError):  # nothing to undo
                while True:
                    version = asked(f"{at}/undo", {}, version)["version"]
            for edit in EDITS:
                version = asked(f"{at}/edits", edit, version)["version"]
            for say in SAYINGS:
                asked(f"{at}/lexicon", {"written": "sea", "say": say})


def versions(root: Path) -> set[bytes]:
    """Every text that the script may have."""
    desk, slug = brought(root)
    path = desk.root / slug / "script.md"
    found = {path.read_bytes()}
    for edit in EDITS:
        desk.edit(slug, desk.snapshot(slug).version, TypeAdapter(AnyEdit).validate_python(edit))
        found.add(path.read_bytes())
    return found


KILLS = int(os.environ.get("DUOLOGUE_KILLS", "6"))
"""docs/measurements.md was measured with 20."""


@pytest.mark.slow
def test_kills_lose_nothing(tmp_path: Path) -> None:
    desk, slug = brought(tmp_path / "show")
    script, lexicon = desk.root / slug / "script.md", tmp_path / "lexicon.yaml"
    first, whole = script.read_bytes(), versions(tmp_path / "other")
    chance = random.Random(18)  # noqa: S311 - moments, not secrets
    seen = set()
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "duologue", "studio", "show", "--no-open"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "DUOLOGUE_CACHE": str(tmp_path / "cache")},
        )
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        client = threading.Thread(target=work, args=(f"{address}api/episodes/{slug}",))
        client.start()
        time.sleep(chance.uniform(0.2, 1.2))
        process.kill()
        process.wait()
        process.stdout.close()
        client.join(30)
        assert script.read_bytes() in whole
        seen.add(script.read_bytes())
        duologue.read(script)
        duologue.load_settings(tmp_path, {}, {})
        if lexicon.exists():
            entry = Lexicon.load(lexicon).find("sea", 0)
            assert entry is not None
            assert entry.say in SAYINGS
    assert len(seen) > 1
    with suppress(UsageError):  # nothing to undo
        while True:
            desk.undo(slug, desk.snapshot(slug).version, -1)
    assert script.read_bytes() == first
