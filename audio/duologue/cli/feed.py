"""`duologue feed`: a folder of episodes becomes a show's site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import duologue
from duologue.cli.console import console, note, print_json, printable
from duologue.cli.published import publication_json, publication_sentence
from duologue.counting import counted


def feed(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the episodes' folders.")],
    url: Annotated[
        str | None,
        typer.Option("--url", help="Where the show will be on the web.  [default: url in show.yaml]"),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FOLDER", help="Write listeners' files there, and nothing else."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Write the feed and pages of a show; with --to, all that listeners need.

    The first feed settles what the show is called in FOLDER/show.yaml; later ones keep to it. FOLDER itself
    also holds your scripts and what was left out of them: upload what --to writes.

    Example: duologue feed episodes --url https://example.org/show --to public
    """
    if to is not None:
        done = duologue.publish_show(folder, to=to, url=url)
        _tell(done.notes)
        if as_json:
            print_json(publication_json(done))
            return
        console.print(publication_sentence(done))
        typer.echo(done.feed_url)
        return
    site = duologue.feed(folder, url=url)
    _tell(site.notes)
    if as_json:
        print_json(
            {
                "feed": site.feed_url,
                "episodes": site.episodes,
                "changed": [str(path) for path in site.changed],
                "withheld": list(site.withheld),
                "notes": list(site.notes),
            }
        )
        return
    changed = f"{counted(len(site.changed), 'file')} changed" if site.changed else "nothing has changed"
    said = f"{counted(site.episodes, 'episode')}, {changed}. Publish it with --to, or `duologue publish`:"
    console.print(printable(said), markup=False)
    typer.echo(site.feed_url)


def _tell(notes: tuple[str, ...]) -> None:
    for line in notes:
        note(line)
