"""What a person means by a source: a file, an address, a folder of articles, or an episode's folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duologue.audition import PAGE_SUFFIX
from duologue.errors import UsageError
from duologue.programme.manifest import MANIFEST_NAME

ARTICLES = {".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".srt", ".vtt", ".json", ".csv", ".tsv"}
ARTICLES |= {".epub", ".pdf", ".odt", ".rtf", ".mht", ".mhtml"}
"""What is taken from a folder; a file named by itself may have any name."""
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
        if "://" in source or not folder.is_dir():
            expanded.append(source)
        elif (folder / MANIFEST_NAME).is_file():
            expanded.append(str(folder / "script.md"))
        else:
            found = [str(path) for path in article_files(folder, recursive=recursive)]
            if not found:
                raise UsageError(f"there is no article in {source}{_hint(folder, recursive)}")
            expanded += found
    return list(dict.fromkeys(expanded))


def article_files(folder: Path, *, recursive: bool) -> Iterator[Path]:
    """The articles in a folder, in order of their names; hidden files and episodes are passed over."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_NOT_HIDDEN):
            continue
        if path.is_dir():
            if recursive and not path.is_symlink() and not (path / MANIFEST_NAME).is_file():
                yield from article_files(path, recursive=True)
        elif path.suffix.lower() in ARTICLES and path.is_file() and not path.name.endswith(PAGE_SUFFIX):
            yield path


def _hint(folder: Path, recursive: bool) -> str:
    below = not recursive and any(path.is_dir() for path in folder.iterdir())
    return "; --recursive looks in its folders too" if below else ""
