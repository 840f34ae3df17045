"""The store that a person names: a folder of this machine, or a URL."""

from __future__ import annotations

from pathlib import Path

from duologue.errors import PublishError, UsageError
from duologue.store.base import Store
from duologue.store.local import LocalStore, default_store
from duologue.store.places import open_place, scheme_of
from duologue.store.remote import RemoteStore


def open_store(written: str | None) -> Store:
    """The store at a path or a URL; None for the default one.

    A path is a store of this machine, whose locks and times count. For a folder that machines share, write a
    ``file://`` address.

    Raises:
        UsageError: it names no place, or it cannot be reached.
    """
    if written is None:
        return default_store()
    if not written.strip():
        raise UsageError("the cache has no name: name a folder or a URL such as s3://bucket/cache")
    if not scheme_of(written):
        return LocalStore(Path(written))
    try:
        return RemoteStore(open_place(written))
    except PublishError as error:
        raise UsageError(str(error)) from None
