"""Showing and playing what was made, with what this machine has."""

from __future__ import annotations

import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path

from duologue.errors import UsageError

_PLAYERS = (
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("mpv", "--no-video", "--really-quiet"),
    ("afplay",),
    ("pw-play",),
    ("paplay",),
    ("play", "-q"),
    ("aplay", "-q"),
)
"""Players of the common systems, with what makes them play one file and end."""
_WAVE_ONLY = ("aplay",)


def player_for(path: Path) -> tuple[str, ...]:
    """The command that plays `path`, but for its name.

    Raises:
        UsageError: no player is installed that can.
    """
    for name, *options in _PLAYERS:
        found = shutil.which(name)
        if found and (name not in _WAVE_ONLY or path.suffix.lower() == ".wav"):
            return (found, *options)
    if sys.platform == "win32" and path.suffix.lower() == ".wav":
        code = "import sys, winsound; winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME)"
        return (sys.executable, "-c", code)
    names = ", ".join(name for name, *_ in _PLAYERS)
    raise UsageError(f"nothing here can play a sound; install one of {names}, or leave --play out")


def play(player: tuple[str, ...], path: Path) -> None:
    """Plays a file to its end.

    Raises:
        UsageError: the player could not.
    """
    done = subprocess.run([*player, str(path)], capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
        raise UsageError(f"{Path(player[0]).name} cannot play {path}: {why}")


def open_page(path: Path) -> bool:
    """Shows a page in the person's browser; whether there is one."""
    return webbrowser.open(path.resolve().as_uri())


def open_address(address: str) -> bool:
    """Shows an address in the person's browser; whether there is one."""
    return webbrowser.open(address)
