"""Inline tokens to runs with their places, and bold that was broken by an export made whole.

Emphasis is decided here: CommonMark does not close ``**名：**字``, and exports write
``**名：****Word****字**``.
"""

from __future__ import annotations

from markdown_it.token import Token

from duologue.interview.readers.markdown_parser import DELIMITER
from duologue.interview.readers.markup import RUBY, entity_runs, heals, parse_tag, restyled
from duologue.interview.text import Run, Style, is_wide


def inline_runs(tokens: list[Token], content: str) -> tuple[list[Run], list[tuple[int, int, str]]]:
    """The runs of a parsed inline token, positions within `content`, and what is cut with a reason."""
    if len(tokens) == 1 and tokens[0].type == "text":
        return list(entity_runs(content, 0)), []
    placed = _placed(tokens, content)
    runs: list[Run] = []
    cuts: list[tuple[int, int, str]] = []
    style = Style.PLAIN
    delimiters = _Delimiters(
        [(token.content, begin) for token, begin, _ in placed if token.type == DELIMITER], content
    )
    reading = False
    for token, begin, end in placed:
        if reading and token.type != "html_inline":
            cuts.append((begin, end, "reading aid"))
        elif token.type == "text":
            runs += entity_runs(token.content, begin, style)
        elif token.type == "text_special":
            runs.append(Run(token.content.replace("\xa0", " "), begin, end, style))
        elif token.type in ("softbreak", "hardbreak"):
            runs.append(Run("\n", begin, end, style))
        elif token.type == "code_inline":
            inner = content.find(token.content, begin, end) if token.content else -1
            if inner >= 0:
                runs.append(Run(token.content, inner, inner + len(token.content), style | Style.CODE))
        elif token.type == "link_open":
            style |= Style.LINK
        elif token.type == "link_close":
            style &= ~Style.LINK
            cuts.append((begin, end, "link target"))
        elif token.type == "image":
            cuts.append((begin, end, "image"))
        elif token.type == "html_inline":
            tag = parse_tag(token.content)
            if tag is not None and tag.name in RUBY:
                reading = tag.opens
                continue
            if tag is not None and tag.name == "br":
                runs.append(Run("\n", begin, end, style))
            elif tag is not None:
                style = restyled(style, tag)
        elif token.type == DELIMITER:
            before = style
            style, literal = delimiters.next(style)
            if literal:
                runs.append(Run(token.content, begin, end, before))
            elif (
                len(token.content) >= 4
                and begin > 0
                and end < len(content)
                and heals(content[begin - 1], content[end])
                and not _one_word(content, begin, end)
            ):
                runs.append(Run(" ", begin, begin, style))
    return runs, cuts


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
            return style, False
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


def _one_word(content: str, begin: int, end: int) -> bool:
    """Whether a lone letter stands before broken bold: ``**N****oPriors``."""
    alone = begin < 2 or not content[begin - 2].isalnum()
    return alone and content[begin - 1].isupper() and content[end].islower()


def _word(char: str) -> bool:
    return char.isalnum() and not is_wide(char)
