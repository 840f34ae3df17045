"""A process that edits a script until it is killed: a word, a voice, a heading, and back again."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter

from duologue.errors import UsageError
from duologue.studio.desk import AnyEdit, Desk

EDITS = [
    {"op": "words", "line": 0, "text": "What is a tide, really?"},
    {"op": "voice", "speaker": "Ann Ray", "voice": "kokoro:af_heart", "rate": 5},
    {"op": "heading", "line": 1},
    {"op": "who", "line": 3, "to": "Cy Moe", "scope": "onward"},
    {"op": "drop", "line": 0},
]


def main(root: str, slug: str) -> None:
    desk, edit = Desk(Path(root)), TypeAdapter(AnyEdit)
    print("ready", flush=True)
    while True:
        with suppress(UsageError):  # nothing to undo
            while True:
                desk.undo(slug, desk.snapshot(slug).version, -1)
        for each in EDITS:
            desk.edit(slug, desk.snapshot(slug).version, edit.validate_python(each))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
