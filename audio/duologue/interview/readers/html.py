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
from duologue.interview.blocks import Block, Cut, Document, Kind
from duologue.interview.readers.html_article import FURNITURE_TAGS, article_of
from duologue.interview.readers.html_meta import page_meta
from duologue.interview.readers.markup import BOLD, BREAKING, ITALIC, RUBY, SILENT, heals
from duologue.interview.text import Run, Style, Text

MAX_DEPTH = 2000
_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_WEIGHT = re.compile(r"font-weight\s{0,4}:\s{0,4}(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none", re.IGNORECASE)
_JUNK = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|footer|breadcrumbs?|share|sharing|social|related|recommend(?:ed|ations)?|newsletter|subscribe|subscription(?:-widget)?(?:-wrap)?|comments?|cookie|advert|ads?|promo|pagination|toc|tags|author-bio|byline|pull-?quote|pullquote|signup|banner)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"caption|(?:^|[\s_-])(?:img|image|pic|photo)-(?:desc|description|note|credit|info|title)(?:$|[\s_-])",
    re.IGNORECASE,
)
_STRONG = re.compile(r"(?:^|[\s_-])(?:strong|bold)(?:$|\s)", re.IGNORECASE)
_TITLE = re.compile(r"(?:^|[\s_-])(?:big-title|section-title|sub-?head(?:ing|er)?)(?:$|\s)", re.IGNORECASE)
_QUESTION = re.compile(r"(?:^|[\s_-])(?:question|interview-q|q)(?:$|[\s_-])", re.IGNORECASE)
_ANSWER = re.compile(r"(?:^|[\s_-])(?:answer|interview-a|a)(?:$|[\s_-])", re.IGNORECASE)
_SPEAKER = re.compile(
    r"(?:^|[\s_-])(?:speaker|speaker-name|interviewer|who|username)(?:$|[\s_-])", re.IGNORECASE
)
OUTSIDE = "outside the article"


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
    meta = page_meta(tree)
    body = next(tree.iter("body"), tree)
    walk = _Walk(article_of(body), meta.title)
    walk.walk(body)
    return Document(
        "".join(walk.source), tuple(walk.blocks), "html", meta, tuple(walk.cuts), tuple(walk.lines)
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
    outside: bool = False
    """Whether no root is open: then the text is cut, and nothing is understood from it."""


class _Walk:
    """One pass over the page's elements, without recursion.

    Args:
        roots: the elements that hold the article; what stands outside them is cut.
        title: the article's title, which may stand outside too.
    """

    def __init__(self, roots: list[etree._Element], title: str | None) -> None:
        self.roots = frozenset(roots)
        self.title = title
        self.whole = False
        self.cuts: list[Cut] = []
        self.source: list[str] = []
        self.size = 0
        self.lines: list[int] = [1]
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.state = _State()
        self.fresh = False
        self.last_bold = 0
        self.line = 1

    def walk(self, root: etree._Element) -> None:
        self.whole = root in self.roots
        self.state = _State(outside=not self.whole)
        stack: list[_State] = []
        silent: etree._Element | None = None
        for event, node in etree.iterwalk(root, events=("start", "end")):
            tag = node.tag if isinstance(node.tag, str) else ""
            if event == "start":
                stack.append(self.state)
                if silent is None and (tag in SILENT or tag in RUBY):
                    silent = node
                if silent is None:
                    self.line = node.sourceline or self.line
                    self._open(node, tag, len(stack))
                    self._text(node.text)
            else:
                if silent is None and (tag in BREAKING or tag == "cite" or node in self.roots):
                    self._flush()
                self.state = stack.pop()
                if silent is node:
                    silent = None
                if silent is None and node is not root:
                    self._text(node.tail)
        self._flush()

    def _open(self, node: etree._Element, tag: str, depth: int) -> None:
        if node in self.roots:
            self._flush()
            # A page without a frame gives its headings and paragraphs as roots.
            self.state = _State()
            self.state = replace(self._changed(node, tag), drop=None, hint="")
            return
        if depth > MAX_DEPTH:
            self.state = replace(self.state, drop="nested too deep")
        if tag == "br":
            self._add("\n", "\n")
            return
        if tag == "img":
            self._mark(Kind.IMAGE)
            return
        if tag == "hr":
            self._mark(Kind.RULE)
            return
        parent = node.getparent()
        if tag in BREAKING or (
            tag == "cite" and parent is not None and parent.tag not in ("p", "span", "em", "i", "blockquote")
        ):
            self._flush()
        self.state = self._changed(node, tag)

    def _changed(self, node: etree._Element, tag: str) -> _State:
        state = self.state
        classes = f"{node.get('class') or ''} {node.get('id') or ''}".strip()
        css = node.get("style") or ""
        if (
            tag in BOLD
            or _WEIGHT.search(css)
            or (classes and _STRONG.search(classes))
            or (classes and tag not in ("p", "div", "section", "article", "li") and _SPEAKER.search(classes))
        ):
            state = replace(state, style=state.style | Style.BOLD, bold=id(node))
        if tag in ITALIC and tag != "cite":
            state = replace(state, style=state.style | Style.ITALIC)
        if tag == "a":
            state = replace(state, style=state.style | Style.LINK)
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            state = replace(state, level=int(tag[1]))
        elif tag in ("p", "div") and classes and _TITLE.search(classes):
            state = replace(state, level=3)
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
        if classes:
            if _QUESTION.search(classes):
                state = replace(state, hint="question")
            elif _ANSWER.search(classes):
                state = replace(state, hint="answer")
            if tag in BREAKING and _JUNK.search(classes):
                state = replace(
                    state, drop=state.drop or ("pull quote" if "pull" in classes.lower() else "navigation")
                )
        if tag in FURNITURE_TAGS:
            state = replace(state, drop=state.drop or "navigation")
        if _HIDDEN.search(css) or node.get("hidden") is not None:
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

    def _mark(self, kind: Kind) -> None:
        """An image or a rule, which holds no text."""
        self._flush()
        if not self.state.outside:
            self.blocks.append(Block(kind, Text(), self.size))

    def _flush(self) -> None:
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
        if state.outside:
            reason = "title" if " ".join(bare.string.split()) == self.title else state.drop or OUTSIDE
            self.cuts.append(Cut(bare.start, bare.end, reason))
            return
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
