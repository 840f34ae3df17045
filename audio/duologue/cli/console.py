"""Where messages for a person go: stderr, so that stdout is the result alone."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from duologue.redaction import redacted, without_known

_FREE_COLUMNS = 200

# What is shown comes from articles and paths: their brackets are no markup.
console = Console(stderr=True, highlight=False, markup=False)


def stdout_console() -> Console:
    """Where a result for a person goes: stdout; into a file or pipe in lines as long as they need be."""
    free = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(highlight=False, markup=False, width=_FREE_COLUMNS if free else None)


def error_line(message: str) -> None:
    """One sentence about what went wrong."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        Text.assemble(("duologue: ", "bold red"), printable(redacted(message)))
    )


def note(message: str) -> None:
    """Something a person should know, which stops nothing."""
    console.print(Text(printable(redacted(message)), style="yellow"), soft_wrap=True)


def print_json(document: Any) -> None:
    """One JSON document on stdout."""
    _write_json(json.dumps(document, ensure_ascii=False, indent=2))


def printable(text: str) -> str:
    """The text without control characters, which a terminal would obey, and without known secrets."""
    return "".join(c if c.isprintable() or c == " " else " " for c in without_known(text))


def command(*words: str | Path) -> str:
    """A `duologue` command line that works where this one was called: by its name, or by its path."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        name = "python -m duologue"
    elif (found := shutil.which(called.name)) is not None and Path(found).resolve() == called.resolve():
        name = called.name
    else:
        below = called.absolute().is_relative_to(Path.cwd())
        name = shlex.quote(str(called.absolute().relative_to(Path.cwd()) if below else called))
    return f"{name} {shlex.join(map(str, words))}"


def print_json_line(document: Any) -> None:
    """One JSON document as one line on stdout, at once."""
    _write_json(json.dumps(document, ensure_ascii=False))


def _write_json(text: str) -> None:
    sys.stdout.buffer.write(without_known(text).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()
