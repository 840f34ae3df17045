"""Inline tokens to runs with their places, and bold that was broken by an export made whole.

Emphasis is decided here: CommonMark does not close ``**名：**字``, and exports write
``**名：****Word****字**``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.token import Token

from duologue.interview.blocks import Pictured
from duologue.interview.readers.markdown_parser import DELIMITER
from duologue.interview.readers.markup import (
    Unseen,
    entity_runs,
    heals,
    parse_tag,
    picture_of,
    raised_in,
    restyled,
)
from duologue.interview.readers.raised import FOOTNOTE_MARK, Raised, powers
from duologue.interview.text import Run, Style, is_wide

STRUCK_OUT = "struck out"
Cuts = list[tuple[int, int, str]]
Links = list[tuple[int, int, str]]
"""Begin, end and address of what is linked."""


class Inline(NamedTuple):
    """A parsed inline token, positions within its content.

    Attributes:
        runs: its text.
        cuts: what is not spoken, with a reason.
        links: what leads somewhere.
        pictures: those that readers see.
    """

    runs: list[Run]
    cuts: Cuts
    links: Links
    pictures: list[Pictured]


def inline_runs(tokens: list[Token], content: str) -> Inline:
    """What a parsed inline token holds."""
    if len(tokens) == 1 and tokens[0].type == "text":
        return Inline(list(_text_runs(content, 0, Style.PLAIN)), [], [], [])
    return _Line(tokens, content).read()


class _Line:
    """The tokens of one inline token, read from left to right."""

    def __init__(self, tokens: list[Token], content: str) -> None:
        self._placed = _placed(tokens, content)
        self._content = content
        self._runs: list[Run] = []
        self._cuts: Cuts = []
        self._links: Links = []
        self._linked: tuple[int, str] = (0, "")
        self._pictures: list[Pictured] = []
        self._style = Style.PLAIN
        self._unseen = Unseen()
        self._raised = Raised.PLAIN
        self._hole = False
        """Whether something was taken out just before."""
        marks = [(token.content, begin) for token, begin, _ in self._placed if token.type == DELIMITER]
        self._delimiters = _Delimiters(marks, content)

    def read(self) -> Inline:
        """All of it."""
        for token, begin, end in self._placed:
            match token.type:
                case "text":
                    for run in _text_runs(token.content, begin, self._style):
                        self._add(run)
                case "text_special":
                    self._add(Run(token.content, begin, end, self._style))
                case "hardbreak":
                    self._add(Run("\n", begin, end, self._style))
                case "code_inline":
                    inner = self._content.find(token.content, begin, end) if token.content else -1
                    if inner >= 0:
                        size = len(token.content)
                        self._add(Run(token.content, inner, inner + size, self._style | Style.CODE))
                case "link_open":
                    self._style |= Style.LINK
                    self._linked = end, str(token.attrGet("href") or "")
                case "link_close":
                    self._style &= ~Style.LINK
                    self._cuts.append((begin, end, "link target"))
                    self._links.append((self._linked[0], begin, self._linked[1]))
                case "image":
                    self._cuts.append((begin, end, "image"))
                    self._picture(begin, str(token.attrGet("src") or ""), token.content)
                case "html_inline":
                    self._tag(token.content, begin, end)
                case _ if token.type == DELIMITER:
                    self._delimiter(token, begin, end)
        return Inline(self._runs, self._cuts, self._links, self._pictures)

    def _picture(self, begin: int, address: str, alt: str) -> None:
        if address and self._unseen.reason is None and not self._delimiters.struck:
            self._pictures.append(Pictured(begin, address, alt))

    def _add(self, run: Run) -> None:
        reason = self._unseen.reason or (STRUCK_OUT if self._delimiters.struck else None)
        if reason is not None:
            self._cuts.append((run.start, run.end, reason))
            self._hole = True
            return
        if self._hole and run.text.startswith(" ") and self._ends_with_space():
            # One of the two spaces around what was taken out goes with it.
            self._hole = False
            if (rest := run.part(1, len(run.text))) is not None and run.divisible:
                self._add(rest)
            return
        self._hole = False
        if self._raised is Raised.POWER:
            self._runs.append(run._replace(text=powers(run.text)))
        else:
            self._runs.append(run)

    def _ends_with_space(self) -> bool:
        return not self._runs or self._runs[-1].text[-1:].isspace()

    def _tag(self, written: str, begin: int, end: int) -> None:
        tag = parse_tag(written)
        if tag is None:
            if written.startswith("<!--"):
                self._cuts.append((begin, end, "comment"))
                self._hole = True
            return
        if tag.name == "br":
            self._add(Run("\n", begin, end, self._style))
            return
        if tag.name == "img" and (found := picture_of(written)):
            self._picture(begin, *found)
        reason = None
        if tag.name == "sup":
            self._raised = (
                raised_in(self._content, begin, end, len(self._content)) if tag.opens else Raised.PLAIN
            )
            reason = FOOTNOTE_MARK if self._raised is Raised.NOTE else None
            if self._raised is Raised.CARET:
                self._add(Run("^", begin, begin, self._style))
        self._unseen.meet(tag, written, reason)
        self._style = restyled(self._style, tag)

    def _delimiter(self, token: Token, begin: int, end: int) -> None:
        before, content = self._style, self._content
        self._style, literal = self._delimiters.next(before)
        if literal:
            self._add(Run(token.content, begin, end, before))
        elif (
            len(token.content) >= 4
            and begin > 0
            and end < len(content)
            and heals(content[begin - 1], content[end])
            and not _one_word(content, begin, end)
        ):
            self._add(Run(" ", begin, begin, self._style))


def _one_word(content: str, begin: int, end: int) -> bool:
    """Whether a lone letter stands before broken bold: ``**N****oPriors``."""
    alone = begin < 2 or not content[begin - 2].isalnum()
    return alone and content[begin - 1].isupper() and content[end].islower()


def _text_runs(text: str, begin: int, style: int) -> Iterator[Run]:
    """The runs of a text, its line breaks with the blanks around them apart."""
    if "\n" not in text:
        yield from entity_runs(text, begin, style)
        return
    at = begin
    lines = text.split("\n")
    broken = -1
    for number, line in enumerate(lines):
        bare = line if number == len(lines) - 1 else line.rstrip(" \t")
        if number:
            begins = at + len(bare) - len(bare.lstrip(" \t"))
            bare = bare.lstrip(" \t")
            yield Run("\n", broken, max(broken + 1, begins), style)
        else:
            begins = at
        if bare:
            yield from entity_runs(bare, begins, style)
        broken = begins + len(bare)
        at += len(line) + 1


def _placed(tokens: list[Token], content: str) -> list[tuple[Token, int, int]]:
    """Every token with its stretch of `content`: what has no note begins where the last one ended."""
    placed: list[tuple[Token, int, int]] = []
    at = 0
    for token in tokens:
        noted = token.meta.get("at")
        if noted is not None:
            begin, end = noted
            begin = at if begin < 0 else begin
        else:
            begin = content.find(token.content, at) if token.content else at
            begin = at if begin < 0 else begin
            end = begin + len(token.content)
        placed.append((token, begin, end))
        at = end
    return placed


class _Delimiters:
    """Decides, run by run of ``*``, ``_`` and ``~~``, what opens and closes.

    A run of four or more inside bold closes and opens again (the export's broken bold): bold goes on while
    another delimiter follows.
    """

    def __init__(self, found: list[tuple[str, int]], content: str) -> None:
        self._found = found
        self._content = content
        self._next = 0
        self.struck = False
        """Whether ``~~`` is open."""
        self._left: dict[tuple[str, bool], int] = {}
        for marker, _ in found:
            key = (marker[0], len(marker) >= 2)
            self._left[key] = self._left.get(key, 0) + 1

    def next(self, style: int) -> tuple[int, bool]:
        """The style after the next delimiter, and whether it is literal text instead."""
        marker, at = self._found[self._next]
        self._next += 1
        strong = len(marker) >= 2
        self._left[marker[0], strong] -= 1
        before = self._content[at - 1] if at else " "
        after = self._content[at + len(marker)] if at + len(marker) < len(self._content) else " "
        if marker[0] == "~":
            return style, self._strikes(before, after)
        if marker[0] == "_" and _word(before) and _word(after):
            return style, True
        more = self._left[marker[0], strong] > 0
        if strong:
            return self._bold(style, marker, before, after, more)
        if style & Style.ITALIC and not (before.isspace() and _word(after)):
            return style & ~Style.ITALIC, False
        if not after.isspace() and more:
            return style | Style.ITALIC, False
        return style, True

    def _strikes(self, before: str, after: str) -> bool:
        """Begins or ends what is struck out; whether the mark is literal text instead."""
        if self.struck:
            self.struck = False
            return False
        self.struck = not after.isspace() and self._left["~", True] > 0
        return not self.struck and not before.isspace()

    def _bold(self, style: int, marker: str, before: str, after: str, more: bool) -> tuple[int, bool]:
        line_start = self._next == 1 or before == "\n"
        if style & Style.BOLD:
            if len(marker) >= 4 and more:
                return style, False
            style &= ~Style.BOLD
            return (style & ~Style.ITALIC if len(marker) == 3 else style), False
        if (before.isspace() and after.isspace() and not line_start) or not (more or line_start):
            return style, before.isspace() or _word(before)
        style |= Style.BOLD
        return (style | Style.ITALIC if len(marker) == 3 else style), False


def _word(char: str) -> bool:
    return char.isalnum() and not is_wide(char)
