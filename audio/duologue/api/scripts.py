"""Scripts: a script.md as a list of lines, changed with all other bytes kept, in its episode's folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duologue.api.files import write_file
from duologue.interview import read_text
from duologue.interview.script import read_body, write_body
from duologue.interview.script.lines import Line, line_of, lines_of, numbers_of_lines, with_lines
from duologue.interview.script.rewrite import rewritten as rewritten_with
from duologue.interview.text import is_wide
from duologue.model import Interview
from duologue.pipeline.destination import destination_of, existing, script_sha256
from duologue.programme.manifest import Manifest
from duologue.speech.lexicon import reading

__all__ = [
    "Line",
    "Manifest",
    "check_said",
    "episode_folder",
    "is_wide",
    "keep_picture",
    "line_of",
    "lines_of",
    "locked",
    "manifest_of",
    "numbers_of_lines",
    "read_body",
    "rewritten",
    "script_sha256",
    "with_lines",
    "write_body",
]


def rewritten(source: str, before: Interview, after: Interview) -> str:
    """The text of a script that reads as `after`: what is untouched keeps its bytes, and comments stay.

    Args:
        source: the script as it is.
        before: what it reads as.
        after: what it is to read as.

    Raises:
        NoInterviewError: nobody but the narrator would speak in it.
        UsageError: it cannot be written as a script.
    """
    return rewritten_with(source, before, after, read_text)


def check_said(say: str) -> None:
    """Whether this can say how a word is said: pinyin, IPA between slashes, or words.

    Raises:
        ValueError: it cannot; says why.
    """
    reading(say)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """While this lasts, no render and no other program changes the script in an episode's folder.

    Raises:
        EpisodeError: another program has kept it for long, or its place cannot be written.
    """
    from duologue.programme.folder.exchange import script_lock

    with script_lock(folder):
        yield


def manifest_of(folder: Path) -> Manifest | None:
    """The manifest of the episode that is in a folder, if a whole one is."""
    return existing(folder)


def episode_folder(interview: Interview, out: Path) -> Path:
    """The folder in `out` into which a render of this interview would be written.

    Raises:
        UsageError: every folder that its name could have is taken.
    """
    return destination_of(interview, out, in_place=False).folder


def keep_picture(folder: Path, data: bytes) -> str:
    """Puts a picture beside the script in an episode's folder; returns the name for its key `cover`.

    Raises:
        EpisodeError: it is no picture, is too small for a cover, or cannot be written.
    """
    from duologue.programme.cover.own_picture import suffix_of_cover

    name = f"picture-{hashlib.sha256(data).hexdigest()[:12]}{suffix_of_cover(data)}"
    with locked(folder):
        write_file(folder / name, data)
    return name
