"""`duologue script`: read only; write script.md, or show how each line was understood."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from duologue.cli.console import console, print_json, printable, stdout_console
from duologue.cli.explanation import print_explanation
from duologue.errors import EpisodeError
from duologue.interview import interview_json, read_source, write_script
from duologue.interview.model import Interview
from duologue.settings import load_settings
from duologue.speech.doubts import reading_doubts
from duologue.speech.readings import check_readings
from duologue.speech.speaker_names import with_names


def script(
    source: Annotated[str, typer.Argument(help="The article: a file or an address.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write script.md here instead of to stdout.")
    ] = None,
    explained: Annotated[
        bool, typer.Option("--explain", help="Show what each line became, and why.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The interview as JSON on stdout.")] = False,
) -> None:
    """Read an article and show who says what, as a script you can edit and render.

    Example: duologue script article.md -o script.md
    """
    interview = read_source(source)
    if explained:
        print_explanation(interview, stdout_console())
        return
    interview = _with_reading_doubts(interview, source)
    text = write_script(interview)
    if output is not None:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise EpisodeError(f"{output} cannot be written ({error.strerror})") from None
    if as_json:
        print_json(interview_json(interview))
    elif output is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    if output is not None:
        console.print(_summary(interview, output))
    for doubt in interview.doubts:
        console.print(Text(f"line {doubt.line}: {printable(doubt.message)}", style="yellow"))


def _with_reading_doubts(interview: Interview, source: str) -> Interview:
    """The interview with the doubts about how its words are said, by the lexicons that a render would use."""
    check_readings(interview, source)
    folder = Path() if "://" in source else Path(source).parent
    settings = load_settings(folder, os.environ, {})
    names = [speaker.name for speaker in interview.speakers]
    lexicon = with_names(settings.lexicon_for(interview.language), names, interview.language)
    doubts = (*interview.doubts, *reading_doubts(interview, lexicon))
    return replace(interview, doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)))


def _summary(interview: Interview, output: Path) -> Table:
    table = Table.grid(padding=(0, 2))
    turns = interview.turns()
    table.add_row(Text("script", style="bold"), str(output))
    for speaker in interview.speakers:
        count = sum(turn.speaker == speaker.name for turn in turns)
        table.add_row(
            Text(speaker.role.value, style="bold"),
            printable(f"{speaker.name}, {count} {'turn' if count == 1 else 'turns'}"),
        )
    table.add_row(
        Text("sections", style="bold"), str(sum(section.title is not None for section in interview.sections))
    )
    return table
