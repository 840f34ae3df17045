# ruff: noqa: E501
"""HTML to blocks: saved WeChat pages, articles, forum pages.

lxml parses; its positions are lines only, so the source of the account is the text of the article's text nodes
in order, each block on a line of its own, and a table gives the file's line for each of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from duologue.errors import NoInterviewError
from duologue.interview.blocks import Block, Document, Kind, Meta
from duologue.interview.readers.front_matter import parse_date
from duologue.interview.readers.markup import BOLD, BREAKING, ITALIC, SILENT, heals
from duologue.interview.text import Run, Style, Text

MAX_DEPTH = 2000
_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_WEIGHT = re.compile(r"font-weight\s{0,4}:\s{0,4}(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none", re.IGNORECASE)
_ASIDE_TAGS = frozenset(("nav", "aside", "footer", "form", "button", "select", "label"))
_JUNK = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|footer|breadcrumbs?|share|sharing|social|related|recommend(?:ed|ations)?|newsletter|subscribe|comments?|cookie|advert|ads?|promo|pagination|toc|tags|author-bio|byline|pull-?quote|pullquote|signup|banner)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"caption", re.IGNORECASE)
_QUESTION = re.compile(r"(?:^|[\s_-])(?:question|interview-q|q)(?:$|[\s_-])", re.IGNORECASE)
_ANSWER = re.compile(r"(?:^|[\s_-])(?:answer|interview-a|a)(?:$|[\s_-])", re.IGNORECASE)
_SPEAKER = re.compile(
    r"(?:^|[\s_-])(?:speaker|speaker-name|interviewer|who|username)(?:$|[\s_-])", re.IGNORECASE
)
_CONTENT = (
    "//*[@id='js_content']",
    "//*[@itemprop='articleBody']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' entry-content ') or contains(concat(' ', normalize-space(@class), ' '), ' post-content ') or "
    "contains(concat(' ', normalize-space(@class), ' '), ' article-content ') or contains(concat(' ', normalize-space(@class), ' '), ' article-body ') or "
    "contains(concat(' ', normalize-space(@class), ' '), ' post-body ') or contains(concat(' ', normalize-space(@class), ' '), ' rich_media_content ') or contains(concat(' ', normalize-space(@class), ' '), ' markdown-body ')]",
    "//article",
    "//main",
    "//*[@role='main']",
)


def read_html(source: str) -> Document:
    """The blocks of a page's article.

    Raises:
        NoInterviewError: there is no text in it.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        tree = None
    if tree is None:
        raise NoInterviewError("the page holds no text, so there is no interview in it.")
    root, whole = _article(tree)
    walk = _Walk(whole)
    walk.walk(root)
    return Document("".join(walk.source), tuple(walk.blocks), "html", _meta(tree), lines=tuple(walk.lines))


def _article(tree: etree._Element) -> tuple[etree._Element, bool]:
    """The element that holds the article, and whether it is the whole page."""
    bodies = tree.xpath("//body")
    body = bodies[0] if isinstance(bodies, list) and bodies else tree
    assert isinstance(body, etree._Element)  # noqa: S101
    total = _size(body)
    for path in _CONTENT:
        found = tree.xpath(path)
        options = (
            [element for element in found[:50] if isinstance(element, etree._Element)]
            if isinstance(found, list)
            else []
        )
        if not options:
            continue
        best = max(options, key=_size)
        if _size(best) >= 0.4 * total or (path == _CONTENT[0] and _size(best) > 200):
            return best, False
    return body, True


def _size(element: etree._Element) -> int:
    """How much text stands in its paragraphs and divisions, scripts left out."""
    total = 0
    skipping: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if skipping is None and (node.tag in SILENT or node.tag in _ASIDE_TAGS):
                skipping = node
            elif skipping is None:
                total += len((node.text or "").strip())
        else:
            if skipping is node:
                skipping = None
            if skipping is None and node is not element:
                total += len((node.tail or "").strip())
    return total


def _meta(tree: etree._Element) -> Meta:
    def first(*paths: str) -> str | None:
        for path in paths:
            found = tree.xpath(path)
            for value in found if isinstance(found, list) else []:
                text = (
                    value
                    if isinstance(value, str)
                    else "".join(str(part) for part in value.itertext())
                    if isinstance(value, etree._Element)
                    else ""
                )
                if text.strip():
                    return " ".join(text.split())
        return None

    title = first("//title")
    # Sites append their name to a page's title.
    short = re.split(r"\s[|–—·-]\s|_", title)[0].strip() if title else None
    day = first(
        "//meta[@property='article:published_time']/@content",
        "//meta[@name='date']/@content",
        "//*[@id='publish_time']",
        "//time/@datetime",
    )
    author = first(
        "//meta[@name='author']/@content",
        "//*[@id='js_author_name']",
        "//meta[@property='article:author']/@content",
    )
    return Meta(
        title=first(
            "//*[@id='activity-name']",
            "//meta[@property='og:title']/@content",
            "//article//h1",
            "//h1",
        )
        or short,
        published=parse_date(day[:24]) if day else None,
        source=first("//*[@id='js_name']", "//meta[@property='og:site_name']/@content"),
        url=first("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"),
        authors=(author,) if author and not author.startswith("http") else (),
        picture=first(
            "//meta[@property='og:image']/@content",
            "//meta[@name='twitter:image']/@content",
            "//article//img/@data-src",
            "//article//img[not(starts-with(@src, 'data:'))]/@src",
            "//img/@data-src",
            "//img[not(starts-with(@src, 'data:'))]/@src",
        ),
    )


@dataclass(frozen=True, slots=True)
class _State:
    """What the open elements say about the text in them."""

    style: int = Style.PLAIN
    bold: int = 0
    level: int = 0
    quote: int = 0
    item: int = 0
    ordered: bool = False
    hint: str = ""
    drop: str | None = None
    kept: bool = False


class _Walk:
    """One pass over the article's elements, without recursion."""

    def __init__(self, whole: bool) -> None:
        self.whole = whole
        self.source: list[str] = []
        self.size = 0
        self.lines: list[int] = [1]
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.state = _State()
        self.fresh = False
        self.image = False
        self.last_bold = 0
        self.line = 1

    def walk(self, root: etree._Element) -> None:
        stack: list[_State] = []
        silent: etree._Element | None = None
        for event, node in etree.iterwalk(root, events=("start", "end")):
            tag = node.tag if isinstance(node.tag, str) else ""
            if event == "start":
                stack.append(self.state)
                if silent is None and tag in SILENT:
                    silent = node
                if silent is None:
                    self.line = node.sourceline or self.line
                    self._open(node, tag, root, len(stack))
                    self._text(node.text)
            else:
                if silent is None and (tag in BREAKING or tag == "cite"):
                    self._flush()
                self.state = stack.pop()
                if silent is node:
                    silent = None
                if silent is None and node is not root:
                    self._text(node.tail)
        self._flush()

    def _open(self, node: etree._Element, tag: str, root: etree._Element, depth: int) -> None:
        if depth > MAX_DEPTH:
            self.state = replace(self.state, drop="nested too deep")
        if tag == "br":
            self._add("\n", "\n")
            return
        if tag == "img":
            self._flush(keep=True)
            self.blocks.append(Block(Kind.IMAGE, Text(), self.size))
            self.image = True
            return
        if tag == "hr":
            self._flush()
            self.blocks.append(Block(Kind.RULE, Text(), self.size))
            return
        parent = node.getparent()
        if tag in BREAKING or (
            tag == "cite" and parent is not None and parent.tag not in ("p", "span", "em", "i", "blockquote")
        ):
            self._flush()
        self.state = self._changed(node, tag, root)

    def _changed(self, node: etree._Element, tag: str, root: etree._Element) -> _State:
        state = self.state
        classes = f"{node.get('class') or ''} {node.get('id') or ''}".strip()
        css = node.get("style") or ""
        if (
            tag in BOLD
            or _WEIGHT.search(css)
            or (classes and tag not in ("p", "div", "section", "article", "li") and _SPEAKER.search(classes))
        ):
            state = replace(state, style=state.style | Style.BOLD, bold=id(node))
        if tag in ITALIC and tag != "cite":
            state = replace(state, style=state.style | Style.ITALIC)
        if tag == "a":
            state = replace(state, style=state.style | Style.LINK)
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            state = replace(state, level=int(tag[1]))
        elif tag == "blockquote":
            state = replace(state, quote=state.quote + 1)
        elif tag in ("ul", "ol"):
            state = replace(state, item=state.item + 1, ordered=tag == "ol")
        elif tag == "li":
            self.fresh = True
        elif tag == "dt":
            state = replace(state, hint="question")
        elif tag == "figcaption" or (classes and _CAPTION.search(classes)):
            state = replace(state, hint="caption")
        elif tag == "time":
            state = replace(state, hint="time")
        if classes and tag not in ("body", "html") and node is not root:
            if _QUESTION.search(classes):
                state = replace(state, hint="question")
            elif _ANSWER.search(classes):
                state = replace(state, hint="answer")
            if tag in BREAKING and _JUNK.search(classes):
                state = replace(
                    state, drop=state.drop or ("pull quote" if "pull" in classes.lower() else "navigation")
                )
        if tag in _ASIDE_TAGS and node is not root:
            state = replace(state, drop=state.drop or "navigation")
        if node is not root and (_HIDDEN.search(css) or node.get("hidden") is not None):
            state = replace(state, drop=state.drop or "hidden")
        if tag == "pre":
            state = replace(state, kept=True)
        return state

    def _text(self, text: str | None) -> None:
        if not text:
            return
        before = self.runs[-1] if self.runs else None
        state = self.state
        if (
            before
            and state.bold
            and self.last_bold != state.bold
            and before.style & Style.BOLD
            and heals(before.text[-1], text[0])
        ):
            self.runs.append(Run(" ", self.size, self.size, state.style))
        if state.kept:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._add("\n", "\n")
                if line:
                    self._add(line, line)
        else:
            at = 0
            for space in _SPACE.finditer(text):
                if space.start() > at:
                    piece = text[at : space.start()]
                    self._add(piece.replace("\xa0", " "), piece)
                self._add(" ", space.group())
                at = space.end()
            if at < len(text):
                self._add(text[at:].replace("\xa0", " "), text[at:])
        if text.strip():
            self.last_bold = state.bold

    def _add(self, shown: str, raw: str) -> None:
        self.runs.append(Run(shown, self.size, self.size + len(raw), self.state.style))
        self.source.append(raw)
        self.size += len(raw)
        self.lines += [self.line] * raw.count("\n")

    def _flush(self, *, keep: bool = False) -> None:
        runs, self.runs = self.runs, []
        self.last_bold = 0
        if not runs:
            return
        text = Text(runs)
        bare = text.strip()
        self.source.append("\n")
        self.size += 1
        self.lines.append(self.line)
        if not bare:
            return
        state = self.state
        drop = state.drop
        if (
            drop is None
            and self.whole
            and bare.share(Style.LINK) > 0.8
            and len(bare) < 120
            and bare.string[-1] not in "。.!！?？:："
        ):
            drop = "navigation"
        kind = Kind.HEADING if state.level else Kind.PARAGRAPH
        self.blocks.append(
            Block(
                kind,
                text,
                bare.start,
                state.level,
                state.quote,
                state.item,
                state.ordered,
                self.fresh,
                None,
                state.hint,
                drop,
            )
        )
        self.fresh = False
