"""Proving and publishing: `check` and `feed`."""

from __future__ import annotations

from pathlib import Path

from duologue.checks import Report, check_episode
from duologue.publish.site import SiteWritten, write_site
from duologue.store.takes import TakeCache


def check(episode: str | Path) -> Report:
    """Proves an episode from its files: sound, loudness, words, times, tags, transcripts, pages.

    Args:
        episode: its folder.

    Returns:
        A report; what is wrong is in it, nothing is raised for it.
    """
    return check_episode(Path(episode), takes=TakeCache())


def feed(folder: str | Path, *, url: str) -> SiteWritten:
    """Writes the feed and the pages of a show into its folder; files that are right stay untouched.

    Args:
        folder: holds one folder for each episode, and show.yaml if there is one.
        url: where the folder will be on the web.

    Raises:
        UsageError: no such folder, no episode in it, or an invalid URL.
        ConfigError: show.yaml or an episode.json is wrong.
    """
    return write_site(Path(folder), url)
