"""Proving: `check`, also by ear, and the picture of an episode."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from duologue.checks import (
    CHECKS,
    Broken,
    Check,
    EpisodeFiles,
    Report,
    check_copy,
    copies,
    episode_folders,
    report_json,
    run_checks,
)
from duologue.errors import CheckFailed
from duologue.settings import Settings
from duologue.store.takes import TakeCache

if TYPE_CHECKING:
    from duologue.checks.hearing_checks import Listener

__all__ = ["HearingCheck", "Report", "check", "check_copy", "copies", "episode_folders", "report_json"]


class HearingCheck:
    """The check by ear: a recogniser writes down every utterance, and the text is compared with the script.

    One object can check several episodes.

    Args:
        ear: a folder with a Whisper model, or its name; None for the one of the extra ``proof``.
        settings: their lexicons say how names and terms are said; None for the shipped ones.
    """

    def __init__(self, ear: str | None = None, *, settings: Settings | None = None) -> None:
        from duologue.checks.hearing_checks import Listener
        from duologue.speech.ear import Ear

        self._listener: Listener = Listener(Ear(ear), (settings or Settings()).lexicon_for)

    @property
    def misheard(self) -> Mapping[Path, int]:
        """Folder of an episode → how many of its utterances were misheard."""
        return {folder: len(utterances) for folder, utterances in self._listener.misheard.items()}

    def forget_misheard(self) -> None:
        """Removes the takes that were misheard, so that the next render voices them again.

        Raises:
            EpisodeError: the cache cannot be changed, or `episode.json` not be written.
        """
        from duologue.checks.hearing_checks import forget

        for folder, utterances in self._listener.misheard.items():
            forget(EpisodeFiles(folder), utterances, TakeCache())

    def as_check(self) -> Check:
        """The check, for `check`."""
        return Check("hearing", self._listener.check)


def check(
    episode: str | Path, *, listening: HearingCheck | None = None, picture: str | Path | None = None
) -> Report:
    """Proves an episode from its files: sound, loudness, words, times, tags, transcripts, pages.

    Args:
        episode: its folder.
        listening: also compares what is heard with the script.
        picture: where to draw the episode as a PNG: waveform, speakers, chapters, loudness.

    Returns:
        A report; what is wrong is in it, nothing is raised for it.

    Raises:
        CheckFailed: the picture cannot be drawn, for a file of the episode cannot be read.
        UsageError: matplotlib is not installed, or `picture` does not end in ``.png``.
        EpisodeError: the picture cannot be written.
    """
    files = EpisodeFiles(Path(episode), TakeCache())
    report = run_checks(files, CHECKS if listening is None else (*CHECKS, listening.as_check()))
    if picture is not None:
        _draw(files, Path(picture))
    return report


def _draw(files: EpisodeFiles, path: Path) -> None:
    from duologue.checks.picture import draw_picture

    try:
        draw_picture(files, path)
    except Broken as broken:
        raise CheckFailed(f"there is no picture of {files.folder}: {broken.finding}") from None
