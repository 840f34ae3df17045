"""markdown-it-py, set up for published interviews: its block and inline rules, told where they stand.

Three liberties: indented text is prose (interviews are pasted with indents, not programs); a heading of two
or more `#` needs no space after them, and none before the closing row; emphasis is noted here and decided
in `markdown_inline`.

Inline tokens carry no positions of their own, so each is given its place in `token.meta["at"]`. Of the inline
rules only those are asked that can begin with the character at hand: asking all of them at each character
took half of the reading time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import (
    StateInline,
    autolink,
    backtick,
    entity,
    escape,
    html_inline,
    image,
    link,
)
from markdown_it.token import Token
from markdown_it.utils import EnvType

from duologue.interview.text import is_wide
from duologue.limits import Beyond

DELIMITER = "delimiter"
"""The token of a run of ``*``, ``_`` or ``~~``."""
MAX_NESTING = 40
"""Of quotations and lists."""
MAX_TOKENS = 400_000
"""Of blocks: three for a paragraph, a dozen for a row of a table; each takes half a kilobyte."""
MAX_MARKS = 200_000
"""Of one paragraph."""
MAX_LINKS = 8
"""Links and images within each other; a row of open brackets is tried that often at each of them."""
Rule = Callable[[StateInline, bool], bool]


def _delimiter(state: StateInline, silent: bool) -> bool:
    char = state.src[state.pos]
    end = state.pos
    while end < state.posMax and state.src[end] == char:
        end += 1
    if char == "~" and end - state.pos != 2:
        return False
    if not silent:
        # What `state.push` does besides is for rules that are not used here.
        if state.pending:
            state.pushPending()
        marks = state.src[state.pos : end]
        state.tokens.append(Token(DELIMITER, "", 0, content=marks, meta={"at": (state.pos, end)}))
    state.pos = end
    return True


def _embedded_image(state: StateInline, silent: bool) -> bool:
    """``![](data:image/svg+xml,<svg …>)``: clippers leave blanks and brackets in the address."""
    opened = _EMBEDDED.match(state.src, state.pos, state.posMax)
    if opened is None:
        return False
    row = state.src.find("\n", opened.end(), state.posMax)
    stop = min(row if row >= 0 else state.posMax, opened.end() + _LONGEST_EMBEDDED)
    close = state.src.find("%3E)", opened.end(), stop)
    close = close + 3 if close >= 0 else state.src.rfind(")", opened.end(), stop)
    if close < 0:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.content = opened.group("alt")
        token.attrs = {"src": state.src[opened.end("alt") + 2 : close]}
    state.pos = close + 1
    return True


_EMBEDDED = re.compile(r"!\[(?P<alt>[^\[\]\n]{0,200})\]\(data:image/")
_LONGEST_EMBEDDED = 4000
_RULES: dict[str, tuple[Rule, ...]] = {
    "\\": (escape,),
    "`": (backtick,),
    "*": (_delimiter,),
    "_": (_delimiter,),
    "~": (_delimiter,),
    "[": (link,),
    "!": (image, _embedded_image),
    "<": (autolink, html_inline),
    "&": (entity,),
}
_SPECIAL = re.compile(r"[\\`*_~\[<&]|!\[")
_SPECIAL_OR_CLOSE = re.compile(r"[\\`*_~\[<&\]]|!\[")


class _Inline(ParserInline):
    """The inline rules by the character they begin with."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Appends the tokens of `src`."""
        if _SPECIAL.search(src) is None:
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = StateInline(src, md, env, tokens)
        self.tokenize(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """Appends the tokens of ``state.src[state.pos:state.posMax]``, each with its place."""
        src, end = state.src, state.posMax
        while state.pos < end:
            found = _SPECIAL.search(src, state.pos, end)
            at = found.start() if found else end
            if at > state.pos:
                state.append_pending(src[state.pos : at])
                state.pos = at
            if len(state.tokens) > MAX_MARKS:
                raise Beyond(f"has a paragraph with more than {MAX_MARKS:,} marks")
            if at < end and not (state.level < MAX_LINKS and _applied(state, src[at])):
                state.append_pending(src[at])
                state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - the parser's own name
        """Goes past one token without making any, for the text of a link."""
        at, src = state.pos, state.src
        if at in state.cache:
            state.pos = state.cache[at]
            return
        rules = _RULES.get(src[at], ())
        if state.level >= MAX_LINKS:
            state.pos = state.posMax
        elif not rules:
            found = _SPECIAL_OR_CLOSE.search(src, at + 1, state.posMax)
            state.pos = found.start() if found else state.posMax
        else:
            state.level += 1
            passed = any(rule(state, True) for rule in rules)
            state.level -= 1
            state.pos += not passed
        state.cache[at] = state.pos


def _applied(state: StateInline, char: str) -> bool:
    """Whether a rule for `char` has made tokens; they are given their places."""
    if char in "*_~":
        return _delimiter(state, False)
    begin, count, pending = state.pos, len(state.tokens), bool(state.pending)
    for rule in _RULES[char]:
        if rule(state, False):
            break
    else:
        return False
    # Text that was waiting is flushed into a token of its own before the rule's.
    fresh = state.tokens[count + pending :]
    if not fresh:
        return True
    if fresh[0].type == "link_open":
        fresh[0].meta["at"] = (begin, begin + 1)
        if fresh[0].info == "auto":
            fresh[1].meta["at"] = (begin + 1, state.pos - 1)
        fresh[-1].meta["at"] = (-1, state.pos)
    else:
        fresh[0].meta["at"] = (begin, state.pos)
    return True


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    stop = state.eMarks[start]
    at = begin
    while at < stop and state.src[at] == "#":
        at += 1
    level = at - begin
    if not 1 <= level <= 6:
        return False
    if (
        at < stop
        and state.src[at] not in " \t\u3000\xa0"
        and (level == 1 or not (is_wide(state.src[at]) or state.src[at].isalpha()))
    ):
        return False
    if silent:
        return True
    text = state.src[at:stop].strip()
    closed = text.rstrip("#").rstrip()
    if level >= 2 or text[len(text.rstrip("#")) - 1 : len(text.rstrip("#"))] in (" ", "\t"):
        text = closed
    state.line = start + 1
    token = state.push("heading_open", f"h{level}", 1)
    token.map = [start, state.line]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text, [start, state.line], []
    state.push("heading_close", f"h{level}", -1)
    return True


class _State(StateBlock):
    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """A new token; a text that makes more of them than any interview has is refused."""
        if len(self.tokens) > MAX_TOKENS:
            raise Beyond(f"has more than {MAX_TOKENS:,} parts")
        return super().push(ttype, tag, nesting)


class _Blocks(ParserBlock):
    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: EnvType,
        outTokens: list[Token],  # noqa: N803
    ) -> list[Token] | None:
        """Appends the block tokens of `src`."""
        if not src:
            return None
        state = _State(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own name
        """No address is ever followed or shown, so all are addresses."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """As written: it is not spoken."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        """As written, so that it is a stretch of the source."""
        return link


def parser() -> MarkdownIt:
    """The parser: blocks by CommonMark and tables; inline tokens, with places, when they are asked for.

    A paragraph's inline tokens take many times the memory of its text: `inline.parse` makes them paragraph by
    paragraph. Line breaks are part of their text.
    """
    made = _Parser("commonmark", {"html": True, "maxNesting": MAX_NESTING}).enable("table")
    made.disable(["code"])
    made.core.ruler.disable(["inline", "text_join"], True)
    ruler, made.block = made.block.ruler, _Blocks()
    made.block.ruler = ruler
    made.block.ruler.at("heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})
    made.inline = _Inline()
    return made
