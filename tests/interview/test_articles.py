"""Whole articles, each with the oddities of a kind of site, are read to the letter: who says what."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from duologue.interview import read_source, read_text, verify_account, write_script
from duologue.model import Interview, Role

ARTICLES = Path(__file__).with_name("articles")
TRUTH = json.loads((ARTICLES / "truth.json").read_text(encoding="utf-8"))
MARKUP = re.compile(r"[\s*_]+")


def said(interview: Interview) -> list[tuple[str, Role, str]]:
    """Who said which words, the turns of one speaker after the other taken together."""
    found: list[tuple[str, Role, str]] = []
    for turn in interview.turns():
        if turn.role is Role.NARRATOR:
            continue
        words = MARKUP.sub("", "".join(paragraph.text for paragraph in turn.paragraphs))
        if found and found[-1][0] == turn.speaker:
            words = found.pop()[2] + words
        found.append((turn.speaker, turn.role, words))
    return found


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_article_is_read_to_the_letter(name: str) -> None:
    interview = read_source(ARTICLES / name)
    got, wanted = said(interview), TRUTH[name]
    assert [(role, words) for _, role, words in got] == [(Role(one["role"]), one["words"]) for one in wanted]
    named = {
        (one["speaker"], speaker) for one, (speaker, _, _) in zip(wanted, got, strict=True) if one["speaker"]
    }
    assert len(named) == len({true for true, _ in named}) == len({speaker for _, speaker in named})
    verify_account(interview)
    assert said(read_text(write_script(interview))) == got
