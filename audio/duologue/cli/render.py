"""`duologue render`: from articles to episodes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from duologue import DuologueError, Episode, Plan, Settings, aio, load_settings
from duologue.api.catalogue import expand
from duologue.cli import completion
from duologue.cli.console import console, error_line, note, print_json, print_json_line
from duologue.cli.listening import StreamPlayer, listen
from duologue.cli.playing import open_page
from duologue.cli.progress import RenderProgress
from duologue.cli.reading_options import AllowPrivate, Chapter, Item, Language
from duologue.cli.sources import STDIN, stdin_bytes
from duologue.cli.speaking_options import CastName, EngineName
from duologue.cli.summary import (
    episode_json,
    episode_summary,
    failure_json,
    plan_json,
    plan_summary,
    source_folder,
)
from duologue.errors import Interrupted, SourceError, SpeechIncomplete, UsageError

PARTLY_FAILED = 5
"""The exit code where some of several sources failed."""


def render(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="Articles, scripts, folders, addresses, or - for stdin."),
    ],
    out: Annotated[Path | None, typer.Option(help="Where episodes land.  [default: episodes]")] = None,
    voices: CastName = None,
    engine: EngineName = None,
    mix_engines: Annotated[
        bool | None,
        typer.Option(
            "--mix-engines", help="Let a speaker switch to the cast's next engine when an engine fails."
        ),
    ] = None,
    voice: Annotated[
        list[str] | None,
        typer.Option(
            "--voice",
            metavar="SPEAKER=VOICE",
            help="One speaker's or role's voice.",
            autocompletion=completion.speaker_voices,
        ),
    ] = None,
    sections: Annotated[
        str | None, typer.Option(metavar="LIST", help="Only these sections, e.g. 1,3-4.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=64, metavar="N", help="The concurrency limit: requests at once.")
    ] = None,
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="Look for articles in folders of folders too.")
    ] = False,
    fresh: Annotated[
        bool,
        typer.Option("--fresh", help="Replace a script.md edited by hand; it is kept as script.md.bak."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be rendered; write nothing.")
    ] = False,
    play_along: Annotated[
        bool, typer.Option("--listen", help="Play the programme while it is made (mpv, ffplay or mpg123).")
    ] = False,
    show_page: Annotated[
        bool, typer.Option("--open", help="Show the page of the last episode in the browser.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
    json_lines: Annotated[
        bool, typer.Option("--json-lines", help="One JSON document a line as each episode ends.")
    ] = False,
    chapter: Chapter = None,
    item: Item = None,
    language: Language = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Render articles as podcast episodes.

    An episode is a folder: MP3 with chapters and cover, transcripts, script, page. Exits with 5 where some
    of several sources failed.

    Example: duologue render interview.md --voice interviewee=zm_yunyang
    """
    options = {"out": out, "voices": voices, "engine": engine, "mix_engines": mix_engines}
    given = _voices(voice or [])
    wanted = parse_sections(sections) if sections else None
    expanded = expand(sources, recursive=recursive)
    reading = {"chapter": chapter, "item": item, "language": language, "allow_private": allow_private}
    if play_along and (dry_run or len(expanded) > 1):
        raise UsageError("--listen plays one source, and not with --dry-run")
    player = StreamPlayer() if play_along else None
    episodes: list[dict[str, Any]] = []
    failures: list[dict[str, Any]] = []
    for source in expanded:
        try:
            settings = load_settings(source_folder(source), os.environ, options)
            plan, episode = asyncio.run(
                _one(source, reading, settings, given, wanted, jobs, player, fresh=fresh, dry_run=dry_run)
            )
        except KeyboardInterrupt:
            if player is not None:
                player.stop()
            raise Interrupted(
                "interrupted; all finished takes are kept, and the same command continues from there"
            ) from None
        except DuologueError as error:
            if player is not None:
                player.stop()
            # What is wrong with one source says nothing about the next; a full disk or a dead engine does.
            ends_all = not isinstance(error, UsageError | SourceError | SpeechIncomplete)
            if len(expanded) == 1 and not (as_json or json_lines):
                raise
            error_line(f"{source}: {error}")
            failures.append(failure_json(source, error))
            if json_lines:
                print_json_line(failures[-1])
            if ends_all:
                break
            continue
        console.print(plan_summary(plan) if episode is None else episode_summary(plan, episode))
        episodes.append(plan_json(plan) if episode is None else episode_json(episode))
        if json_lines:
            print_json_line(episodes[-1])
    if player is not None:
        player.wait()
    if as_json:
        print_json({"episodes": episodes, "failures": failures})
    if show_page and episodes and not dry_run and not open_page(Path(episodes[-1]["folder"]) / "index.html"):
        note("there is no browser here to show the page")
    if failures:
        _fail(len(expanded), episodes, failures)


def _fail(count: int, episodes: list[dict[str, Any]], failures: list[dict[str, Any]]) -> None:
    untried = count - len(episodes) - len(failures)
    if count > 1:
        rest = f", {untried} not tried" if untried else ""
        error_line(f"{len(failures)} of {count} sources failed{rest}")
    raise typer.Exit(PARTLY_FAILED if episodes else int(failures[0]["exit_code"]))


async def _one(
    source: str,
    reading: dict[str, Any],
    settings: Settings,
    voice: dict[str, str],
    sections: frozenset[int] | None,
    jobs: int | None,
    player: StreamPlayer | None,
    *,
    fresh: bool,
    dry_run: bool,
) -> tuple[Plan, Episode | None]:
    given = {"data": stdin_bytes()} if source == STDIN else {"source": source}
    interview = await aio.read(**given, **reading)
    plan = await aio.plan(
        interview, settings=settings, voice=voice, sections=sections, jobs=jobs, fresh=fresh
    )
    for line in _notes(plan):
        note(line)
    if dry_run:
        await plan.close()
        return plan, None
    if player is not None:
        await listen(plan, player)
    with RenderProgress(console, plan) as progress:
        return plan, await aio.render(plan, on_progress=progress.hooks())


def _notes(plan: Plan) -> Iterator[str]:
    for name, why in plan.voicing.refused:
        yield f"{name} cannot speak now ({why})"
    yield from plan.notes


def _voices(given: list[str]) -> dict[str, str]:
    voices: dict[str, str] = {}
    for each in given:
        speaker, separator, voice = each.partition("=")
        if not separator or not speaker.strip() or not voice.strip():
            raise UsageError(f"--voice {each!r} is not SPEAKER=VOICE")
        voices[speaker.strip()] = voice.strip()
    return voices


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
