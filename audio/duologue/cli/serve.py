"""`duologue serve`: the show over HTTP, on this machine or in its network."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Annotated

import segno
import typer

from duologue.api.serving import Serving, serving
from duologue.cli.console import console, error_line, note, printable
from duologue.counting import counted


def serve(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the episodes' folders.")],
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8010,
    lan: Annotated[
        bool, typer.Option("--lan", help="Open it to the local network, under a secret path.")
    ] = False,
    url: Annotated[
        str | None,
        typer.Option("--url", help="The public URL of a reverse proxy whose root leads here."),
    ] = None,
    qr: Annotated[bool, typer.Option("--qr/--no-qr", help="Show the show's address as a QR code.")] = True,
) -> None:
    """Serve the show in FOLDER: feed, pages and sound.

    Only this machine is answered, unless --lan, --host or --url opens it. Stop with Ctrl-C.

    Example: duologue serve episodes --lan
    """
    with serving(folder, host=host, port=port, lan=lan, url=url, on_fault=error_line) as show:
        _say(show, qr=qr)
        show.run()


def _say(show: Serving, *, qr: bool) -> None:
    for name, published in show.withheld.items():
        note(f"{name} is withheld until {published:%Y-%m-%d %H:%M} UTC")
    console.print(printable(f"{counted(show.episodes, 'episode')} of {show.folder}; Ctrl-C stops."))
    if qr and console.is_terminal:
        picture = io.StringIO()
        segno.make(show.home, error="m").terminal(picture, compact=True)
        console.print(picture.getvalue())
        if show.local:
            console.print("A phone reaches it only with --lan.")
    typer.echo(show.feed_url)
