"""`duologue serve`: the show over HTTP, on this machine or in its network."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Annotated

import segno
import typer

from duologue.cli.console import console, counted, error_line, printable
from duologue.publish.feed import FEED_NAME
from duologue.publish.network import lan_address, listen, run, secret_of
from duologue.publish.server import create_app
from duologue.publish.site import check_not_empty, read_site

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the episodes' folders.")],
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8010,
    lan: Annotated[
        bool, typer.Option("--lan", help="Open it to the local network, under a secret path.")
    ] = False,
    qr: Annotated[bool, typer.Option("--qr/--no-qr", help="Show the feed's address as a QR code.")] = True,
) -> None:
    """Serve the show in FOLDER: feed, pages and sound.

    Stop with Ctrl-C.

    Example: duologue serve episodes --lan
    """
    if lan and host in _LOOPBACK:
        host = lan_address()
    open_to_others = host not in _LOOPBACK
    site = read_site(folder)
    check_not_empty(site)
    secret = secret_of(folder) if open_to_others else ""
    with listen(host, port) as listening:
        reached = lan_address() if host in ("0.0.0.0", "::") else host  # noqa: S104 (the user's own choice)
        at = f"[{reached}]" if ":" in reached else reached
        base = f"http://{at}:{listening.getsockname()[1]}"
        feed_url = f"{base}/{secret}/{FEED_NAME}" if secret else f"{base}/{FEED_NAME}"
        app = create_app(folder, base, secret=secret, tell=error_line)
        console.print(
            printable(f"{counted(len(site.episodes), 'episode')} of {folder}; Ctrl-C stops."), markup=False
        )
        if qr and console.is_terminal:
            picture = io.StringIO()
            segno.make(feed_url, error="m").terminal(picture, compact=True)
            console.print(picture.getvalue(), markup=False, highlight=False)
            if not open_to_others:
                console.print("A phone reaches it only with --lan.", markup=False)
        typer.echo(feed_url)
        run(app, listening)
