"""`duologue studio`: the local web application."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

import duologue
from duologue.api.serving import lan_address, listen, serve_app
from duologue.cli.console import console, note
from duologue.cli.playing import open_address
from duologue.cli.reading_options import AllowPrivate, Chapter, Item
from duologue.cli.speaking_options import EngineName
from duologue.model import SCRIPT_NAME
from duologue.studio.app import Studio

HOST = "127.0.0.1"


def studio(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SOURCE|DIR]",
            help="An article to read, a script, or the folder of a show.  [default: the show here]",
            show_default=False,
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where episodes land.  [default: episodes]")] = None,
    engine: EngineName = None,
    lan: Annotated[
        bool, typer.Option("--lan", help="Open it to the local network, to whoever has the secret address.")
    ] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 0,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    chapter: Chapter = None,
    item: Item = None,
    allow_private: AllowPrivate = False,
) -> None:
    """See how an article was read, change it with a click, hear it while it is made, and render it.

    Only this machine is answered, under a secret address, unless --lan opens it. What is changed is
    script.md, which every other command reads. Stop with Ctrl-C; nothing is lost.

    Example: duologue studio interview.md
    """
    given = Path(source) if source is not None and "://" not in source else None
    if given is not None and given.is_dir():
        inside = given / SCRIPT_NAME
        root, source = (given.parent, str(inside)) if inside.is_file() else (given, None)
    elif given is not None and given.name == SCRIPT_NAME and given.is_file() and out is None:
        root = given.resolve().parent.parent
    else:
        folder = given.parent if given is not None else Path()
        root = duologue.load_settings(folder, os.environ, {"out": out}).out
    host = lan_address() if lan else HOST
    made = Studio(root, engine, host=host)
    shown = ""
    if source is not None:
        interview = duologue.read(source, allow_private=allow_private, chapter=chapter, item=item)
        slug, there = made.desk.bring(interview, source)
        shown = f"#{quote(slug)}"
        if there and not interview.is_script:
            note(f"{root / slug} is here already, and is shown as it is")
    with listen(host, port) as listening:
        address = f"http://{host}:{listening.getsockname()[1]}/{made.secret}/{shown}"
        console.print("Ctrl-C stops the studio; nothing is lost.", markup=False)
        typer.echo(address)
        if browser and not open_address(address):
            note("there is no browser here: open the address in one on this machine")
        serve_app(made.app(), listening)
