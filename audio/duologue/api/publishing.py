"""Publishing: `feed`, `publish_show`, and what a show still lacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from duologue.publish.feed import FEED_NAME
from duologue.publish.finding import ShowFinding
from duologue.publish.in_place import SiteWritten, write_site
from duologue.publish.places import open_target
from duologue.publish.publishing import Publication, publish
from duologue.publish.site import folder_address, read_site

__all__ = [
    "FEED_NAME",
    "Publication",
    "ShowFinding",
    "SiteWritten",
    "feed",
    "probe",
    "publish_show",
    "readiness",
]


def feed(folder: str | Path, *, url: str | None = None) -> SiteWritten:
    """Writes the feed and the pages of a show into its folder; files that are right stay untouched.

    That folder also holds scripts and what was left out: `publish_show` writes listeners' files alone.

    Args:
        folder: holds one folder for each episode, and show.yaml if there is one.
        url: where the folder will be on the web; None for what show.yaml says.

    Raises:
        UsageError: no such folder, no episode in it, or an invalid URL.
        ConfigError: show.yaml, published.json or an episode.json is wrong.
    """
    return write_site(Path(folder), url)


def publish_show(
    folder: str | Path,
    *,
    to: str | Path,
    url: str | None = None,
    dry_run: bool = False,
    on_sent: Callable[[str, int], None] = lambda _name, _bytes: None,
) -> Publication:
    """Sends listeners' files of a show to a folder, or over the network; only what has changed.

    Args:
        folder: holds one folder for each episode, and show.yaml if there is one.
        to: a folder, or an address such as ``s3://bucket/show``, ``sftp://me@host/path``, ``webdav://host/path``.
        url: where that place is on the web; None for what show.yaml says.
        dry_run: finds out what would be sent; writes and sends nothing.
        on_sent: called with each file's name and length when it has been sent.

    Raises:
        UsageError: no such folder or place, no episode, or an invalid URL.
        ConfigError: show.yaml, published.json or an episode.json is wrong.
        PublishError: something cannot be sent; the same call goes on from there.
    """
    return publish(Path(folder), open_target(str(to)), url, dry=dry_run, progress=on_sent)


def readiness(folder: str | Path, *, live: bool = False, url: str | None = None) -> list[ShowFinding]:
    """What directories (Apple Podcasts, Spotify) ask of a show, and what is missing.

    Args:
        folder: holds one folder for each episode, and show.yaml if there is one.
        live: whether the show's address on the web is asked too, as apps do.
        url: that address; None for what show.yaml says.

    Raises:
        UsageError: no such folder, or an invalid URL.
        ConfigError: show.yaml or published.json is wrong.
    """
    from duologue.publish.readiness import readiness as lacks

    site = read_site(Path(folder))
    found = lacks(site)
    address = url or site.written.url
    if live and address:
        found += probe(f"{folder_address(address)}/{FEED_NAME}")
    return found


def probe(feed_url: str) -> list[ShowFinding]:
    """Asks for a feed and for what it names, as podcast apps do: HEAD, ranges, types, CORS, redirects."""
    from duologue.publish.probe import probe as asked

    return asked(feed_url)
