"""`duologue ready`: what a show still lacks for directories."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duologue.api.publishing import readiness
from duologue.cli.console import print_json, stdout_console
from duologue.cli.published import findings_json, findings_table
from duologue.errors import CheckFailed


def ready(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the episodes' folders.")],
    live: Annotated[
        bool, typer.Option("--live", help="Also ask the show's address on the web, as apps do.")
    ] = False,
    url: Annotated[
        str | None,
        typer.Option("--url", help="With --live: that address.  [default: url in show.yaml]"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Say what a show still lacks for Apple Podcasts and Spotify.

    Exits with 1 where they would refuse it. What is marked with ! they take, but not gladly.

    Example: duologue ready episodes --live
    """
    found = readiness(folder, live=live, url=url)
    wrong = [each for each in found if each.level == "wrong"]
    if as_json:
        print_json({"ready": not wrong, "findings": findings_json(found)})
    else:
        stdout_console().print(findings_table(found))
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise CheckFailed(f"the show is not ready: {wrong[0].what}: {wrong[0].said}{more}")
    if not as_json:
        stdout_console().print("The show is ready for Apple Podcasts and Spotify.")
