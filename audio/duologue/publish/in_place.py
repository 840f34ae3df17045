"""A show's site written into the folder of its episodes, for `serve` and for a look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duologue.programme.folder.digests import with_digests
from duologue.programme.manifest import MANIFEST_NAME, manifest_json, read_manifest
from duologue.publish.feed import FEED_NAME
from duologue.publish.library import companion_files, small_pictures, write_changed, write_small_pictures
from duologue.publish.prepare import keep, prepare, utc_now
from duologue.publish.site import Site


@dataclass(frozen=True, slots=True)
class SiteWritten:
    """What writing the site came to.

    Attributes:
        feed_url: the feed's address.
        episodes: how many are in the feed.
        changed: the files that were written or removed.
        withheld: folders of episodes whose date has not come.
        notes: what a person should know.
    """

    feed_url: str
    episodes: int
    changed: tuple[Path, ...]
    withheld: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def write_site(folder: Path, url: str | None = None, now: datetime | None = None) -> SiteWritten:
    """Write feed, pages and companions into `folder`; files that are right already stay untouched.

    Args:
        folder: holds one folder for each episode, and `show.yaml` if there is one.
        url: where the folder will be on the web; None for what `show.yaml` says.
        now: in UTC; episodes that go out for the first time have this date.

    Raises:
        UsageError: no such folder, no episode in it, or `url` is no web address.
        ConfigError: see `prepare`.
    """
    now = now or utc_now()
    prepared = prepare(folder, url, now, lambda name: _read(folder / name))
    site, feeds = keep(prepared.site, prepared.url, now)
    changed = [path for release in site.out for path in write_small_pictures(release.episode)]
    files = _files(site, prepared.url, prepared.cover)
    changed += [path for path, content in files if write_changed(path, content)]
    changed += [folder / name for name, data in reversed(feeds.items()) if write_changed(folder / name, data)]
    return SiteWritten(
        f"{prepared.url}/{FEED_NAME}",
        len(site.out),
        tuple(changed),
        tuple(release.folder for release in site.releases.withheld),
        prepared.notes,
    )


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _files(site: Site, url: str, cover: bytes) -> Iterator[tuple[Path, bytes]]:
    """Every file of the site but the feed, one after the other; an episode's digests follow its files."""
    around = site.around(url)
    for release in site.out:
        folder, whole = release.episode.folder, release.episode.whole()
        made = {n: text.encode() for n, text in companion_files(whole, around[release.folder]).items()}
        yield from ((folder / name, content) for name, content in made.items())
        pictures = {name: (folder / name).read_bytes() for name in small_pictures(whole)}
        kept = read_manifest(folder)  # without what the show says in place of it
        yield folder / MANIFEST_NAME, manifest_json(with_digests(kept, {**made, **pictures})).encode()
    for name, data in site.pictures(cover).items():
        yield site.folder / name, data
    for name, text in site.pages(url).items():
        yield site.folder / name, text.encode()
