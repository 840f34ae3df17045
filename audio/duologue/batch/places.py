"""Where a run keeps takes and episodes, as a person names it."""

from __future__ import annotations

from pathlib import Path

from duologue.batch.options import SharedPlaces
from duologue.store.local import default_cache_dir
from duologue.store.opening import open_store
from duologue.store.places import scheme_of
from duologue.store.takes import TakeCache


def takes_at(cache: str | None) -> TakeCache:
    """The takes at a path or a URL; None for the default place.

    Raises:
        UsageError: it names no place, or it cannot be reached.
    """
    return TakeCache(open_store(cache))


def shared_places(cache: str | None, out: str) -> SharedPlaces:
    """Both places as workers in another folder need them."""
    return SharedPlaces(_reachable(cache or str(default_cache_dir())), _reachable(out))


def _reachable(place: str) -> str:
    return place if scheme_of(place) else str(Path(place).absolute())
