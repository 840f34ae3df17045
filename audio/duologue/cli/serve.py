"""`duologue serve`: the show over HTTP, on this machine or in its network."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Annotated

import segno
import typer

from duologue.cli.console import console, error_line, note, printable
from duologue.counting import counted
from duologue.publish.feed import FEED_NAME
from duologue.publish.network import lan_address, listen, run, secret_of
from duologue.publish.server import create_app, is_this_machine
from duologue.publish.site import Site, check_not_empty, folder_address, read_site


def serve(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the episodes' folders.")],
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8010,
    lan: Annotated[
        bool, typer.Option("--lan", help="Open it to the local network, under a secret path.")
    ] = False,
    url: Annotated[
        str | None,
        typer.Option("--url", help="Where a proxy on the web makes it public; its root leads here."),
    ] = None,
    qr: Annotated[bool, typer.Option("--qr/--no-qr", help="Show the show's address as a QR code.")] = True,
) -> None:
    """Serve the show in FOLDER: feed, pages and sound.

    Only this machine is answered, unless --lan, --host or --url opens it. Stop with Ctrl-C.

    Example: duologue serve episodes --lan
    """
    public = folder_address(url) if url is not None else None
    if lan and is_this_machine(host):
        host = lan_address()
    open_to_others = not is_this_machine(host) and public is None
    site = read_site(folder)
    check_not_empty(site)
    secret = secret_of(folder) if open_to_others else ""
    with listen(host, port) as listening:
        reached = lan_address() if host in ("0.0.0.0", "::") else host  # noqa: S104 (the user's own choice)
        at = f"[{reached}]" if ":" in reached else reached
        base = public or f"http://{at}:{listening.getsockname()[1]}"
        home = f"{base}/{secret}/" if secret else f"{base}/"
        app = create_app(folder, base, secret=secret, tell=error_line)
        _say(site, home, only_here=is_this_machine(host) and public is None, qr=qr)
        run(app, listening, behind_proxy=public is not None)


def _say(site: Site, home: str, *, only_here: bool, qr: bool) -> None:
    for release in site.releases.withheld:
        note(f"{release.folder} is withheld until {release.published:%Y-%m-%d %H:%M} UTC")
    console.print(printable(f"{counted(len(site.out), 'episode')} of {site.folder}; Ctrl-C stops."))
    if qr and console.is_terminal:
        picture = io.StringIO()
        segno.make(home, error="m").terminal(picture, compact=True)
        console.print(picture.getvalue())
        if only_here:
            console.print("A phone reaches it only with --lan.")
    typer.echo(f"{home}{FEED_NAME}")
