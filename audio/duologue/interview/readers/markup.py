"""The tags that may stand in Markdown or a subtitle: found by one forward scan, never by backtracking."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from duologue.interview.text import Run, Style, is_wide

BREAKING = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
BOLD = frozenset(("b", "strong"))
ITALIC = frozenset(("i", "em", "cite"))
SILENT = frozenset(("script", "style", "iframe", "svg", "noscript", "template", "object", "video", "audio"))
RUBY = frozenset(("rt", "rp"))
"""What stands above characters to tell how they are read, or in brackets the original of a name."""
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]{0,20})")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag's name, in small letters, and whether it opens."""

    name: str
    opens: bool


def parse_tag(source: str) -> Tag | None:
    """The tag that `source` begins with, if it is one."""
    found = _NAME.match(source)
    return Tag(found.group(1).lower(), not source.startswith("</")) if found else None


def entity_runs(text: str, start: int, style: int = Style.PLAIN) -> Iterator[Run]:
    """`text`, which begins at `start` of the source, with its entities resolved and NBSP as a space."""
    if "&" not in text:
        if text:
            yield Run(text, start, start + len(text), style)
        return
    at = 0
    for found in _ENTITY.finditer(text):
        if found.start() > at:
            yield Run(text[at : found.start()], start + at, start + found.start(), style)
        resolved = html.unescape(found.group()).replace("\xa0", " ")
        yield Run(resolved, start + found.start(), start + found.end(), style)
        at = found.end()
    if at < len(text):
        yield Run(text[at:], start + at, start + len(text), style)


def tagged_runs(source: str, start: int, end: int) -> Iterator[Run]:
    """The text of `source[start:end]` without its tags; a tag that breaks lines gives a line break."""
    style = Style.PLAIN
    at = start
    silent: str | None = None
    while at < end:
        opening = source.find("<", at, end)
        stop = opening if opening >= 0 else end
        if stop > at and silent is None:
            yield from entity_runs(source[at:stop], at, style)
        if opening < 0:
            return
        if source.startswith("<!--", opening):
            close = source.find("-->", opening + 4, end)
            at = close + 3 if close >= 0 else end
            continue
        close = source.find(">", opening, end)
        tag = parse_tag(source[opening : opening + 24])
        if close < 0 or tag is None:
            if silent is None:
                yield Run("<", opening, opening + 1, style)
            at = opening + 1
            continue
        at = close + 1
        if silent is not None:
            silent = None if tag.name == silent and not tag.opens else silent
        elif tag.name in SILENT or tag.name in RUBY:
            silent = tag.name if tag.opens and source[close - 1] != "/" else None
        elif tag.name in BREAKING:
            yield Run("\n", opening, close + 1, style)
        else:
            style = restyled(style, tag)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A paragraph of a stretch of HTML: its runs, its heading's level, how deep in quotations and lists."""

    runs: tuple[Run, ...]
    level: int = 0
    quote: int = 0
    item: int = 0


def tagged_paragraphs(source: str, start: int, end: int) -> Iterator[Tagged]:
    """The paragraphs of `source[start:end]`: what stands between the tags that end one."""
    runs: list[Run] = []
    level = quote = item = 0
    for run in tagged_runs(source, start, end):
        tag = parse_tag(source[run.start : run.start + 24]) if run.text == "\n" and source[run.start : run.start + 1] == "<" else None
        if tag is None or tag.name == "br":
            runs.append(run)
            continue
        if any(one.text.strip() for one in runs):
            yield Tagged(tuple(runs), level, quote, item)
        runs = []
        if len(tag.name) == 2 and tag.name[0] == "h" and tag.name[1] in "123456":
            level = int(tag.name[1]) if tag.opens else 0
        elif tag.name == "blockquote":
            quote = max(0, quote + (1 if tag.opens else -1))
        elif tag.name in ("ul", "ol"):
            item = max(0, item + (1 if tag.opens else -1))
    if any(one.text.strip() for one in runs):
        yield Tagged(tuple(runs), level, quote, item)


def restyled(style: int, tag: Tag) -> int:
    """The style after `tag`."""
    changed = Style.BOLD if tag.name in BOLD else Style.ITALIC if tag.name in ITALIC else Style.PLAIN
    return style | changed if tag.opens else style & ~changed


def heals(before: str, after: str) -> bool:
    """Whether two characters that broken bold has glued together were two Latin words."""
    if not before.isalnum() or not after.isalnum() or is_wide(before) or is_wide(after):
        return False
    return (before.isalpha() or after.isalpha()) and before.isascii() and after.isascii()
