"""`duologue init`: the files that a person writes, with what can stand in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duologue.api.templates import write_templates
from duologue.cli.console import command, console, print_json, printable


def init(
    folder: Annotated[Path, typer.Argument(help="Where the articles are, or will be.")] = Path(),
    language: Annotated[
        str, typer.Option("--language", help="The interviews' language, for the cast.")
    ] = "en-US",
    title: Annotated[str, typer.Option("--title", help="What the show is called.")] = "",
    author: Annotated[str, typer.Option("--author", help="Who makes it.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Write a commented duologue.yaml, show.yaml and cast, to begin with.

    A file that is there stays as it is.

    Example: duologue init --language zh-CN --title "Slow talks"
    """
    done = write_templates(folder, language=language, title=title, author=author)
    if as_json:
        print_json(
            {"written": [str(path) for path in done.written], "kept": [str(path) for path in done.kept]}
        )
        return
    for path in done.written:
        console.print(printable(f"{path}: written"))
    for path in done.kept:
        console.print(printable(f"{path}: was there, and stays"))
    console.print(printable(f"Edit them, then: {command('render', 'ARTICLE')}"))
