"""`duologue batch`: a back catalogue becomes episodes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from duologue.api.batching import (
    BatchOptions,
    BatchRun,
    Cluster,
    TeamGone,
    counts,
    exit_code,
    json_pieces,
    prepared,
)
from duologue.cli.batch_table import BatchTable
from duologue.cli.console import console, error_line, printable
from duologue.cli.speaking_options import CastName, EngineName
from duologue.clock import rounded, short
from duologue.errors import Interrupted


def batch(
    catalogue: Annotated[
        Path, typer.Argument(metavar="DIR|LIST", help="A folder of articles, or a text file that lists them.")
    ],
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR|URL", help="Where episodes land; s3://… too.  [default: episodes]"),
    ] = None,
    cache: Annotated[
        str | None,
        typer.Option(metavar="DIR|URL", help="Where takes are kept; a URL can be shared by machines."),
    ] = None,
    voices: CastName = None,
    engine: EngineName = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=64, metavar="N", help="The concurrency limit: requests at once.")
    ] = None,
    at_once: Annotated[
        int | None, typer.Option(min=1, max=4096, metavar="N", help="Articles under way at once.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="local|ADDRESS", help="Let a Dask cluster do it, e.g. tcp://scheduler:8786."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="With --on local: how many.  [default: the cores]")
    ] = None,
    tls_ca: Annotated[Path | None, typer.Option(help="TLS with the cluster: its authority (PEM).")] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="TLS: our certificate (PEM).")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="TLS: its key (PEM).")] = None,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Prove each episode when it is made.")
    ] = True,
    fresh: Annotated[
        bool,
        typer.Option("--fresh", help="Look at what is up to date too; replace scripts edited by hand."),
    ] = False,
    feed: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Write the show's feed as episodes end; where it is on the web."),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on as files come or change.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be rendered, how long it takes; write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON on stdout.")] = False,
) -> None:
    """Render a back catalogue: every article in a folder and below it, or in a list.

    What is up to date is passed over, one failure stops no other, and a run that was stopped goes on. The
    report is report.html and report.json beside the episodes. Exits with 5 where some sources failed.

    Example: duologue batch interviews --out episodes
    """
    options = BatchOptions(
        options={"voices": voices, "engine": engine},
        at_once=at_once,
        jobs=jobs,
        check=check,
        dry_run=dry_run,
        fresh=fresh,
        feed=feed,
    )
    cluster = Cluster(on, workers, tls_ca, tls_cert, tls_key) if on else None
    with console.status("counting articles"):
        ready = prepared(catalogue, out=out, cache=cache, on=cluster, options=options)
    run = ready.begin(BatchTable(console, ready.census))
    try:
        with suppress(KeyboardInterrupt):  # the run knows that it was interrupted
            asyncio.run(ready.over(run, watch=watch))
        _tell(run, as_json=as_json)
    finally:
        run.spool.close()


def _tell(run: BatchRun, *, as_json: bool) -> None:
    """The report on stdout, one sentence for a person, and the exit code."""
    ending = run.ending()
    if as_json:
        for piece in json_pieces(run.spool, ending):
            typer.echo(piece, nl=False)
    totals = run.spool.totals
    said = f"{counts(run.spool, ending)}: {rounded(totals.duration_ms)} of sound"
    if run.options.dry_run:
        wall = totals.expected_seconds
        said += f", {totals.new_takes} takes to voice"
        said += "" if wall is None else f", about {short(round(wall * 1000))} of work"
        said += f", {totals.characters_sent:,} characters to send" if totals.characters_sent else ""
        said += ". Nothing was written."
    else:
        said += f" in {short(round(ending.seconds * 1000))}. The report is {run.shelf.shown}/report.html"
    console.print(printable(said), soft_wrap=True)
    if ending.interrupted:
        raise Interrupted(
            "interrupted; all finished takes are kept, and the same command continues from there"
        )
    code = exit_code(run.spool, ending)
    if run.fault is not None:
        raise TeamGone(f"{run.fault}; finished takes are kept, and the same command goes on from there")
    if run.feed.fault is not None:
        error_line(f"the feed was not written: {run.feed.fault}")
        code = code or run.feed.fault.exit_code
    if code:
        raise typer.Exit(code)
