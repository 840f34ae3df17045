"""An audition for tests: an article, two casts of the engine of tones, and what is heard."""

from __future__ import annotations

import asyncio
from pathlib import Path

from duologue.api.audition import Audition
from duologue.audition.page import audition_page
from duologue.interview import read_source
from duologue.pipeline.audition import candidates, render_candidate
from duologue.pipeline.first_exchange import first_exchange
from duologue.settings import Settings
from duologue.speech.find_cast import load_cast
from duologue.store.takes import TakeCache
from speech.engine_of_tones import EngineOfTones

ARTICLE = """\
---
title: {title}
speakers:
  - name: 林一舟
    role: interviewer
  - name: 沈砚
    role: interviewee
---

林一舟: 纸会老吗？

沈砚: 会的。纸老得很慢，比人慢得多。
"""

CAST = """\
language: zh-CN
description: {description}
engines: [tones]
roles:
  interviewer: {{gender: female, tones: {{voice: {asks}, rate: -6%}}}}
  interviewee: {{tones: {answers}}}
  narrator: {{tones: middle}}
"""


def write_article(folder: Path, title: str = "纸的年纪") -> Path:
    path = folder / "script.md"
    path.write_text(ARTICLE.format(title=title), encoding="utf-8")
    return path


def write_casts(folder: Path, description: str = "Two tones.") -> tuple[str, str]:
    """Two casts in the folder; returns their files."""
    names = []
    for name, asks, answers in (("up", "low", "high"), ("down", "high", "low")):
        path = folder / f"{name}.yaml"
        path.write_text(CAST.format(description=description, asks=asks, answers=answers), encoding="utf-8")
        names.append(str(path))
    return names[0], names[1]


def auditioned_in(folder: Path, article: Path, casts: tuple[str, ...]) -> Audition:
    """The article's exchange in each cast, with a cache in the folder."""
    interview = read_source(str(article))
    said = first_exchange(interview)
    engine, settings, cache = EngineOfTones(), Settings(), TakeCache(folder / "cache")

    async def auditioned() -> Audition:
        offered = await engine.voices()
        found = candidates(
            interview,
            [(name, load_cast(name)) for name in casts],
            settings,
            engine,
            offered,
            all_of_them=True,
        )
        heard = [await render_candidate(said, each, interview, settings, engine, cache) for each in found]
        return Audition(interview, said, "tones", "down", tuple(heard))

    return asyncio.run(auditioned())


def page_of(folder: Path, *, served: bool = False, hostile: str = "") -> str:
    """A page with two casts."""
    casts = write_casts(folder, description=f"'Two tones. {hostile}'".replace("\n", " "))
    auditioned = auditioned_in(folder, write_article(folder), casts)
    return audition_page(
        auditioned,
        commands=[
            f"duologue voices audition 'my article.md' --choose {each.candidate.choice}"
            for each in auditioned.casts
        ],
        served=served,
    )
