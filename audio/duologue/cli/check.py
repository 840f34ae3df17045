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

from duologue.checks import (
    CHECKS,
    Broken,
    Check,
    EpisodeFiles,
    Report,
    episode_folders,
    report_json,
    run_checks,
)
from duologue.checks.hearing_checks import Listener, forget
from duologue.checks.picture import draw_picture
from duologue.cli.console import console, print_json, printable, stdout_console
from duologue.counting import counted
from duologue.errors import CheckFailed, UsageError
from duologue.settings import load_settings
from duologue.speech.ear import Ear
from duologue.store.takes import TakeCache

_MOST_SHOWN = 12
"""Findings of one check that are shown to a person; JSON has them all."""


def check(
    episodes: Annotated[
        list[Path],
        typer.Argument(metavar="EPISODE", help="Folders of episodes, or a folder of such folders."),
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
        bool, typer.Option("--revoice", help="With --listen: the next render voices anew what is misheard.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Prove episodes from their files alone.

    Sound, loudness, words, times, tags, transcripts, pages. Exits with 1 and names file and line where
    something is wrong. The lexicon of the duologue.yaml here counts for --listen, as in a render.

    Example: duologue check episodes/shen-yan --picture shen-yan.png
    """
    folders = [folder for place in episodes for folder in episode_folders(place)]
    if picture is not None and len(folders) > 1:
        raise UsageError("--picture shows one episode; name one")
    checks: tuple[Check, ...] = CHECKS
    takes = TakeCache()
    if (ear or revoice) and not listen:
        raise UsageError("--ear and --revoice go with --listen")
    listener = Listener(Ear(ear), load_settings(Path(), os.environ, {}).lexicon_for) if listen else None
    if listener is not None:
        checks = (*checks, Check("hearing", listener.check))
    reports: list[Report] = []
    for folder in folders:
        with console.status(Text(f"checking {printable(str(folder))}")):
            files = EpisodeFiles(folder, takes)
            report = run_checks(files, checks)
            if picture is not None:
                _draw(files, picture)
        reports.append(report)
        if not as_json and not console.quiet:
            stdout_console().print(_table(report))
    if as_json:
        print_json({"episodes": [report_json(report) for report in reports]})
    if revoice and listener is not None:
        _forget(listener, takes)
    failed = [report for report in reports if not report.passed]
    if failed:
        raise CheckFailed(_sentence(failed, len(reports)))


def _draw(files: EpisodeFiles, path: Path) -> None:
    try:
        draw_picture(files, path)
    except Broken as broken:
        raise CheckFailed(f"there is no picture of {files.folder}: {broken.finding}") from None


def _forget(listener: Listener, takes: TakeCache) -> None:
    for folder, utterances in listener.misheard.items():
        forget(EpisodeFiles(folder), utterances, takes)
        if utterances:
            anew = counted(len(utterances), "utterance")
            console.print(f"{printable(str(folder))}: the next render voices {anew} anew")


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
