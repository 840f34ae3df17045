"""`duologue script`: read only; write script.md, or show how each line was understood."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

import duologue
from duologue.api.files import write_file
from duologue.api.reading import interview_json, with_reading_doubts
from duologue.cli.console import console, print_json, printable, stdout_console
from duologue.cli.explanation import print_explanation
from duologue.cli.reading_options import AllowPrivate, Chapter, Item, Language
from duologue.cli.sources import STDIN, stdin_bytes
from duologue.cli.summary import source_folder
from duologue.errors import UsageError


def script(
    source: Annotated[str, typer.Argument(help="The article: a file or an address.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write script.md here; - is stdout.")
    ] = None,
    explained: Annotated[
        bool, typer.Option("--explain", help="Show what each line became, and why.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="With -o: replace a file that is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The interview as JSON on stdout.")] = False,
    chapter: Chapter = None,
    item: Item = None,
    language: Language = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Read an article and show who says what.

    The script can be edited and rendered.

    Example: duologue script article.md -o script.md
    """
    output = None if output == Path(STDIN) else output
    if output is not None and not force and (output.exists() or output.is_symlink()):
        raise UsageError(f"{output} is there already: choose another name, or add --force to replace it")
    parts: dict[str, Any] = {"chapter": chapter, "item": item, "language": language}
    if source == STDIN:
        interview = duologue.read(data=stdin_bytes(), **parts)
    else:
        interview = duologue.read(source, allow_private=allow_private, **parts)
    if explained:
        print_explanation(interview, stdout_console())
        return
    settings = duologue.load_settings(source_folder(source), os.environ, {})
    interview = with_reading_doubts(interview, settings=settings, source=source)
    text = duologue.write_script(interview)
    if output is not None:
        write_file(output, text.encode("utf-8"))
    if as_json:
        print_json(interview_json(interview))
    elif output is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    if output is not None:
        console.print(_summary(interview, output))
    for doubt in interview.doubts:
        console.print(Text(f"line {doubt.line}: {printable(doubt.message)}", style="yellow"))


def _summary(interview: duologue.Interview, output: Path) -> Table:
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
