# ruff: noqa: E501
"""HTML to blocks: saved WeChat pages, articles, forum pages.

lxml parses; its positions are lines only, so the source of the account is the text of the article's text nodes
in order, each block on a line of its own, and a table gives the file's line for each of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from itertools import islice

from lxml import etree

from duologue.errors import NoInterviewError
from duologue.interview.blocks import Block, Cut, Document, Kind, Linked, Meta, Pictured
from duologue.interview.readers.front_matter import split_front_matter
from duologue.interview.readers.html_article import article_of, size_of
from duologue.interview.readers.html_limits import check_page
from duologue.interview.readers.html_meta import over, page_meta
from duologue.interview.readers.html_style import State, is_hidden, is_noted, picture_address, styled
from duologue.interview.readers.markup import BREAKING, SILENT, heals
from duologue.interview.readers.raised import FOOTNOTE_MARK, Raised, meaning, powers, subscripts
from duologue.interview.text import Run, Style, Text
from duologue.limits import Budget

MAX_DEPTH = 2000
_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
OUTSIDE = "outside the article"


def read_html(source: str, *, whole: bool = False) -> Document:
    """The blocks of a page's article.

    Args:
        source: the page.
        whole: whether all of it is the article: a chapter of a book, an item of a feed.

    Raises:
        NoInterviewError: there is no text in it.
        Beyond: it has more elements or attributes than any article, or takes too long.
    """
    check_page(source)
    own, begin = split_front_matter(source) if source.startswith(("---", "+++")) else (Meta(), 0)
    head, page = source[:begin], "\n" * source.count("\n", 0, begin) + source[begin:]
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        tree = None
    if tree is None:
        raise NoInterviewError("the page holds no text, so there is no interview in it.")
    meta = over(own, page_meta(tree))
    body = next(tree.iter("body"), tree)
    walk = _Walk([body] if whole else article_of(body), meta.title)
    if head:
        walk.head(head)
    walk.walk(body)
    return Document(
        "".join(walk.source),
        tuple(walk.blocks),
        "html",
        meta,
        tuple(walk.cuts),
        tuple(walk.lines),
        links=tuple(walk.links),
        pictures=tuple(walk.pictures),
    )


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
        self.state = State()
        self.fresh = False
        self.last_bold = 0
        self.line = 1
        self.open = False
        """Whether the source has text since its last line break."""
        self.links: list[Linked] = []
        self.pictures: list[Pictured] = []
        self.linked: tuple[int, str] | None = None
        """Where the link at hand begins, and where it leads."""
        self.budget = Budget(depth=10**9)

    def head(self, text: str) -> None:
        """Takes the front matter, which stands before the page."""
        self.source.append(text)
        self.size = len(text)
        self.lines = list(range(1, text.count("\n") + 2))
        self.cuts.append(Cut(0, len(text), "front matter"))

    def walk(self, root: etree._Element) -> None:
        self.root = root
        self.whole = root in self.roots
        self.state = State(outside=not self.whole)
        stack: list[State] = []
        silent: etree._Element | None = None
        for event, node in etree.iterwalk(root, events=("start", "end")):
            tag = node.tag if isinstance(node.tag, str) else ""
            if event == "start":
                self.budget.spend()
                stack.append(self.state)
                if silent is None and tag in SILENT:
                    silent = node
                if silent is None:
                    self.line = node.sourceline or self.line
                    self._open(node, tag, len(stack))
                    self._text(node.text)
            else:
                if silent is None and (tag in BREAKING or tag == "cite" or node in self.roots):
                    self._flush()
                if tag == "a":
                    self._end_link()
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
            self.state = State()
            self.state = replace(styled(self.state, node, tag), drop=None, gone=None, hint="")
            return
        if depth > MAX_DEPTH:
            self.state = replace(self.state, drop="nested too deep")
        if tag == "br":
            self._add("\n", "\n")
            self.line -= 1
            self.lines[-1] = self.line
            return
        if tag == "img":
            self._mark(Kind.IMAGE)
            if (address := picture_address(node)) and not is_hidden(node, tag) and self.state.shown:
                place = len(self.blocks) - 1
                self.pictures.append(Pictured(self.size, address, node.get("alt") or "", place))
            return
        if tag == "hr":
            self._mark(Kind.RULE)
            return
        parent = node.getparent()
        if tag in BREAKING or (
            tag == "cite" and parent is not None and parent.tag not in ("p", "span", "em", "i", "blockquote")
        ):
            self._flush()
        self.fresh = self.fresh or tag == "li"
        if tag == "a" and (address := node.get("href")):
            self._end_link()
            self.linked = self.size, address
        self.state = styled(self.state, node, tag)
        if tag in ("sup", "sub"):
            self._raised(node, tag)
        elif is_hidden(node, tag) and size_of(node) <= self.size_of_page / 2:
            # A page that is hidden until its script has run is seen after all.
            self.state = replace(self.state, gone=self.state.gone or "hidden")

    def _end_link(self) -> None:
        if self.linked is not None:
            begin, address = self.linked
            self.links.append(Linked(begin, self.size, address))
            self.linked = None

    def _raised(self, node: etree._Element, tag: str) -> None:
        """Sets the state within what stands above or below the line."""
        after = (node.tail or "")[:4]
        if tag == "sub":
            self.state = replace(self.state, raised=-1) if after[:1].isdigit() else self.state
            return
        content = "".join(islice((str(part) for part in node.itertext()), 8))[:80]
        before = "".join(run.text for run in self.runs[-4:])
        match meaning(before, content, after, linked=is_noted(node)):
            case Raised.NOTE:
                self.state = replace(self.state, gone=self.state.gone or FOOTNOTE_MARK)
            case Raised.POWER:
                self.state = replace(self.state, raised=1)
            case Raised.CARET if self.state.gone is None:
                self.runs.append(Run("^", self.size, self.size, self.state.style))

    @cached_property
    def size_of_page(self) -> int:
        """How much text the page holds, for telling what is hidden from what will be shown."""
        return size_of(self.root)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self.state.gone is not None:
            self._leave_out(text, self.state.gone)
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
                    self._add(piece, piece)
                self._add(" ", space.group())
                at = space.end()
            if at < len(text):
                self._add(text[at:], text[at:])
        if text.strip():
            self.last_bold = state.bold

    def _leave_out(self, text: str, reason: str) -> None:
        self.cuts.append(Cut(self.size, self.size + len(text), reason))
        self.source.append(text)
        self.size += len(text)
        self._count_lines(text)
        self.open = True

    def _add(self, shown: str, raw: str) -> None:
        if self.state.raised:
            shown = powers(shown) if self.state.raised > 0 else subscripts(shown)
        if shown[0] == " " and self.runs and self.runs[-1].text[-1] == " " and not self.state.kept:
            # White space on both sides of a tag is one space.
            first = len(raw) if shown == " " else 1
            self.source.append(raw[:first])
            self.size += first
            self._count_lines(raw[:first])
            shown, raw = shown[1:], raw[first:]
            if not raw:
                return
        self.runs.append(Run(shown, self.size, self.size + len(raw), self.state.style))
        self.source.append(raw)
        self.size += len(raw)
        self._count_lines(raw)

    def _count_lines(self, raw: str) -> None:
        """Notes the file's line of each line of the source; an element's own line is where its text begins."""
        for number, line in enumerate(raw.split("\n")):
            if number:
                self.line += 1
                self.lines.append(self.line)
            elif line.strip():
                # The source's line may have been opened by white space further up.
                self.lines[-1] = self.line

    def _mark(self, kind: Kind) -> None:
        """An image or a rule, which holds no text."""
        self._flush()
        if not self.state.outside:
            self.blocks.append(Block(kind, Text(), self.size))

    def _flush(self) -> None:
        runs, self.runs = self.runs, []
        self.last_bold = 0
        if not runs and not self.open:
            return
        self.open = False
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
