"""Checking: proves a finished episode from the files of its folder alone.

report = check_episode(Path("episodes/shen-yan"))
assert report.passed, report.findings
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duologue.checks import (
    chapter_checks,
    disclosure_checks,
    file_checks,
    page_checks,
    picture_checks,
    placement_checks,
    provenance_checks,
    sound_checks,
    tag_checks,
    text_checks,
    transcript_checks,
)
from duologue.checks.files import EpisodeFiles
from duologue.checks.provenance_checks import check_copy
from duologue.checks.report import Broken, CheckOutcome, Finding, Report, Result, report_json
from duologue.checks.run import Check, run_checks
from duologue.checks.utterances import SpokenUtterance
from duologue.errors import UsageError
from duologue.programme.manifest import MANIFEST_NAME
from duologue.store.takes import TakeCache

__all__ = [
    "CHECKS",
    "Broken",
    "Check",
    "CheckOutcome",
    "EpisodeFiles",
    "Finding",
    "Report",
    "Result",
    "SpokenUtterance",
    "check_copy",
    "check_episode",
    "copies",
    "episode_folders",
    "report_json",
    "run_checks",
]

CHECKS: tuple[Check, ...] = (
    Check("files", file_checks.complete),
    Check("characters", file_checks.characters),
    Check("sound", sound_checks.decodes),
    Check("loudness", sound_checks.loudness),
    Check("clipping", sound_checks.clipping),
    Check("account", text_checks.account),
    Check("words", text_checks.words),
    Check("timeline", placement_checks.timeline),
    Check("takes", placement_checks.takes),
    Check("pace", placement_checks.pace),
    Check("pauses", placement_checks.pauses),
    Check("transcripts", transcript_checks.transcripts),
    Check("tags", tag_checks.tags),
    Check("chapters", chapter_checks.chapters),
    Check("cover", picture_checks.cover),
    Check("pictures", picture_checks.chapter_pictures),
    Check("disclosure", disclosure_checks.disclosure),
    Check("provenance", provenance_checks.provenance),
    Check("pages", page_checks.pages),
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


def copies(places: Iterable[Path]) -> list[Path]:
    """The MP3 files among what a person names that lie in no episode's folder."""
    return [
        place
        for place in places
        if place.is_file() and place.suffix.lower() == ".mp3" and not (place.parent / MANIFEST_NAME).is_file()
    ]


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
