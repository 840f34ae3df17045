"""A changed script's text: what is untouched keeps its bytes, and no comment of a person is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from duologue.errors import UsageError
from duologue.interview.script.lines import Line, lines_of
from duologue.interview.script.write import script_blocks, write_script
from duologue.model import Interview

_COMMENT = re.compile(r"(?<!\\)<!--.*?-->", re.DOTALL)
_YAML_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_FENCE = "---"
Read = Callable[[str], Interview]


def rewritten(source: str, before: Interview, after: Interview, read: Read) -> str:
    """The text that reads as `after`.

    Args:
        source: the script as it is.
        before: what it reads as.
        after: what it is to read as.
        read: reads a script.

    Raises:
        NoInterviewError: nobody but the narrator would speak in it.
        UsageError: it cannot be written as a script.
    """
    wanted = write_script(after)
    text = _joined(list(_pieces(source, before, after)))
    if _reads_as(text, wanted, read):
        return text
    # Marks of a person's own around it would change what it means: all of it in the canonical form.
    comments = _COMMENT.findall(source[_body_start(source) :])
    text = "\n\n".join([wanted.rstrip("\n"), *comments]) + "\n"
    if write_script(read(text)) != wanted:
        raise UsageError("this cannot be written as a script")
    return text


def _reads_as(text: str, wanted: str, read: Read) -> bool:
    try:
        return write_script(read(text)) == wanted
    except UsageError:
        return False


def _body_start(source: str) -> int:
    end = source.find("\n", source.find(f"\n{_FENCE}", 4) + 1)
    return len(source) if end < 0 else end + 1


def _pieces(source: str, before: Interview, after: Interview) -> Iterator[str]:
    raw = _raw(source, before)
    old, new = list(script_blocks(before)), list(script_blocks(after))
    if len(raw) != len(old):
        yield write_script(after)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from raw[i1:i2]
            continue
        for number in range(j1, j2):
            yield (_with_comments(new[0], raw[0]) if number == 0 else new[number]) + "\n\n"
        for number in range(max(i1, 1), i2):
            yield from (f"{comment}\n\n" for comment in _COMMENT.findall(raw[number]))


def _raw(source: str, interview: Interview) -> list[str]:
    """The source cut before every heading and paragraph; the front matter comes first."""
    starts = [0, *(found.end() for found in re.finditer("\n", source))]
    cuts = [_body_start(source)]
    cuts += [starts[min(_first_row(line), len(starts)) - 1] for line in lines_of(interview)]
    return [source[: cuts[0]]] + [
        source[begin if number else cuts[0] : end]
        for number, (begin, end) in enumerate(zip(cuts[1:], [*cuts[2:], len(source)], strict=True))
    ]


def _first_row(line: Line) -> int:
    """Where a paragraph begins, with the pictures that stand before it."""
    return min((line.paragraph.line, *(picture.line for picture in line.paragraph.pictures)))


def _with_comments(front: str, raw: str) -> str:
    """The front matter with the comment lines of the old one behind its keys."""
    kept = [found for found in _YAML_COMMENT.findall(raw) if found not in front]
    if not kept:
        return front
    return front.removesuffix(_FENCE) + "".join(f"{line}\n" for line in kept) + _FENCE


def _joined(pieces: list[str]) -> str:
    """The pieces in a row, each on lines of its own; a written one has an empty line around it."""
    text = ""
    for piece in pieces:
        if text and not text.endswith("\n"):
            text += "\n\n"
        elif text and piece.endswith("\n\n") and not text.endswith("\n\n"):
            text += "\n"
        text += piece
    return text.rstrip("\n") + "\n"
