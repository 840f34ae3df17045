"""The `duologue` command: registers the commands and turns errors into sentences and exit codes."""

from __future__ import annotations

import io
import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.logging import RichHandler

from duologue import __version__
from duologue.cli.cache import cache
from duologue.cli.check import check
from duologue.cli.console import console, error_line
from duologue.cli.doctor import doctor
from duologue.cli.feed import feed
from duologue.cli.render import render
from duologue.cli.say import say
from duologue.cli.script import script
from duologue.cli.serve import serve
from duologue.cli.voices import voices
from duologue.errors import DuologueError

app = typer.Typer(
    name="duologue",
    help="Turns a written interview into a podcast episode.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
app.command()(script)
app.command()(render)
app.command()(say)
app.command()(check)
app.command()(cache)
app.command()(feed)
app.command()(serve)
app.add_typer(voices, name="voices")
app.command()(doctor)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"duologue {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more of what happens.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Turns a written interview into a podcast episode."""
    console.quiet = quiet
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.WARNING,
        format="%(name)s: %(message)s",
        handlers=[RichHandler(console=console, show_time=False, show_path=False)],
    )
    for noisy in ("asyncio", "jieba", "markdown_it", "PIL"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def main() -> None:
    """The entry point: exit codes as documented, never a traceback for an expected error."""
    _open_streams()
    try:
        app()
    except DuologueError as error:
        logging.getLogger("duologue").debug("traceback", exc_info=error)
        error_line(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said to them.
        _drop_output()
        sys.exit(1)
    except OSError as error:
        # Mostly stdout on a full disk: what a stage writes itself is named by its own error.
        logging.getLogger("duologue").debug("traceback", exc_info=error)
        _drop_output()
        what = error.filename if isinstance(error.filename, str) else "the output"
        error_line(f"{what} cannot be written or read ({error.strerror or error})")
        sys.exit(1)


def _open_streams() -> None:
    """Gives a closed stdout or stderr a place to go, and one that cannot say a character its code."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Lets what could not be written go, or the interpreter tries again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
