"""Checking: proves a finished episode from the files of its folder alone.

report = check_episode(Path("episodes/shen-yan"))
assert report.passed, report.findings
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duologue.checks import page_checks as of_pages
from duologue.checks import placement_checks as of_placement
from duologue.checks import sound_checks as of_sound
from duologue.checks import tag_checks as of_tags
from duologue.checks import text_checks as of_text
from duologue.checks.files import EpisodeFiles, SpokenUtterance
from duologue.checks.report import Broken, Check, Finding, Outcome, Report, Result, report_json, run_checks
from duologue.errors import UsageError
from duologue.programme.folder.manifest import MANIFEST_NAME
from duologue.store.takes import TakeCache

__all__ = [
    "CHECKS",
    "Broken",
    "Check",
    "EpisodeFiles",
    "Finding",
    "Outcome",
    "Report",
    "Result",
    "SpokenUtterance",
    "check_episode",
    "episode_folders",
    "report_json",
    "run_checks",
]

CHECKS: tuple[Check, ...] = (
    Check("files", of_pages.complete),
    Check("sound", of_sound.decodes),
    Check("loudness", of_sound.loudness),
    Check("clipping", of_sound.clipping),
    Check("account", of_text.account),
    Check("words", of_text.words),
    Check("timeline", of_placement.timeline),
    Check("takes", of_placement.takes),
    Check("pace", of_placement.pace),
    Check("pauses", of_placement.pauses),
    Check("transcripts", of_text.transcripts),
    Check("tags", of_tags.tags),
    Check("chapters", of_tags.chapters),
    Check("cover", of_tags.cover),
    Check("disclosure", of_tags.disclosure),
    Check("pages", of_pages.pages),
)
"""All checks, in the order in which they are run and shown."""


def check_episode(
    folder: Path, *, takes: TakeCache | None = None, checks: Iterable[Check] = CHECKS
) -> Report:
    """Checks the episode in `folder`; what is wrong is in the report, nothing is raised for it.

    Args:
        folder: holds `episode.json`.
        takes: where some takes may still be, to look for them in the sound.
        checks: what to check.
    """
    return run_checks(EpisodeFiles(folder, takes), checks)


def episode_folders(place: Path) -> list[Path]:
    """The episodes that a person means: a folder, a file in one, or a folder of episodes.

    Raises:
        UsageError: there is none.
    """
    if place.is_file():
        place = place.parent
    if not place.is_dir():
        raise UsageError(f"{place}: no such episode")
    if (place / MANIFEST_NAME).is_file():
        return [place]
    found = sorted(path.parent for path in place.glob(f"[!.]*/{MANIFEST_NAME}"))
    if not found:
        raise UsageError(f"{place}: no episode is here (no {MANIFEST_NAME})")
    return found
