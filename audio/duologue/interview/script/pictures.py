"""A picture in a script: a line before the paragraph that it stands beside, ``![words](address)``."""

from __future__ import annotations

import re

from duologue.interview.script.escape import escape, plain
from duologue.model import Illustration, Paragraph

_LINE = re.compile(
    r"[ \t]{0,3}!\[(?P<alt>(?:\\.|[^\\\[\]\n]){0,2000})\]\((?P<address>(?:\\.|[^\\()\s<>]){1,4000})\)[ \t]*"
)
_ENDS = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E"})
"""Signs that end an address in Markdown, as percents, which mean the same (RFC 3986, 2.2)."""


_LONGEST = 2000
"""Characters of an address in a script; a picture that is written into its address is left out."""


def written_pictures(paragraph: Paragraph) -> list[str]:
    """The lines of a paragraph's pictures."""
    return [_written(each) for each in paragraph.pictures if len(each.address) <= _LONGEST]


def _written(picture: Illustration) -> str:
    return f"![{escape(picture.alt)}]({escape(picture.address).translate(_ENDS)})"


def read_picture(line: str, number: int) -> Illustration | None:
    """The picture that a line is, `number` of the script; None for a line of another kind."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    return Illustration(plain(found["address"]), " ".join(plain(found["alt"]).split()), number)
