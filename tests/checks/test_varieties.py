"""Whole episodes of every kind pass: checking cries no wolf."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.conftest import ARTICLE, CAST, speak_syllables
from duologue.checks import check_episode
from duologue.interview import read_source
from duologue.pipeline import plan, render
from duologue.settings import Settings
from duologue.store.takes import TakeCache

Render = Callable[..., Path]

SCRIPT = """\
---
duologue: script
title: 'Tea & <bread>: "two" things'
language: en-US
speakers:
- name: Ann & Co
  role: interviewer
- name: 'Bo: the baker'
  role: interviewee
---

narrator: A shop, at four in the morning... {Dr.|Doctor} Who was late.

## One & <two>

Ann & Co: Why bread? [pause 1200ms] I mean \\*really\\* why?

Bo\\: the baker: Because 3 > 2, and 1 < 2; that is why!

😀 … [pause 300ms] Well.

Ann & Co: And then?

Bo\\: the baker: Nothing. [pause 4s] Nothing at all, as far as anybody in this long street could ever tell.
"""

LONG = ARTICLE + "\n**顾师傅：**" + "蜂不会等人，人却总在等蜂，等它们醒来，等它们回家。" * 12 + "\n"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Render:
    speak_syllables(monkeypatch, tmp_path / "cache")
    (tmp_path / "cast.yaml").write_text(CAST, encoding="utf-8")

    def run(text: str, *, sections: frozenset[int] | None = None, **settings: object) -> Path:
        source = tmp_path / "article.md"
        source.write_text(text, encoding="utf-8")
        wanted = Settings.model_validate(
            {"voices": str(tmp_path / "cast.yaml"), "out": tmp_path / "out", **settings}
        )

        async def whole_run() -> Path:
            planned = await plan(read_source(source), wanted, sections=sections)
            return (await render(planned, TakeCache())).folder

        return asyncio.run(whole_run())

    return run


@pytest.mark.parametrize(
    "settings",
    [
        {"disclosure": False, "title_spoken": False, "sections_spoken": False},
        {"disclosure": "《{title}》由文字改编，所有声音，都由人工智能合成。", "loudness": "ebu"},
        {"encoding": "mono-64k", "loudness": "mono"},
        {"sections": frozenset({2})},
        {"chapter_minutes": 0.1},
        {"pauses": {"lead_in_ms": 0, "tail_ms": 0, "question_to_answer_ms": 0, "next_paragraph_ms": 0}},
    ],
    ids=lambda settings: "-".join(settings),
)
def test_settings_of_every_kind_pass(rendered: Render, settings: dict[str, object]) -> None:
    report = check_episode(rendered(ARTICLE, **settings), takes=TakeCache())
    assert report.passed, report.findings


@pytest.mark.parametrize("text", [SCRIPT, LONG], ids=["marks and pauses", "divided paragraphs"])
def test_texts_of_every_kind_pass(rendered: Render, text: str) -> None:
    report = check_episode(rendered(text), takes=TakeCache())
    assert report.passed, report.findings
