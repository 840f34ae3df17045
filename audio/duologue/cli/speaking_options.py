"""The options that say who speaks, the same for every command that renders."""

from __future__ import annotations

from typing import Annotated

import typer

from duologue.cli import completion

CastName = Annotated[
    str | None,
    typer.Option(
        "--voices",
        metavar="NAME|FILE",
        help="A cast: a shipped one by name, or a YAML file.",
        autocompletion=completion.casts,
    ),
]
EngineName = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="auto, edge, kokoro, openai or a plug-in.  [default: auto]",
        autocompletion=completion.engines,
    ),
]
