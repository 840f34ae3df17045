"""What an element of a page says about the text in it: by its tag, its classes, its style."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from duologue.interview.readers.html_article import FURNITURE_TAGS, JUNK
from duologue.interview.readers.markup import BOLD, BREAKING, CAPTION, ITALIC, STRUCK
from duologue.interview.text import Style

_WEIGHT = re.compile(r"font-weight\s{0,4}:\s{0,4}(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}(?:hidden|collapse)|mso-hide\s{0,4}:\s{0,4}all|"
    r"font-size\s{0,4}:\s{0,4}0(?:px|pt|r?em|%)?\s{0,4}(?:;|!|$)",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|a11y-hidden)(?:$|\s)", re.IGNORECASE
)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s{0,4}:[^;]{0,40}line-through", re.IGNORECASE)
_NOTES = re.compile(r"(?:^|[\s_-])(?:foot|end|rear)notes?(?:$|[\s_-])", re.IGNORECASE)
_NOTED = re.compile(r"(?:^|[\s_-])(?:footnotes?|fn|reference|noteref|endnote)(?:$|[\s_-])", re.IGNORECASE)
_STRONG = re.compile(r"(?:^|[\s_-])(?:strong|bold)(?:$|\s)", re.IGNORECASE)
_TITLE = re.compile(r"(?:^|[\s_-])(?:big-title|section-title|sub-?head(?:ing|er)?)(?:$|\s)", re.IGNORECASE)
_QUESTION = re.compile(r"(?:^|[\s_-])(?:question|interview-q|q)(?:$|[\s_-])", re.IGNORECASE)
_ANSWER = re.compile(r"(?:^|[\s_-])(?:answer|interview-a|a)(?:$|[\s_-])", re.IGNORECASE)
_SPEAKER = re.compile(
    r"(?:^|[\s_-])(?:speaker|speaker-name|interviewer|who|username)(?:$|[\s_-])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class State:
    """What the open elements say about the text in them."""

    style: int = Style.PLAIN
    bold: int = 0
    level: int = 0
    quote: int = 0
    item: int = 0
    ordered: bool = False
    hint: str = ""
    drop: str | None = None
    gone: str | None = None
    """Why no reader sees the text, or why it is not part of the speech."""
    raised: int = 0
    """1 for a power, set above the line; -1 for what is set below it."""
    kept: bool = False
    outside: bool = False
    """Whether no root is open: then the text is cut, and nothing is understood from it."""

    @property
    def shown(self) -> bool:
        """Whether the article's readers see what stands here."""
        return not (self.outside or self.drop or self.gone)


def styled(state: State, node: etree._Element, tag: str) -> State:
    """The state within an element that stands in `state`."""
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
    elif tag == "dt":
        state = replace(state, hint="question")
    elif tag == "figcaption":
        state = replace(state, drop=state.drop or "caption")
    elif classes and CAPTION.search(classes):
        state = replace(state, hint="caption")
    elif tag == "time":
        state = replace(state, hint="time")
    if classes:
        if _QUESTION.search(classes):
            state = replace(state, hint="question")
        elif _ANSWER.search(classes):
            state = replace(state, hint="answer")
        if tag in BREAKING and JUNK.search(classes):
            state = replace(
                state, drop=state.drop or ("pull quote" if "pull" in classes.lower() else "navigation")
            )
    told = f"{classes} {node.get('epub:type') or ''} {node.get('role') or ''}"
    if tag in BREAKING and len(told) > 2 and _NOTES.search(told):
        state = replace(state, drop=state.drop or "footnote")
    if tag in FURNITURE_TAGS:
        state = replace(state, drop=state.drop or "navigation")
    if tag == "pre":
        state = replace(state, kept=True)
    reason = _gone(node, tag, css)
    return replace(state, gone=state.gone or reason) if reason else state


def _gone(node: etree._Element, tag: str, css: str) -> str | None:
    """Why the text is not part of the speech, though the page shows it."""
    if tag in STRUCK or (css and _STRUCK.search(css)):
        return "struck out"
    return "reading aid" if tag in ("rt", "rp", "rtc") else None


def is_hidden(node: etree._Element, tag: str) -> bool:
    """Whether the element asks not to be seen."""
    css = node.get("style")
    classes = node.get("class")
    return (
        node.get("hidden") is not None
        or (tag == "dialog" and node.get("open") is None)
        or (css is not None and _HIDDEN.search(css) is not None)
        or (classes is not None and _UNSEEN.search(classes) is not None)
    )


def picture_address(image: etree._Element) -> str | None:
    """Where a page has a picture: pages that load pictures late name a blank one until then."""
    named = (image.get(name) for name in ("data-src", "data-original", "data-lazy-src", "src"))
    return next((address.strip() for address in named if address and address.strip()), None)


def is_noted(node: etree._Element) -> bool:
    """Whether something raised is a link, or named as the mark of a footnote."""
    classes = node.get("class")
    return node.find(".//a") is not None or (classes is not None and _NOTED.search(classes) is not None)
