"""What a place of others refuses once may work a moment later."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from duologue.errors import EpisodeError
from duologue.store.places import why

T = TypeVar("T")
_TRIES = 4
_WAIT_SECONDS = 0.5


def tried(act: Callable[[], T], failure: str) -> T:
    """What `act` gives, tried several times.

    Args:
        act: reads or writes; every library has errors of its own.
        failure: what is said where it fails, before the reason.

    Raises:
        EpisodeError: it failed every time, or is not allowed.
    """
    for number in range(1, _TRIES + 1):
        try:
            return act()
        except Exception as error:  # noqa: BLE001 (every library has errors of its own)
            if number == _TRIES or isinstance(error, PermissionError):
                raise EpisodeError(f"{failure}: {why(error)}") from None
            time.sleep(_WAIT_SECONDS * number)
    raise AssertionError
