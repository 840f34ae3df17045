"""`duologue check`: proves episodes from their files alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

import duologue
from duologue.api.checking import HearingCheck, Report, check_copy, copies, episode_folders, report_json
from duologue.cli.console import console, print_json, printable, stdout_console
from duologue.counting import counted
from duologue.errors import CheckFailed, UsageError

_MOST_SHOWN = 12
"""Findings of one check that are shown to a person; JSON has them all."""


def check(
    episodes: Annotated[
        list[Path],
        typer.Argument(
            metavar="EPISODE", help="Folders of episodes, a folder of such folders, or a downloaded MP3."
        ),
    ],
    picture: Annotated[
        Path | None,
        typer.Option(help="Draw the episode here (PNG): waveform, speakers, chapters, loudness."),
    ] = None,
    listen: Annotated[
        bool, typer.Option("--listen", help="Also hear every utterance again (needs duologue[proof]).")
    ] = False,
    ear: Annotated[
        str | None, typer.Option("--ear", help="What listens: a folder with a Whisper model, or its name.")
    ] = None,
    revoice: Annotated[
        bool, typer.Option("--revoice", help="With --listen: the next render re-voices what was misheard.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Prove episodes from their files alone.

    Sound, loudness, words, times, tags, transcripts, pages. Exits with 1 and names file and line where
    something is wrong. The lexicon of the duologue.yaml here counts for --listen, as in a render.

    An MP3 alone proves what it was signed with (provenance: true): that it is unchanged, and of which source.

    Example: duologue check episodes/shen-yan --picture shen-yan.png
    """
    alone = copies(episodes)
    folders = [folder for place in episodes if place not in alone for folder in episode_folders(place)]
    if picture is not None and len(folders) > 1:
        raise UsageError("--picture shows one episode; name one")
    if (ear or revoice) and not listen:
        raise UsageError("--ear and --revoice go with --listen")
    settings = duologue.load_settings(Path(), os.environ, {}) if listen else None
    listening = HearingCheck(ear, settings=settings) if listen else None
    reports: list[Report] = []
    for folder in folders:
        with console.status(Text(f"checking {printable(str(folder))}")):
            report = duologue.check(folder, listening=listening, picture=picture)
        reports.append(report)
        if not as_json and not console.quiet:
            stdout_console().print(_table(report))
    for path in alone:
        reports.append(check_copy(path))
        if not as_json and not console.quiet:
            stdout_console().print(_table(reports[-1]))
    if as_json:
        print_json({"episodes": [report_json(report) for report in reports]})
    if revoice and listening is not None:
        _forget(listening)
    failed = [report for report in reports if not report.passed]
    if failed:
        raise CheckFailed(_sentence(failed, len(reports)))


def _forget(listening: HearingCheck) -> None:
    listening.forget_misheard()
    for folder, count in listening.misheard.items():
        if count:
            console.print(
                f"{printable(str(folder))}: the next render voices {counted(count, 'utterance')} anew"
            )


def _sentence(failed: list[Report], count: int) -> str:
    first = failed[0]
    wrong = sum(len(report.findings) for report in failed)
    place = Path(first.folder)
    folder = place.parent if place.is_file() else place
    where = folder / str(first.findings[0]) if first.findings else place
    more = f" (and {wrong - 1} more)" if wrong > 1 else ""
    of = f"{len(failed)} of {count} episodes" if count > 1 else "the episode"
    return f"{of} did not pass: {where}{more}"


def _table(report: Report) -> RenderableType:
    """A line for each check, and below it what is wrong."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for result in report.results:
        mark = ("–", "yellow") if result.skipped else ("✓", "green") if result.passed else ("✗", "bold red")
        findings = result.outcome.findings
        shown: list[Text] = [] if findings else [Text(printable(result.outcome.summary))]
        shown += [Text(printable(str(finding)), style="red") for finding in findings[:_MOST_SHOWN]]
        if len(findings) > _MOST_SHOWN:
            shown.append(Text(f"and {len(findings) - _MOST_SHOWN} more", style="red"))
        table.add_row(Text(mark[0], style=mark[1]), result.name, Group(*shown))
    title = Text(printable(report.title), style="bold")
    return Panel(
        table, title=title, title_align="left", expand=False, border_style="green" if report.passed else "red"
    )
