"""Every layout of the same dialogue is read as the same interview."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duologue.interview import read_source, read_text, verify_account, write_script
from duologue.model import Interview, Role
from interview import layouts


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def told(interview: Interview) -> list[tuple[Role, str]]:
    """Role and words of every turn that is not the narrator's, over the sections."""
    found: list[tuple[Role, str]] = []
    for turn in interview.turns():
        words = squeezed("".join(paragraph.text for paragraph in turn.paragraphs))
        if turn.role is Role.NARRATOR:
            continue
        if found and found[-1][0] is turn.role:
            found[-1] = (turn.role, found[-1][1] + words)
        else:
            found.append((turn.role, words))
    return found


@pytest.mark.parametrize("language", layouts.DIALOGUES)
@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_layout_reads_as_written(name: str, language: str, tmp_path: Path) -> None:
    suffix, named, write = layouts.LAYOUTS[name]
    dialogue = layouts.DIALOGUES[language]
    source = write(dialogue)
    path = tmp_path / f"interview{suffix}"
    path.write_text(source, encoding="utf-8")
    interview = read_source(path)
    whole = squeezed(source)
    wanted = [
        (role, squeezed("".join(p for p in paragraphs if squeezed(p) in whole or suffix == ".json")))
        for q, a in dialogue.pairs
        for role, paragraphs in ((Role.INTERVIEWER, (q,)), (Role.INTERVIEWEE, a))
    ]
    got = told(interview)
    if name.startswith("numbered bold"):
        got = [(role, re.sub(r"^1\.", "", words)) for role, words in got]
    assert got == wanted
    if named and "letters" not in name and "closed" not in name and name != "parts":
        assert {s.name for s in interview.speakers if s.role is not Role.NARRATOR} == {
            dialogue.asker,
            dialogue.answerer,
        }
    verify_account(interview)
    assert told(read_text(write_script(interview))) == told(interview)
