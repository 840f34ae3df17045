"""What a person means by a source: a file, an address, a folder of articles, or an episode's folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duologue.errors import UsageError
from duologue.model import AUDITION_SUFFIX
from duologue.programme.manifest import MANIFEST_NAME

ARTICLES = {".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".srt", ".vtt", ".json", ".csv", ".tsv"}
ARTICLES |= {".epub", ".pdf", ".odt", ".rtf", ".mht", ".mhtml"}
"""What is taken from a folder; a file named by itself may have any name."""
_HIDDEN = (".", "~$")
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
    """The articles in a folder, in order of their names; hidden files and episodes are passed over.

    Raises:
        OSError: a folder cannot be read.
    """
    for path in sorted(folder.iterdir()):
        if is_article(path):
            yield path
        elif recursive and may_hold_articles(path):
            yield from article_files(path, recursive=True)


def is_article(path: Path) -> bool:
    """Whether a path in a folder names an article, readable or not."""
    named = path.suffix.lower() in ARTICLES and not path.name.endswith(AUDITION_SUFFIX)
    return named and not is_hidden(path) and not path.is_dir()


def is_hidden(path: Path) -> bool:
    """Whether no person chose the name."""
    return path.name.startswith(_HIDDEN)


def may_hold_articles(path: Path) -> bool:
    """Whether a path is a folder to look into: no hidden one, no link, no episode."""
    return (
        path.is_dir()
        and not is_hidden(path)
        and not path.is_symlink()
        and not (path / MANIFEST_NAME).is_file()
    )


def _hint(folder: Path, recursive: bool) -> str:
    below = not recursive and any(path.is_dir() for path in folder.iterdir())
    return "; --recursive looks in its folders too" if below else ""
