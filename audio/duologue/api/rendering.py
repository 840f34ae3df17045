"""Rendering: `plan`, what it is expected to come to, and `render`."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from duologue.api.reading import read
from duologue.api.running import run
from duologue.model import Episode, Interview
from duologue.pipeline import Plan, Progress
from duologue.pipeline import plan as plan_interview
from duologue.pipeline import render as render_plan
from duologue.pipeline.expectation import Expectation, expectation_of
from duologue.programme.contents.disclosure import disclosure
from duologue.settings import Settings, with_options
from duologue.speech.engines.owner import EngineOwner, KeptEngines
from duologue.speech.mix import engines_of
from duologue.speech.speak import Spoken
from duologue.store.takes import TakeCache

__all__ = [
    "Expectation",
    "KeptEngines",
    "Plan",
    "Progress",
    "Spoken",
    "disclosure_line",
    "engines_that_speak",
    "expectation",
    "plan",
    "plan_async",
    "render",
    "render_async",
]


async def plan_async(
    source: Interview | str | Path,
    *,
    settings: Settings | None = None,
    out: str | Path | None = None,
    voices: str | None = None,
    engine: str | None = None,
    voice: Mapping[str, str] | None = None,
    sections: Collection[int] | None = None,
    jobs: int | None = None,
    fresh: bool = False,
    engines: EngineOwner | None = None,
) -> Plan:
    """See `plan`; `engines` makes the engines and closes them, such as `KeptEngines`; None for its own."""
    from duologue.pipeline.planning import Shared

    interview = source if isinstance(source, Interview) else read(source)
    options: dict[str, Any] = {"out": out, "voices": voices, "engine": engine}
    return await plan_interview(
        interview,
        with_options(settings, options),
        voice=voice,
        sections=None if sections is None else frozenset(sections),
        jobs=jobs,
        fresh=fresh,
        shared=None if engines is None else Shared(engines=engines),
    )


async def render_async(
    source: Interview | str | Path | Plan,
    *,
    settings: Settings | None = None,
    out: str | Path | None = None,
    voices: str | None = None,
    engine: str | None = None,
    voice: Mapping[str, str] | None = None,
    sections: Collection[int] | None = None,
    jobs: int | None = None,
    fresh: bool = False,
    on_progress: Progress | None = None,
) -> Episode:
    """See `render`."""
    started = time.monotonic()
    if isinstance(source, Plan):
        return await render_plan(source, TakeCache(), on_progress or Progress())
    interview = source if isinstance(source, Interview) else read(source)
    read_seconds = time.monotonic() - started
    planned = await plan_async(
        interview,
        settings=settings,
        out=out,
        voices=voices,
        engine=engine,
        voice=voice,
        sections=sections,
        jobs=jobs,
        fresh=fresh,
    )
    return await render_plan(planned, TakeCache(), on_progress or Progress(), read_seconds=read_seconds)


def plan(
    source: Interview | str | Path,
    *,
    settings: Settings | None = None,
    out: str | Path | None = None,
    voices: str | None = None,
    engine: str | None = None,
    voice: Mapping[str, str] | None = None,
    sections: Collection[int] | None = None,
    jobs: int | None = None,
    fresh: bool = False,
) -> Plan:
    """Decides everything that `render` would do, and says and writes nothing.

    The arguments are those of `render`. A plan that is not rendered must be closed: ``await plan.close()``.
    """
    return run(
        plan_async(
            source,
            settings=settings,
            out=out,
            voices=voices,
            engine=engine,
            voice=voice,
            sections=sections,
            jobs=jobs,
            fresh=fresh,
        )
    )


def render(
    source: Interview | str | Path,
    *,
    settings: Settings | None = None,
    out: str | Path | None = None,
    voices: str | None = None,
    engine: str | None = None,
    voice: Mapping[str, str] | None = None,
    sections: Collection[int] | None = None,
    jobs: int | None = None,
    fresh: bool = False,
    on_progress: Progress | None = None,
) -> Episode:
    """Renders an interview as a podcast episode.

    Args:
        source: an interview, or what `read` takes.
        settings: what `load_settings` gave; None for the built-in defaults.
        out: the folder of episodes, over the settings.
        voices: a cast by name or file, over the settings.
        engine: ``auto``, ``edge``, ``kokoro``, ``openai`` or a plug-in's name, over the settings.
        voice: speaker, alias or role → voice, over the settings; kept in the episode's script.
        sections: numbers of the sections to render, from 1; None for all.
        jobs: the most requests at once; None for the engine's own limit.
        fresh: whether a script.md that was edited by hand may be replaced; it is kept as script.md.bak.
        on_progress: callbacks.

    Returns:
        The finished episode. Where the folder held it already, nothing is written.

    Raises:
        DuologueError: see `duologue.errors`; finished takes are kept, the folder is as it was.
    """
    return run(
        render_async(
            source,
            settings=settings,
            out=out,
            voices=voices,
            engine=engine,
            voice=voice,
            sections=sections,
            jobs=jobs,
            fresh=fresh,
            on_progress=on_progress,
        )
    )


def expectation(planned: Plan) -> Expectation:
    """What a planned render is expected to come to: length, takes, characters sent, and time.

    Takes in the cache are measured, others estimated.
    """
    return expectation_of(planned, TakeCache())


def engines_that_speak(planned: Plan) -> str:
    """The engines of all voices as an episode names them: ``kokoro``, or ``edge + kokoro``."""
    return engines_of(planned.voicing.casting)


def disclosure_line(interview: Interview, settings: Settings | None = None) -> str:
    """What is said at the start of an episode by its settings; empty where nothing is.

    Args:
        interview: what will be rendered.
        settings: what `load_settings` gave; None for the default line of the interview's language.
    """
    spoken = settings.disclosure if settings is not None else True
    return disclosure(interview.language, "", title=interview.title, spoken=spoken).spoken or ""
