"""The options that say what of a source is read, the same for every command that reads one."""

from __future__ import annotations

from typing import Annotated

import typer

Chapter = Annotated[
    str | None,
    typer.Option("--chapter", metavar="N|TITLE", help="Of a book (EPUB): only this chapter."),
]
Item = Annotated[
    int | None,
    typer.Option("--item", min=1, metavar="N", help="Of a feed: this item, from 1.  [default: the newest]"),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="TAG|NAME",
        help="What the article is in, e.g. es-ES.  [default: what it says, else its text]",
    ),
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Read addresses of private networks too.")
]
