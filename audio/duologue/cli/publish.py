"""`duologue publish`: listeners' files of a show, sent to where it lives."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from duologue.api.publishing import ShowFinding, probe, publish_show
from duologue.cli.console import console, note, print_json, printable
from duologue.cli.published import (
    findings_json,
    findings_table,
    publication_json,
    publication_sentence,
)
from duologue.errors import PublishError
from duologue.redaction import public_address


def publish(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the episodes' folders.")],
    to: Annotated[
        str,
        typer.Option("--to", metavar="PLACE", help="A folder, s3://…, sftp://…, webdav://…"),
    ],
    url: Annotated[
        str | None,
        typer.Option("--url", help="Where that place is on the web.  [default: url in show.yaml]"),
    ] = None,
    ask_live: Annotated[
        bool | None,
        typer.Option(
            "--probe/--no-probe",
            help="Ask the live address afterwards, as apps do.  [default: unless PLACE is a folder here]",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent; write and send nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Send a show to where it lives, and ask if it can be heard there.

    Sounds go first and the feed last, and only what has changed. An interrupted run goes on where it was.
    A password is taken from DUOLOGUE_PUBLISH_PASSWORD, S3's keys from where its own tools take them.

    Example: duologue publish episodes --to s3://my-bucket/show --url https://example.org/show
    """
    with console.status(Text(f"sending to {printable(public_address(to))}")) as status:

        def sent(name: str, size: int) -> None:
            status.update(Text(f"{printable(name)} is there ({size} bytes)"))

        done = publish_show(folder, to=to, url=url, dry_run=dry_run, on_sent=sent)
    for line in done.notes:
        note(line)
    found: list[ShowFinding] = []
    if ask_live is None:
        ask_live = not done.local
    if ask_live and not dry_run:
        with console.status(Text(f"asking {printable(done.feed_url)}")):
            found = probe(done.feed_url)
    if as_json:
        print_json(publication_json(done) | {"live": findings_json(found)})
    else:
        console.print(publication_sentence(done, dry=dry_run))
        console.print(findings_table(found))
        typer.echo(done.feed_url)
    wrong = [each for each in found if each.level == "wrong"]
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise PublishError(f"everything was sent, but {wrong[0].what} is wrong: {wrong[0].said}{more}")
