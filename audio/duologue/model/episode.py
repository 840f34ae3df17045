"""One finished episode, as a program sees it. Times are milliseconds from the start of the MP3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from duologue.model.interview import Account, Illustration

SCRIPT_NAME = "script.md"
AUDITION_SUFFIX = ".audition.html"
"""How the file of an audition's page is called, so that it is never taken for an article."""
"""The script in an episode's folder; one that nothing was rendered from yet holds it alone."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled stretch of the programme.

    Attributes:
        title: as written; never empty in a checked list.
        start_ms: first millisecond.
        end_ms: the millisecond after the last; the next chapter's start.
        url: a page about it, if there is one.
        picture: what is shown meanwhile, if something is; its address is a file beside the sound.
    """

    title: str
    start_ms: int
    end_ms: int
    url: str | None = None
    picture: Illustration | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """One sentence or paragraph of one speaker, as written, and when it is heard.

    `kind` is ``speech``, or what the narrator announces: ``disclosure``, ``title``, ``section``.
    """

    speaker: str
    text: str
    start_ms: int
    end_ms: int
    kind: str = "speech"


@dataclass(frozen=True, slots=True)
class Episode:
    """One finished episode.

    Attributes:
        mp3: the sound, with its tag.
        folder: holds the MP3 and all that belongs to it.
        guid: a UUID that stays the same for as long as it is the same episode.
        title: the interview's.
        language: BCP 47.
        engine: the engines that spoke, e.g. ``kokoro`` or ``edge + kokoro``.
        voices: speaker's name → voice; the narrator's name is ``narrator``.
        chapters: in order, without gap.
        cues: in time order.
        duration_ms: the length of the MP3.
        samples: the same, in samples at `sample_rate` Hz.
        utterances: how many were said.
        new_takes: takes that were voiced by this render.
        reused_takes: takes that were in the cache.
        loudness_lufs: integrated loudness of the decoded MP3 (BS.1770).
        true_peak_dbtp: its true peak.
        seconds: wall time of the stages ``read``, ``speak``, ``master``, ``publish``.
        source: the file or address it was read from; empty for a text.
        unchanged: the folder already held exactly this episode and was left as it was.
        account: the proof that spoken and dropped text are the whole source.
    """

    mp3: Path
    folder: Path
    guid: str
    title: str
    language: str
    engine: str
    voices: Mapping[str, str]
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    duration_ms: int
    samples: int
    sample_rate: int
    utterances: int
    new_takes: int
    reused_takes: int
    loudness_lufs: float
    true_peak_dbtp: float
    seconds: Mapping[str, float]
    source: str = ""
    unchanged: bool = False
    account: Account | None = field(default=None, compare=False, repr=False)
