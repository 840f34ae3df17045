"""Whatever a person does to whatever article, the script is whole, and undoing it all gives its bytes."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

import duologue
from duologue.errors import DuologueError, UsageError
from duologue.interview.script.lines import Line, lines_of
from duologue.studio.desk import AnyEdit, Desk

ARTICLES = [
    path
    for path in sorted((Path(__file__).parent.parent / "interview" / "articles").glob("[ez][nh]-*.*"))
    if path.suffix != ".gold"
]
EDIT: TypeAdapter[AnyEdit] = TypeAdapter(AnyEdit)
WORDS = (
    "Yes: no.",
    "- a dash",
    "1. first",
    "# hash",
    "[pause 1s] {混元|hun4 yuan2}",
    "a <b> & \\c",
    "问：答",
    "Ann: Bo",
)


def any_edit(chance: random.Random, lines: tuple[Line, ...], names: list[str]) -> dict[str, Any]:
    at = chance.randrange(len(lines))
    text = lines[at].text
    return chance.choice(
        [
            {"op": "who", "line": at, "to": chance.choice([*names, "narrator", "Cy: Moe", "新人"])}
            | {"scope": chance.choice(["line", "onward", "label"])},
            {"op": "drop", "line": at},
            {"op": "heading", "line": at},
            {"op": "split", "line": at, "at": max(1, len(text) // 2)},
            {"op": "join", "line": at},
            {"op": "words", "line": at, "text": chance.choice(WORDS)},
            {"op": "pause", "line": at, "milliseconds": 700},
            {"op": "pace", "line": at, "percent": -15},
            {"op": "reading", "line": at, "start": 0, "end": max(1, min(3, len(text))), "say": "so"},
            {"op": "rename", "speaker": chance.choice(names), "to": f"N{chance.randrange(99)}"},
            {"op": "asks", "speaker": chance.choice(names)},
            {"op": "merge", "speaker": names[0], "into": names[-1]},
            {"op": "title", "text": chance.choice(WORDS)},
        ]
    )


@pytest.mark.parametrize("path", ARTICLES[::4], ids=lambda path: path.name)
def test_any_edits(path: Path, tmp_path: Path) -> None:
    chance = random.Random(path.name)  # noqa: S311 - drawn, not secret
    desk = Desk(tmp_path / "show")
    slug, _ = desk.bring(duologue.read(path), path.name)
    script = desk.root / slug / "script.md"
    first = script.read_bytes()
    done = 0
    for _ in range(14):
        seen = desk.snapshot(slug)
        names = [one.name for one in seen.interview.speakers if one.name != "narrator"]
        edit = EDIT.validate_python(any_edit(chance, lines_of(seen.interview), names))
        before = script.read_bytes()
        try:
            after = desk.edit(slug, seen.version, edit)
        except DuologueError:
            assert script.read_bytes() == before
            continue
        done += script.read_bytes() != before
        assert after.interview == duologue.read(script)
    assert done > 4
    with suppress(UsageError):  # nothing to undo
        while True:
            desk.undo(slug, desk.snapshot(slug).version, -1)
    assert script.read_bytes() == first
