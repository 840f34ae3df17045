"""What a page may cost: a parser's time grows with the square of an element's attributes."""

from __future__ import annotations

import re

from duologue.interview.readers.xml import check_tags
from duologue.limits import Beyond

MAX_ATTRIBUTES = 500
"""Of one element."""
_OPENS = re.compile(
    r"<(?:(?P<raw>!--|(?:script|style)(?=[\s/>]))|(?P<name>[A-Za-z][^\s/>]{0,60}+)(?=[\s/]))", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+))?", re.ASCII
)
"""By HTML's own rules: quotation marks count only after an equals sign; an open one goes to the end."""
_CLOSE = {"script": re.compile("</script", re.IGNORECASE), "style": re.compile("</style", re.IGNORECASE)}


def check_page(source: str) -> None:
    """Raises `Beyond` for a page with too many elements, or with too many attributes in one."""
    check_tags(source)
    at = 0
    while found := _OPENS.search(source, at):
        name = (found["raw"] or "").lower()
        at = found.end()
        if name == "!--":
            at = _after(source.find("-->", at), source)
            continue
        count = 0
        while attribute := _ATTRIBUTE.match(source, at):
            at = attribute.end()
            count += 1
            if count > MAX_ATTRIBUTES:
                line = source.count("\n", 0, found.start()) + 1
                raise Beyond(f"has an element with more than {MAX_ATTRIBUTES} attributes (line {line})")
        if name:
            end = _CLOSE[name].search(source, at)
            at = _after(end.start() if end else -1, source)


def _after(found: int, source: str) -> int:
    return len(source) if found < 0 else found
