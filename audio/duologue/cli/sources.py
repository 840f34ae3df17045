"""What a person means by a source: a file, an address, a folder of articles, an episode, or stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from duologue.audition import PAGE_SUFFIX
from duologue.errors import SourceError, UsageError
from duologue.limits import MAX_FILE_BYTES
from duologue.programme.manifest import MANIFEST_NAME

ARTICLES = {".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".srt", ".vtt", ".json", ".csv", ".tsv"}
ARTICLES |= {".epub", ".pdf", ".odt", ".rtf", ".mht", ".mhtml"}
"""What is taken from a folder; a file named by itself may have any name."""
STDIN = "-"
_NOT_HIDDEN = (".", "~$")
"""How names begin that no person chose: hidden files, resource forks, the locks of a word processor."""


def expand(sources: list[str], *, recursive: bool = False) -> list[str]:
    """The sources, each folder replaced by the articles in it in order of their names.

    The folder of an episode means its script. Hidden files, hints, and folders of episodes within the folder
    are passed over.

    Raises:
        UsageError: there is no article in a folder.
    """
    expanded: list[str] = []
    for source in sources:
        folder = Path(source)
        if source == STDIN or "://" in source or not folder.is_dir():
            expanded.append(source)
        elif (folder / MANIFEST_NAME).is_file():
            expanded.append(str(folder / "script.md"))
        else:
            found = [str(path) for path in _articles(folder, recursive=recursive)]
            if not found:
                raise UsageError(f"there is no article in {source}{_hint(folder, recursive)}")
            expanded += found
    return list(dict.fromkeys(expanded))


def stdin_bytes() -> bytes:
    """What was given on standard input.

    Raises:
        SourceError: it is larger than any article.
    """
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise SourceError(
            f"standard input is too large to be an interview (the limit is {MAX_FILE_BYTES // 1_000_000} MB)."
        )
    return data


def _articles(folder: Path, *, recursive: bool) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_NOT_HIDDEN):
            continue
        if path.is_dir():
            if recursive and not path.is_symlink() and not (path / MANIFEST_NAME).is_file():
                yield from _articles(path, recursive=True)
        elif path.suffix.lower() in ARTICLES and path.is_file() and not path.name.endswith(PAGE_SUFFIX):
            yield path


def _hint(folder: Path, recursive: bool) -> str:
    below = not recursive and any(path.is_dir() for path in folder.iterdir())
    return "; --recursive looks in its folders too" if below else ""
