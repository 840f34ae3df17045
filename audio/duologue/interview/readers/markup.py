"""The tags that may stand in Markdown or a subtitle: found by one forward scan, never by backtracking."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from duologue.interview.blocks import Cut, Pictured
from duologue.interview.readers.raised import FOOTNOTE_MARK, Raised, meaning, powers
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
STRUCK = frozenset(("s", "strike", "del"))
SILENT = frozenset(("script", "style", "iframe", "svg", "noscript", "template", "object", "video", "audio"))
CAPTION = re.compile(
    r"caption|(?:^|[\s_-])(?:img|image|pic|photo)-(?:desc|description|note|credit|info|title)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""In the classes of what stands under a picture."""
_CLASSES = re.compile(r"""\sclass\s{0,4}=\s{0,4}["']?([^"'<>]{1,200})""", re.IGNORECASE)
_VOID = frozenset(("br", "hr", "img", "input", "wbr", "source", "meta", "link"))
_HIDDEN = re.compile(
    r"\shidden(?=[\s=/>])|display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,200}>?|\]\([^()\s]{0,200}\)")
_ATTRIBUTE = re.compile(
    r"""\s(?P<name>[A-Za-z-]{1,40})\s{0,4}=\s{0,4}(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))"""
)
_LONGEST_IMAGE = 8000
_LONGEST_RAISED = 200
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


def picture_of(tag: str) -> tuple[str, str] | None:
    """Address and words of an ``<img …>``; None where it names no picture, or is hidden."""
    if _HIDDEN.search(tag[:400]):
        return None
    said: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(tag[:_LONGEST_IMAGE]):
        value = found["quoted"] or found["single"] or found["bare"] or ""
        said.setdefault(found["name"].lower(), html.unescape(value).strip())
    address = next((said[key] for key in ("data-src", "src") if said.get(key)), None)
    return (address, said.get("alt", "")) if address else None


def entity_runs(text: str, start: int, style: int = Style.PLAIN) -> Iterator[Run]:
    """`text`, which begins at `start` of the source, with its entities resolved."""
    if "&" not in text:
        if text:
            yield Run(text, start, start + len(text), style)
        return
    at = 0
    for found in _ENTITY.finditer(text):
        if found.start() > at:
            yield Run(text[at : found.start()], start + at, start + found.start(), style)
        resolved = html.unescape(found.group())
        yield Run(resolved, start + found.start(), start + found.end(), style)
        at = found.end()
    if at < len(text):
        yield Run(text[at:], start + at, start + len(text), style)


class Unseen:
    """Why the text at hand is not spoken, while tags are met from left to right."""

    def __init__(self) -> None:
        self._open: list[tuple[str, str]] = []

    @property
    def reason(self) -> str | None:
        """The reason of the outermost tag that has one."""
        return self._open[0][1] if self._open else None

    def meet(self, tag: Tag, written: str, reason: str | None = None) -> None:
        """Takes note of a tag, `written` as it stands; `reason` is what else speaks against its text."""
        if self._open and tag.name == self._open[-1][0]:
            if tag.opens:
                self._open.append((tag.name, self._open[0][1]))
            else:
                self._open.pop()
        elif tag.opens and not written.endswith("/>") and tag.name not in _VOID:
            reason = reason or _reason_of(tag.name, written)
            if reason:
                self._open.append((tag.name, self._open[0][1] if self._open else reason))


def _reason_of(name: str, written: str) -> str | None:
    if name in STRUCK:
        return "struck out"
    if name in ("rt", "rp"):
        return "reading aid"
    return "hidden" if _HIDDEN.search(written[:400]) else None


def tagged_runs(
    source: str, start: int, end: int, cuts: list[Cut], pictures: list[Pictured] | None = None
) -> Iterator[Run]:
    """The text of `source[start:end]` without its tags; a tag that breaks lines gives a line break.

    What no reader sees goes to `cuts`, the pictures that they see to `pictures`.
    """
    style = Style.PLAIN
    at = start
    silent: str | None = None
    unseen = Unseen()
    raised: Raised | None = None
    while at < end:
        opening = source.find("<", at, end)
        stop = opening if opening >= 0 else end
        if stop > at and silent is None:
            if unseen.reason is not None:
                cuts.append(Cut(at, stop, unseen.reason))
            else:
                for run in entity_runs(source[at:stop], at, style):
                    yield run._replace(text=powers(run.text)) if raised is Raised.POWER else run
        if opening < 0:
            return
        if source.startswith("<!--", opening):
            close = source.find("-->", opening + 4, end)
            at = close + 3 if close >= 0 else end
            cuts.append(Cut(opening, at, "comment"))
            continue
        close = source.find(">", opening, end)
        tag = parse_tag(source[opening : opening + 24])
        if close < 0 or tag is None:
            if silent is None and unseen.reason is None:
                yield Run("<", opening, opening + 1, style)
            at = opening + 1
            continue
        at = close + 1
        if silent is not None:
            silent = None if tag.name == silent and not tag.opens else silent
            continue
        reason = None
        if tag.name == "sup":
            raised = raised_in(source, opening, at, end) if tag.opens else None
            reason = FOOTNOTE_MARK if raised is Raised.NOTE else None
            if raised is Raised.CARET:
                yield Run("^", opening, opening, style)
        unseen.meet(tag, source[opening:at], reason)
        if tag.name == "img" and pictures is not None and unseen.reason is None:
            if found := picture_of(source[opening:at]):
                pictures.append(Pictured(opening, *found))
        elif tag.name in SILENT:
            silent = tag.name if tag.opens and source[close - 1] != "/" else None
        elif tag.name in BREAKING:
            yield Run("\n", opening, close + 1, style)
        else:
            style = restyled(style, tag)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A paragraph of a stretch of HTML: its runs, its heading's level, how deep in quotations and lists.

    Attributes:
        under: the tag of a picture's caption in which it stands: `figcaption`, or one whose classes say so.
    """

    runs: tuple[Run, ...]
    level: int = 0
    quote: int = 0
    item: int = 0
    under: str = ""


def tagged_paragraphs(
    source: str, start: int, end: int, cuts: list[Cut], pictures: list[Pictured] | None = None
) -> Iterator[Tagged]:
    """The paragraphs of `source[start:end]`: what stands between the tags that end one; see `tagged_runs`."""
    runs: list[Run] = []
    level = quote = item = 0
    under = ""
    for run in tagged_runs(source, start, end, cuts, pictures):
        breaks = run.text == "\n" and source[run.start : run.start + 1] == "<"
        tag = parse_tag(source[run.start : run.start + 24]) if breaks else None
        if tag is None or tag.name == "br":
            runs.append(run)
            continue
        if any(one.text.strip() for one in runs):
            yield Tagged(tuple(runs), level, quote, item, under)
        runs = []
        if tag.opens and not under and _is_caption(tag.name, source[run.start : run.end]):
            under = tag.name
        elif tag.name == under and not tag.opens:
            under = ""
        if len(tag.name) == 2 and tag.name[0] == "h" and tag.name[1] in "123456":
            level = int(tag.name[1]) if tag.opens else 0
        elif tag.name == "blockquote":
            quote = max(0, quote + (1 if tag.opens else -1))
        elif tag.name in ("ul", "ol"):
            item = max(0, item + (1 if tag.opens else -1))
    if any(one.text.strip() for one in runs):
        yield Tagged(tuple(runs), level, quote, item, under)


def _is_caption(name: str, written: str) -> bool:
    """Whether the text of a tag, `written` as it stands, belongs to a picture."""
    if name == "figcaption":
        return True
    classes = _CLASSES.search(written[:400])
    return classes is not None and CAPTION.search(classes[1]) is not None


def raised_in(source: str, opening: int, at: int, end: int) -> Raised:
    """What the superscript means whose tag stands from `opening` to `at`."""
    stretch = source[at : min(end, at + _LONGEST_RAISED)]
    close = stretch.lower().find("</sup")
    if close < 0:
        return Raised.PLAIN
    content = stretch[:close]
    before = _TAG.sub("", source[max(0, opening - 60) : opening])
    after = source[at + close : min(end, at + close + 10)].partition(">")[2]
    return meaning(
        before, _TAG.sub("", content).strip("[]"), after, linked="<a" in content or "](" in content
    )


def restyled(style: int, tag: Tag) -> int:
    """The style after `tag`."""
    changed = Style.BOLD if tag.name in BOLD else Style.ITALIC if tag.name in ITALIC else Style.PLAIN
    return style | changed if tag.opens else style & ~changed


def heals(before: str, after: str) -> bool:
    """Whether two characters that broken bold has glued together were two Latin words."""
    if not before.isalnum() or not after.isalnum() or is_wide(before) or is_wide(after):
        return False
    return (before.isalpha() or after.isalpha()) and before.isascii() and after.isascii()
