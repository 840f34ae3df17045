"""A show as its folder is now, read again only when something in it has changed, with what was made of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from math import inf
from pathlib import Path
from threading import Lock, RLock
from time import time
from typing import NamedTuple

from duologue.programme.manifest import MANIFEST_NAME
from duologue.publish.conditions import Made
from duologue.publish.library import companion_file
from duologue.publish.media_types import is_text, media_type
from duologue.publish.pictures import without_metadata
from duologue.publish.promises import PROMISES_NAME
from duologue.publish.releases import Release
from duologue.publish.show import SHOW_COVER_NAME, SHOW_NAME
from duologue.publish.site import SHOW_PICTURES, Site, read_site


class _File(NamedTuple):
    """By which one sees that a file is another, or was written to."""

    mtime_ns: int
    size: int
    inode: int


_MOST_MADE = 256
_SETTLING_SECONDS = 2.0


class Edition:
    """A show at one moment: the site, and everything that was made of it and is sent as it is.

    Args:
        site: see `read_site`.
        url: the folder's address.
    """

    def __init__(self, site: Site, url: str) -> None:
        self.site = site
        self.releases = {release.folder: release for release in site.out}
        self._url = url
        self._around = site.around(url)
        self._made: dict[str, Made] = {}
        self._making = RLock()

    def file(self, name: str) -> Made | None:
        """One of the show's own files: feed, pages, pictures; None for any other name."""
        with self._making:
            if name.endswith(".xml"):
                return self._once(name, lambda: self._feeds.get(name))
            if name in SHOW_PICTURES:
                return self._once(name, lambda: self._pictures[name])
            return self._once(name, lambda: _encoded(self.site.page(name, self._url)))

    def text(self, release: Release, name: str) -> Made | None:
        """A text file of an episode, made of its manifest; None for any other name."""
        around = self._around[release.folder]
        place = f"{release.folder}/{name}"
        return self._once(place, lambda: _encoded(companion_file(release.episode, name, around)))

    def read(self, path: Path) -> Made:
        """A text or picture of an episode as it lies there, without what is written beside the picture."""

        def content() -> bytes:
            return without_metadata(path.read_bytes())

        made = self._once(f"{path} {_file(path)}", content)
        return made or Made(content(), media_type(path.name))

    @cached_property
    def _feeds(self) -> dict[str, bytes]:
        return self.site.feeds(self._url)

    @cached_property
    def _pictures(self) -> dict[str, bytes]:
        return {name: without_metadata(data) for name, data in self.site.pictures().items()}

    def _once(self, name: str, make: Callable[[], bytes | None]) -> Made | None:
        """What is made when it is first asked for, and kept."""
        with self._making:
            if name not in self._made:
                content = make()
                if content is None:
                    return None
                if len(self._made) >= _MOST_MADE:
                    del self._made[next(iter(self._made))]
                file = name.partition(" _File(")[0]
                self._made[name] = Made(content, media_type(file), is_text=is_text(file))
            return self._made[name]


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


class Shelf:
    """The newest edition of the show in a folder.

    Args:
        folder: holds one folder for each episode.
        url: its address.
        told: called with what keeps an episode from being published.
    """

    def __init__(self, folder: Path, url: str, told: Callable[[str], None]) -> None:
        self._folder = folder
        self._url = url
        self._told = told
        self._edition: Edition | None = None
        self._stamp: dict[str, _File] = {}
        self._good_until = 0.0
        self._reading = Lock()

    def edition(self) -> Edition:
        """The show as it is now.

        Raises:
            DuologueError: it cannot be read: `show.yaml` is wrong, say.
        """
        with self._reading:
            edition = self._edition
            if edition is not None and self._stamp_of(edition) == self._stamp and time() < self._good_until:
                return edition
            site = read_site(self._folder)
            for error in site.damaged.values():
                self._told(str(error))
            self._edition = Edition(site, self._url)
            self._stamp = self._stamp_of(self._edition)
            self._good_until = self._until(site)
            return self._edition

    def _until(self, site: Site) -> float:
        """How long an edition is good where no file changes, as a time of the system.

        One whose files were being written may have been read by half, and is read again; when the next
        episode's date has come, it is over.
        """
        newest_ns = max((file.mtime_ns for file in self._stamp.values()), default=0)
        if time() - newest_ns / 1e9 < _SETTLING_SECONDS:
            return 0.0
        withheld = site.releases.withheld
        return withheld[0].published.timestamp() if withheld else inf

    def _stamp_of(self, edition: Edition) -> dict[str, _File]:
        """The times and lengths of all files that shape the show, by path."""
        paths = [str(self._folder / name) for name in (SHOW_NAME, PROMISES_NAME, SHOW_COVER_NAME)]
        if edition.site.show.cover is not None:
            paths.append(str(edition.site.show.cover))
        known = {each.folder.name: each.manifest.files for each in edition.site.episodes}
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or not entry.is_dir():
                    continue
                files = known.get(entry.name)
                names = (MANIFEST_NAME, files.mp3, files.cover) if files else _names(entry.path)
                paths += [f"{entry.path}/{name}" for name in names]
        found = ((path, _file(path)) for path in paths)
        return {path: file for path, file in found if file is not None}


def _names(folder: str) -> list[str]:
    """All names in a folder that is no whole episode yet, and may become one."""
    try:
        return os.listdir(folder)  # noqa: PTH208 (asked for at each request)
    except OSError:
        return []


def _file(path: Path | str) -> _File | None:
    try:
        found = os.stat(path)  # noqa: PTH116 (asked for hundreds of files at each request)
    except OSError:
        return None
    return _File(found.st_mtime_ns, found.st_size, found.st_ino)
