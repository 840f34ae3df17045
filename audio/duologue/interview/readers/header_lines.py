"""Front matter without a fence: ``Title: …`` lines before the first empty one, Org's ``#+TITLE: …``."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"(?P<key>[^\W\d_][\w -]{0,23}?)[ \t]{0,2}[:：](?:[ \t]{1,8}|(?<=：)|$)(?P<value>.{0,2000})$"
)
_GOES_ON = re.compile(r"[ \t]{1,16}\S")
_ORG = re.compile(r"#\+(?P<key>[A-Za-z_-]{2,24}):(?:[ \t]{1,8}(?P<value>.{0,2000}))?$")
_TITLES = frozenset(("title", "headline", "标题"))
_OTHERS = frozenset(
    (
        *("author", "authors", "byline", "category", "categories", "cover", "date", "description", "image"),
        *("keywords", "lang", "language", "layout", "modified", "permalink", "published", "slug", "status"),
        *("source", "subtitle", "summary", "tags", "template", "url", "作者", "日期", "来源", "语言", "封面"),
    )
)
_MOST = 40
"""Lines of such a header."""


def header_lines(source: str) -> tuple[dict[str, str], dict[str, int], int] | None:
    """The values, the line of each, and where the text after them begins; None where there are none.

    A text begins so if each line up to the first empty one is ``Key: value`` (or goes on, indented), one is
    its title, and another one of the keys that sites know; or if its first lines are Org's.
    """
    org = source.startswith("#+")
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    last = ""
    at = 0
    for number in range(1, _MOST + 1):
        end = source.find("\n", at)
        line = source[at : end if end >= 0 else len(source)].rstrip()
        found = (_ORG if org else _LINE).match(line)
        if found:
            last = found["key"].lower()
            values.setdefault(last, (found["value"] or "").strip())
            lines.setdefault(last, number)
        elif last and not org and _GOES_ON.match(line):
            values[last] = f"{values[last]} {line.strip()}".strip()
        elif line and not org:
            return None
        else:
            break
        if end < 0:
            return None
        at = end + 1
    given = {key for key, value in values.items() if value}
    if not given & _TITLES or not (org or given & _OTHERS):
        return None
    return values, lines, at
