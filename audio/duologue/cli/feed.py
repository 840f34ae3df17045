"""`duologue feed`: a folder of episodes becomes a show's site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import duologue
from duologue.cli.console import console, counted, print_json, printable


def feed(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the episodes' folders.")],
    url: Annotated[str, typer.Option("--url", help="Where that folder will be on the web.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Write the show's feed and pages into FOLDER, ready for any web host.

    Title, author, category, cover and more come from FOLDER/show.yaml, if there is one.

    Example: duologue feed episodes --url https://example.org/show
    """
    site = duologue.feed(folder, url=url)
    if as_json:
        print_json(
            {
                "feed": site.feed_url,
                "episodes": site.episodes,
                "changed": [str(path) for path in site.changed],
            }
        )
        return
    changed = f"{counted(len(site.changed), 'file')} changed" if site.changed else "nothing has changed"
    said = f"{counted(site.episodes, 'episode')}, {changed}. Upload {folder} and subscribe to:"
    console.print(printable(said), markup=False)
    typer.echo(site.feed_url)
