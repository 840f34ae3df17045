"""`duologue check`: proves episodes from their files alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from duologue.check import CHECKS, Check, Report, check_episode, episode_folders, report_json
from duologue.cli.console import console, print_json, printable
from duologue.errors import CheckFailed
from duologue.speech.takes import TakeCache

_MOST_SHOWN = 12
"""Findings of one check that are shown to a person; JSON has them all."""


def check(
    episodes: Annotated[
        list[Path],
        typer.Argument(metavar="EPISODE…", help="Folders of episodes, or a folder of such folders."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Prove episodes from their files alone: sound, loudness, words, times, tags, transcripts.

    Exits with 1 and names file and line where something is wrong.

    Example: duologue check episodes/shen-yan
    """
    folders = [folder for place in episodes for folder in episode_folders(place)]
    checks: tuple[Check, ...] = CHECKS
    takes = TakeCache()
    reports: list[Report] = []
    for folder in folders:
        with console.status(f"checking {printable(str(folder))}"):
            report = check_episode(folder, takes=takes, checks=checks)
        reports.append(report)
        if not as_json and not console.quiet:
            Console(highlight=False).print(_table(report))
    if as_json:
        print_json({"episodes": [report_json(report) for report in reports]})
    failed = [report for report in reports if not report.passed]
    if failed:
        raise CheckFailed(_sentence(failed, len(reports)))


def _sentence(failed: list[Report], count: int) -> str:
    first = failed[0]
    wrong = sum(len(report.findings) for report in failed)
    where = Path(first.folder) / str(first.findings[0]) if first.findings else Path(first.folder)
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
