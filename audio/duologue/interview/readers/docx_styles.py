"""What the styles of a Word document make of its paragraphs and runs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from duologue.interview.text import Style

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题|überschrift|título|titre|見出し)\s{0,2}([1-6])$", re.IGNORECASE)
_QUESTION = re.compile(r"\b(?:question|frage|interviewer|pregunta)\b|问题|提问", re.IGNORECASE)
_ANSWER = re.compile(r"\b(?:answer|antwort|interviewee|respuesta)\b|回答", re.IGNORECASE)
_FALSE = ("0", "false", "none", "off")
_LONGEST_CHAIN = 20
"""Styles that are based on each other."""
_MARKS = (("b", Style.BOLD), ("i", Style.ITALIC))


def local(node: etree._Element) -> str:
    """An element's name without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is, by its style and its own settings.

    Attributes:
        level: of a heading, 1 to 6; 0 for none.
        style: bold and italics that the style gives to all of it; None decides nothing.
    """

    level: int = 0
    title: bool = False
    item: int = 0
    ordered: bool = False
    quote: int = 0
    hint: str = ""
    drop: str | None = None
    style: int = Style.PLAIN
    gone: str | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """A style: its name, the one it is based on, what it sets."""

    name: str
    based: str
    run: etree._Element | None
    paragraph: etree._Element | None


class Sheet:
    """The styles and lists of a document.

    Args:
        styles: the root of `styles.xml`, if there is one.
        numbering: the root of `numbering.xml`, if there is one.
    """

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self._named: dict[str, _Named] = {}
        self._default = ""
        for node in styles.iter(f"{W}style") if styles is not None else ():
            key = node.get(f"{W}styleId") or ""
            self._named[key] = _Named(
                _value(node.find(f"{W}name")),
                _value(node.find(f"{W}basedOn")),
                node.find(f"{W}rPr"),
                node.find(f"{W}pPr"),
            )
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true"):
                self._default = key
        self._looks: dict[str, Look] = {}
        self._marks: dict[str, tuple[int, str | None]] = {}
        self._bullets = _bullets(numbering)

    def look(self, paragraph: etree._Element) -> Look:
        """What a paragraph is."""
        own = paragraph.find(f"{W}pPr")
        key = _value(own.find(f"{W}pStyle")) if own is not None else ""
        look = self._of_style(key or self._default)
        if own is None or (own.find(f"{W}numPr") is None and own.find(f"{W}outlineLvl") is None):
            return look
        return self._set(look, own)

    def run(self, run: etree._Element, look: Look) -> tuple[int, int, str | None]:
        """A run's bold and italics, whether it is raised (1) or lowered (-1), and why it is not spoken."""
        own = run.find(f"{W}rPr")
        if own is None:
            return look.style, 0, look.gone
        style, gone = look.style, look.gone
        named = _value(own.find(f"{W}rStyle"))
        if named:
            marks, reason = self._of_character(named)
            # A mark that both styles set is taken back, as Word does it.
            style, gone = style ^ marks, gone or reason
        style = _marked(own, style)
        level = _value(own.find(f"{W}vertAlign"))
        raised = {"superscript": 1, "subscript": -1}.get(level, 0)
        return style, raised, _gone(own) or gone

    def _chain(self, key: str) -> list[_Named]:
        """A style and those it is based on, the last one first."""
        found: list[_Named] = []
        while key in self._named and len(found) < _LONGEST_CHAIN:
            found.append(self._named[key])
            key = found[-1].based
        return found[::-1]

    def _of_style(self, key: str) -> Look:
        if key not in self._looks:
            self._looks[key] = self._made(key)
        return self._looks[key]

    def _made(self, key: str) -> Look:
        chain = self._chain(key)
        look = Look()
        marks = Style.PLAIN
        gone: str | None = None
        for one in chain:
            if one.paragraph is not None:
                look = self._set(look, one.paragraph)
            if one.run is not None:
                marks = _marked(one.run, marks)
                gone = _gone(one.run) or gone
        # Without a sheet the identifier is all there is; it is the English name without its spaces.
        names = [one.name for one in chain] or [key]
        level = next((int(found[1]) for name in names if (found := _HEADING.match(name))), look.level)
        last = names[-1].lower() if names else ""
        title = any(name.lower() in ("title", "标题") for name in names)
        return Look(
            1 if title else level,
            title,
            look.item,
            look.ordered,
            int("quote" in last or last in ("引用", "明显引用")),
            "caption" if "caption" in last or last == "题注" else _hint(last),
            "contents list" if last.startswith(("toc ", "table of figures")) else None,
            marks,
            gone,
        )

    def _of_character(self, key: str) -> tuple[int, str | None]:
        if key not in self._marks:
            marks = Style.PLAIN
            gone: str | None = None
            for one in self._chain(key):
                if one.run is not None:
                    marks = _marked(one.run, marks)
                    gone = _gone(one.run) or gone
            if key not in self._named:
                marks = {"Strong": Style.BOLD, "Emphasis": Style.ITALIC}.get(key, Style.PLAIN)
            self._marks[key] = (marks, gone)
        return self._marks[key]

    def _set(self, look: Look, own: etree._Element) -> Look:
        """The look with what paragraph properties set."""
        outline = _value(own.find(f"{W}outlineLvl"))
        level = int(outline) + 1 if outline.isdigit() and len(outline) == 1 else 0
        item, ordered = look.item, look.ordered
        number = own.find(f"{W}numPr")
        if number is not None:
            depth = _value(number.find(f"{W}ilvl"))
            which = _value(number.find(f"{W}numId"))
            item = 0 if which == "0" else 1 + (int(depth) if depth.isdigit() and len(depth) == 1 else 0)
            ordered = item > 0 and (which, depth or "0") not in self._bullets
        return Look(
            level if 1 <= level <= 6 else look.level if not outline else 0,
            look.title,
            item,
            ordered,
            look.quote,
            look.hint,
            look.drop,
            look.style,
            look.gone,
        )


def _hint(name: str) -> str:
    return "question" if _QUESTION.search(name) else "answer" if _ANSWER.search(name) else ""


def _value(node: etree._Element | None) -> str:
    return (node.get(f"{W}val") or "") if node is not None else ""


def _is_on(properties: etree._Element, name: str) -> bool | None:
    node = properties.find(f"{W}{name}")
    return None if node is None else node.get(f"{W}val", "true") not in _FALSE


def _marked(properties: etree._Element, style: int) -> int:
    """The style with the bold and italics that run properties set."""
    for name, flag in _MARKS:
        on = _is_on(properties, name)
        if on is not None:
            style = style | flag if on else style & ~flag
    return style


def _gone(properties: etree._Element) -> str | None:
    if _is_on(properties, "vanish") or _is_on(properties, "webHidden"):
        return "hidden"
    return "struck out" if _is_on(properties, "strike") or _is_on(properties, "dstrike") else None


def _bullets(numbering: etree._Element | None) -> frozenset[tuple[str, str]]:
    """The lists and their levels that have bullets instead of numbers."""
    if numbering is None:
        return frozenset()
    levels: dict[str, set[str]] = {}
    for abstract in numbering.iter(f"{W}abstractNum"):
        key = abstract.get(f"{W}abstractNumId") or ""
        levels[key] = {
            level.get(f"{W}ilvl") or "0"
            for level in abstract.iter(f"{W}lvl")
            if _value(level.find(f"{W}numFmt")) in ("bullet", "none")
        }
    return frozenset(
        (number.get(f"{W}numId") or "", level)
        for number in numbering.iter(f"{W}num")
        for level in levels.get(_value(number.find(f"{W}abstractNumId")), ())
    )
