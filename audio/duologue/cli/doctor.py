"""`duologue doctor`: what works on this machine, and what to do about what does not."""

from __future__ import annotations

import asyncio
import os
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from duologue.api.health import Health, HealthState, examine
from duologue.cli.console import print_json, printable, stdout_console
from duologue.errors import NoEngineError

_SIGNS = {
    HealthState.OK: ("✓", "green"),
    HealthState.OFF: ("–", "yellow"),
    HealthState.WRONG: ("✗", "bold red"),
}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
) -> None:
    """Say what works on this machine, and what to do.

    Looks at Python, the configuration here, every engine (online ones are asked, the offline model is
    compared with its checksum), fonts, cache, output folder, optional extras and tools. Exits with 0 when at
    least one engine can speak, else with 4.

    Example: duologue doctor
    """
    health = asyncio.run(examine(os.environ))
    if as_json:
        print_json(
            {
                "can_speak": bool(health.engines),
                "engines": list(health.engines),
                "checks": [asdict(finding) for finding in health.findings],
            }
        )
    else:
        _show(health)
    if not health.engines:
        raise typer.Exit(NoEngineError.exit_code)


def _show(health: Health) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in health.findings:
        sign, style = _SIGNS[finding.state]
        table.add_row(Text(sign, style=style), printable(finding.name), Text(printable(finding.detail)))
        if finding.advice and finding.state is not HealthState.OK:
            table.add_row("", "", Text(f"→ {printable(finding.advice)}", style="cyan"))
    out = stdout_console()
    out.print(table)
    if health.engines:
        out.print(Text(f"can speak now: {', '.join(health.engines)}", style="green"))
    else:
        out.print(Text("no engine can speak here: see above what to do", style="bold red"))
