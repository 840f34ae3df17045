"""Proving and publishing: `check`, `feed` and `publish_show`."""

from __future__ import annotations

from pathlib import Path

from duologue.checks import Report, check_episode
from duologue.publish.in_place import SiteWritten, write_site
from duologue.publish.places import open_target
from duologue.publish.publishing import Publication, publish
from duologue.store.takes import TakeCache


def check(episode: str | Path) -> Report:
    """Proves an episode from its files: sound, loudness, words, times, tags, transcripts, pages.

    Args:
        episode: its folder.

    Returns:
        A report; what is wrong is in it, nothing is raised for it.
    """
    return check_episode(Path(episode), takes=TakeCache())


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


def publish_show(folder: str | Path, *, to: str | Path, url: str | None = None) -> Publication:
    """Sends listeners' files of a show to a folder, or over the network; only what has changed.

    Args:
        folder: holds one folder for each episode, and show.yaml if there is one.
        to: a folder, or an address such as ``s3://bucket/show``, ``sftp://me@host/path``, ``webdav://host/path``.
        url: where that place is on the web; None for what show.yaml says.

    Raises:
        UsageError: no such folder or place, no episode, or an invalid URL.
        ConfigError: show.yaml, published.json or an episode.json is wrong.
        PublishError: something cannot be sent; the same call goes on from there.
    """
    return publish(Path(folder), open_target(str(to)), url)
