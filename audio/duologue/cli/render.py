"""`duologue render`: from articles to episodes."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from duologue.audition import PAGE_SUFFIX
from duologue.cli.console import console, error_line, note, print_json
from duologue.cli.progress import RenderProgress
from duologue.cli.summary import plan_table, rendered_json, rendered_summary
from duologue.errors import DuologueError, Interrupted, SourceError, SpeechIncomplete, UsageError
from duologue.pipeline import Plan, Rendered, plan
from duologue.pipeline import render as render_episode
from duologue.settings import Settings, load_settings
from duologue.store.takes import TakeCache

_ARTICLES = {".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".srt", ".vtt", ".json", ".csv"}
"""What is taken from a folder; a file named by itself may have any name."""


def render(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE…", help="Articles, scripts, or folders of them.")
    ],
    out: Annotated[Path | None, typer.Option(help="Where episodes land.  \\[default: episodes]")] = None,
    voices: Annotated[str | None, typer.Option(help="A cast: a shipped one by name, or a YAML file.")] = None,
    engine: Annotated[
        str | None, typer.Option(help="auto, edge, kokoro, openai or a plug-in.  \\[default: auto]")
    ] = None,
    mix_engines: Annotated[
        bool | None,
        typer.Option(
            "--mix-engines", help="Let a speaker go over to the cast's next engine when one cannot go on."
        ),
    ] = None,
    voice: Annotated[
        list[str] | None,
        typer.Option("--voice", metavar="SPEAKER=VOICE", help="One speaker's or role's voice."),
    ] = None,
    sections: Annotated[str | None, typer.Option(help="Only these sections, e.g. 1,3-4.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, max=64, help="Calls to make at once.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be rendered; write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Render articles as podcast episodes: MP3 with chapters and cover, transcript, script.

    Example: duologue render interview.md --voice interviewee=zm_yunyang
    """
    options = {"out": out, "voices": voices, "engine": engine, "mix_engines": mix_engines}
    overrides = _overrides(voice or [])
    wanted = parse_sections(sections) if sections else None
    expanded = _expand(sources)
    results: list[Rendered] = []
    failures: list[DuologueError] = []
    for source in expanded:
        folder = Path() if "://" in source else Path(source).parent
        try:
            settings = load_settings(folder, os.environ, options)
            settings = settings.model_copy(update={"voice": {**settings.voice, **overrides}})
            planned, rendered = asyncio.run(_one(source, settings, wanted, jobs, dry_run=dry_run))
        except KeyboardInterrupt:
            raise Interrupted(
                "interrupted; all finished takes are kept, and the same command goes on from there"
            ) from None
        except (UsageError, SourceError, SpeechIncomplete) as error:
            # What is wrong with one source says nothing about the next; a full disk or a dead engine does.
            if len(expanded) == 1:
                raise
            error_line(f"{source}: {error}")
            failures.append(error)
            continue
        if rendered is None:
            console.print(plan_table(planned))
            continue
        results.append(rendered)
        console.print(rendered_summary(planned, rendered))
    if as_json:
        print_json({"episodes": [rendered_json(rendered) for rendered in results]})
    if failures:
        error_line(f"{len(failures)} of {len(expanded)} sources failed")
        raise typer.Exit(failures[0].exit_code)


async def _one(
    source: str, settings: Settings, sections: frozenset[int] | None, jobs: int | None, *, dry_run: bool
) -> tuple[Plan, Rendered | None]:
    planned = await plan(source, settings, sections=sections, jobs=jobs)
    for name, why in planned.refused:
        note(f"{name} cannot speak now ({why})")
    if dry_run:
        await planned.close()
        return planned, None
    with RenderProgress(console, planned) as progress:
        return planned, await render_episode(planned, TakeCache(), progress.hooks())


def _overrides(given: list[str]) -> dict[str, str]:
    overrides: dict[str, str] = {}
    for each in given:
        speaker, separator, voice = each.partition("=")
        if not separator or not speaker.strip() or not voice.strip():
            raise UsageError(f"--voice {each!r} is not SPEAKER=VOICE")
        overrides[speaker.strip()] = voice.strip()
    return overrides


def parse_sections(text: str) -> frozenset[int]:
    """Section numbers from ``1,3-4``.

    Raises:
        UsageError: it is not such a list.
    """
    numbers: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or int(first) < 1:
            raise UsageError(f"--sections {text!r} is not a list of numbers such as 1,3-4")
        upper = int(last or first)
        if upper < int(first) or upper > 10_000:
            raise UsageError(f"--sections {text!r} is not a list of numbers such as 1,3-4")
        numbers |= set(range(int(first), upper + 1))
    return frozenset(numbers)


def _expand(sources: list[str]) -> list[str]:
    """Folders replaced by the articles in them, in order of their names."""
    expanded: list[str] = []
    for source in sources:
        if "://" in source or not Path(source).is_dir():
            expanded.append(source)
            continue
        found = sorted(
            str(path)
            for path in Path(source).iterdir()
            if path.is_file() and path.suffix.lower() in _ARTICLES and not path.name.endswith(PAGE_SUFFIX)
        )
        if not found:
            raise UsageError(f"there is no article in {source}")
        expanded += found
    return expanded
