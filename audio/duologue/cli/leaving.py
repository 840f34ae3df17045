"""Leaving when asked to: whoever ends a process by SIGTERM or SIGHUP wants what Ctrl-C does."""

from __future__ import annotations

import signal
from types import FrameType


def leave_on_signals() -> None:
    """From now on SIGTERM and SIGHUP (a closed terminal) are handled as SIGINT is at the moment they come.

    What is ignored stays ignored: that is what `nohup` does.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as for a job that a shell has put behind
        raise KeyboardInterrupt
    signal.raise_signal(signal.SIGINT)
