"""Which elements of a page hold its article: known containers first, otherwise readability's choice.

readability's own summary is not used, only which elements it keeps: bold, headings and line breaks are read
from the page's own elements, so that nothing of the article is lost on the way.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterator

from lxml import etree, html
from readability import Document as Readable
from readability.readability import Unparseable

from duologue.interview.readers.markup import SILENT

FURNITURE_TAGS = frozenset(("nav", "aside", "footer", "form", "button", "select", "label"))
MAX_DEPTH = 200
"""Elements within each other: scoring them takes time that grows with the depth, and no page needs more."""
_LONG_ENOUGH = 200
"""Bytes of WeChat's container, which is certain whatever its share of the page."""
_SHARE = 0.4
"""Of the page's text, in a container that its name says holds the article."""
_CHOSEN_SHARE = 0.25
"""Of the page's text, in the elements that readability chooses; below it the choice is not believed."""
_CHILDREN = 300
"""Of one element, that readability is shown."""
_MOST_SHOWN = 0.5
"""Of the text of an element's first children, in those that are kept: then the further ones are too."""
_FEWEST_ALIKE = 3
"""Chosen children of one element, before others are compared with them."""
_JUNK_NAMES = (
    "nav",
    "navbar",
    "menu",
    "sidebar",
    "footer",
    "breadcrumbs?",
    "share",
    "sharing",
    "social",
    "related",
    "recommend(?:ed|ations)?",
    "newsletter",
    "subscribe",
    "subscription(?:-widget)?(?:-wrap)?",
    "comments?",
    "cookie",
    "advert",
    "ads?",
    "promo",
    "pagination",
    "toc",
    "tags",
    "author-bio",
    "byline",
    "pull-?quote",
    "signup",
    "banner",
)
JUNK = re.compile(rf"(?:^|[\s_-])(?:{'|'.join(_JUNK_NAMES)})(?:$|[\s_-])", re.IGNORECASE)
"""Names of what stands on a page beside its article."""
_NUMBER = "data-duologue"
_TELLING = frozenset(("class", "id", "href", "src", "style", "alt", "name", "type"))
"""The attributes by which readability chooses."""
_WECHAT = "//*[@id='js_content']"
_HAS_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
_CLASSES = (
    "entry-content",
    "post-content",
    "article-content",
    "article-body",
    "post-body",
    "rich_media_content",
    "markdown-body",
)
_KNOWN = (
    "//*[@itemprop='articleBody']",
    "//*[" + " or ".join(_HAS_CLASS.format(one) for one in _CLASSES) + "]",
    "//article",
    "//main",
    "//*[@role='main']",
)

# It writes a traceback for each page that it gives up on; here that only means that the whole page is read.
logging.getLogger("readability.readability").setLevel(logging.CRITICAL + 1)


def article_of(body: etree._Element) -> list[etree._Element]:
    """The elements of `body` that hold the article, in order; `body` itself if none can be told apart."""
    total = size_of(body)
    for option in _elements(body, _WECHAT):
        if size_of(option) > _LONG_ENOUGH:
            return [option]
    for path in _KNOWN:
        best = max(_elements(body, path), key=size_of, default=None)
        if best is not None and size_of(best) >= _SHARE * total:
            return [best]
    chosen = _chosen(body)
    return chosen if sum(map(size_of, chosen)) >= _CHOSEN_SHARE * total else [body]


def size_of(element: etree._Element) -> int:
    """How much text stands in it, furniture and scripts left out: bytes, as a Chinese character says more."""
    total = 0
    skipping: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if skipping is None and (node.tag in SILENT or node.tag in FURNITURE_TAGS):
                skipping = node
            elif skipping is None:
                total += len((node.text or "").strip().encode())
        else:
            if skipping is node:
                skipping = None
            if skipping is None and node is not element:
                total += len((node.tail or "").strip().encode())
    return total


def _elements(body: etree._Element, path: str) -> list[etree._Element]:
    found = body.xpath(path)
    return [one for one in found[:50] if isinstance(one, etree._Element)] if isinstance(found, list) else []


def _chosen(body: etree._Element) -> list[etree._Element]:
    """The outermost elements that readability keeps."""
    if _deep(body):
        return []
    numbered = list(body.iter(etree.Element))
    source = etree.tostring(_shortened(body), encoding="unicode", method="html")
    try:
        kept = html.fromstring(Readable(source).summary(html_partial=True))
    except (Unparseable, etree.LxmlError, ValueError):
        return []
    chosen = [numbered[number] for number in _outermost(kept)]
    return [*chosen, *_rest(body, chosen)]


def _shortened(body: etree._Element) -> etree._Element:
    """A numbered copy with the first children of each element: enough to tell which holds the article."""
    copied = copy.deepcopy(body)
    for number, element in enumerate(copied.iter(etree.Element)):
        told = [(str(name), str(value)) for name, value in element.items() if name in _TELLING]
        kept = [(name, value) for name, value in told if value.isprintable()]
        # One by one they could not be taken away: a page's names may be none that XML knows.
        element.attrib.clear()
        for name, value in kept:
            element.set(name, value)
        element.set(_NUMBER, str(number))
    for element in list(copied.iter(etree.Element)):
        if len(element) > _CHILDREN:
            del element[_CHILDREN:]
    return copied


def _rest(body: etree._Element, chosen: list[etree._Element]) -> Iterator[etree._Element]:
    """What goes with the chosen elements and was not chosen: it would be lost without a word.

    Between chosen children of one element, those of the same kind (readability scores short ones at nothing);
    behind the first children, which alone it was shown, all others, if most of the first were chosen.
    """
    within: dict[etree._Element, dict[etree._Element, int]] = {}
    for element in chosen:
        size = size_of(element)
        child, above = element, element.getparent()
        while child is not body and above is not None:
            sizes = within.setdefault(above, {})
            sizes[child] = sizes.get(child, 0) + size
            child, above = above, above.getparent()
    for parent, sizes in within.items():
        if len(sizes) >= _FEWEST_ALIKE:
            yield from _alike(parent, frozenset(sizes))
        children = list(parent)
        shown = sum(size_of(child) for child in children[:_CHILDREN])
        if len(children) > _CHILDREN and sum(sizes.values()) >= _MOST_SHOWN * shown:
            yield from (child for child in children[_CHILDREN:] if _may_be_article(child))


def _alike(parent: etree._Element, chosen: frozenset[etree._Element]) -> Iterator[etree._Element]:
    """The children between the chosen ones that are of the same kind as one of them."""
    kinds = {(child.tag, child.get("class")) for child in chosen}
    waiting: list[etree._Element] | None = None
    for child in list(parent)[:_CHILDREN]:
        if child in chosen:
            yield from waiting or ()
            waiting = []
        elif waiting is not None and (child.tag, child.get("class")) in kinds and _may_be_article(child):
            waiting.append(child)


def _may_be_article(element: etree._Element) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return isinstance(element.tag, str) and element.tag not in FURNITURE_TAGS and JUNK.search(named) is None


def _deep(body: etree._Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(body, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _outermost(kept: etree._Element) -> Iterator[int]:
    """The numbers of kept elements that are in no other kept one, in the page's order."""
    found: list[int] = []
    inside: etree._Element | None = None
    for event, node in etree.iterwalk(kept, events=("start", "end")):
        if event == "end":
            inside = None if node is inside else inside
        elif inside is None and (number := node.get(_NUMBER)) is not None:
            inside = node
            found.append(int(number))
    yield from sorted(found)
