"""The `duologue` command: a table of the commands, and errors as sentences and exit codes.

A command's module is imported when it is called, so that `--version` and `--help` start at once.
"""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperArgument, TyperGroup

from duologue import __version__
from duologue.cli.leaving import leave_on_signals
from duologue.redaction import RedactingFormatter, redacted, remember_environment


class _Home(NamedTuple):
    """Where a command is, and what the list of commands says of it: the first sentence of its own help."""

    module: str
    name: str
    summary: str


COMMANDS = {
    "init": _Home("init", "init", "Write a commented duologue.yaml, show.yaml and cast, to begin with."),
    "render": _Home("render", "render", "Render articles as podcast episodes."),
    "batch": _Home(
        "batch", "batch", "Render a back catalogue: every article in a folder and below it, or in a list."
    ),
    "script": _Home("script", "script", "Read an article and show who says what."),
    "say": _Home("say", "say", "Say one line in one voice, or show how it would be said."),
    "voices": _Home("voices", "voices", "What can speak: engines, voices and casts."),
    "check": _Home("check", "check", "Prove episodes from their files alone."),
    "feed": _Home("feed", "feed", "Write the feed and pages of a show; with --to, all that listeners need."),
    "publish": _Home(
        "publish",
        "publish",
        "Send a show to where it lives, and ask if it can be heard there.",
    ),
    "ready": _Home("ready", "ready", "Say what a show still lacks for Apple Podcasts and Spotify."),
    "serve": _Home("serve", "serve", "Serve the show in FOLDER: feed, pages and sound."),
    "studio": _Home(
        "studio",
        "studio",
        "See how an article was read, change it with a click, hear it while it is made, and render it.",
    ),
    "cache": _Home("cache", "cache", "Show, empty or shorten the cache of takes and encoded sound."),
    "doctor": _Home("doctor", "doctor", "Say what works on this machine, and what to do."),
}


def _say_more(wanted: bool) -> None:
    if wanted:
        logging.getLogger("duologue").setLevel(logging.DEBUG)
        logging.getLogger().handlers[0].setLevel(logging.DEBUG)


def _say_less(wanted: bool) -> None:
    if wanted:
        from duologue.cli.console import console

        console.quiet = True


_Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", callback=_say_more, expose_value=False, help="Say more of what happens."),
]
_Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", callback=_say_less, expose_value=False, help="Say nothing but errors."),
]


def _everywhere(verbose: _Verbose = False, quiet: _Quiet = False) -> None:
    """The options that every command takes."""


class Commands(TyperGroup):
    """Commands that are imported when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, made from its module."""
        home = COMMANDS.get(cmd_name)
        if home is None:
            return super().get_command(ctx, cmd_name)
        found = getattr(import_module(f"duologue.cli.{home.module}"), home.name)
        return with_common_options(_as_app(found, cmd_name), cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, home.summary) for name, home in COMMANDS.items()])


def _as_app(found: Any, name: str) -> typer.Typer:
    if isinstance(found, typer.Typer):
        return found
    made = typer.Typer(
        add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
    )
    made.command(name)(found)
    return made


def with_common_options(made: typer.Typer, name: str) -> Any:
    """The command of an app, and of its own commands, with `-v` and `-q`."""
    command = typer.main.get_command(made)
    command.name = name
    common = _as_app(_everywhere, name)
    for each in (command, *getattr(command, "commands", {}).values()):
        for parameter in each.params:
            if isinstance(parameter, TyperArgument):  # what it is says its help, not `<list[Path]>`
                parameter.display_type_rich = lambda ctx: None  # type: ignore[method-assign]
        each.params += typer.main.get_command(common).params
    return command


app = typer.Typer(
    name="duologue",
    cls=Commands,
    help="Turns a written interview into a podcast episode.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"duologue {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    verbose: _Verbose = False,
    quiet: _Quiet = False,
) -> None:
    """Turns a written interview into a podcast episode."""


def main() -> None:
    """The entry point: exit codes as documented, never a traceback for an expected error."""
    _open_streams()
    remember_environment(os.environ)
    _log_to_stderr()
    leave_on_signals()
    sys.excepthook = _redacted_traceback
    from duologue.errors import DuologueError

    try:
        app()
    except DuologueError as error:
        logging.getLogger("duologue").debug("traceback", exc_info=error)
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said to them.
        _drop_output()
        sys.exit(1)
    except OSError as error:
        # Mostly stdout on a full disk: what a stage writes itself is named by its own error.
        logging.getLogger("duologue").debug("traceback", exc_info=error)
        _drop_output()
        what = error.filename if isinstance(error.filename, str) else "the output"
        _fail(f"{what} cannot be written or read ({error.strerror or error})", 1)


def _fail(message: str, exit_code: int) -> None:
    from duologue.cli.console import error_line

    error_line(message)
    sys.exit(exit_code)


def _log_to_stderr() -> None:
    """Log lines with their times on stderr: warnings, and with `-v` everything of Duologue's own.

    What libraries warn developers of is no message to a user.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)


def _redacted_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of Duologue's own: its traceback, without secrets."""
    sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))


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
