"""Markdown to blocks with exact places in the source: one pass over markdown-it-py's block tokens."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from markdown_it.token import Token

from duologue.interview.blocks import Block, Cut, Document, Kind, Linked, Pictured
from duologue.interview.readers import markdown_inline
from duologue.interview.readers.cards import without_cards
from duologue.interview.readers.front_matter import split_front_matter
from duologue.interview.readers.markdown_marks import without_comments, without_marks
from duologue.interview.readers.markdown_parser import parser
from duologue.interview.readers.markdown_parts import paragraphs, spans, with_title
from duologue.interview.readers.markup import Tagged, tagged_paragraphs
from duologue.interview.text import Run, Text
from duologue.limits import Budget

_ATTRIBUTES = re.compile(r"\s{0,8}\{(?:[#.:][^{}\n]{0,200}|%[^{}\n]{0,200}%)\}\s{0,8}$")
_LINE_OF_ATTRIBUTES = re.compile(r"\n\s{0,8}\{:[^{}\n]{1,200}\}\s{0,8}$")
_DIVISION = re.compile(r"(?:^|\n)\s{0,3}:{3,12}\s{0,3}(?:\{[^{}\n]{0,200}\})?\s{0,3}(?=\n|$)")
"""The lines that open and close a division in pandoc's Markdown."""
_DETAILS = re.compile(r"<(/?details)\b", re.IGNORECASE)
_DEFINED = re.compile(r"(?<=\n):[ \t]{1,3}(?=\S)")
"""What stands before what a word in a list of definitions means."""
_NOTE = re.compile(r"\s{0,3}\[\^[^\]\s]{1,30}\]:(?=\s)")
"""What the text of a footnote begins with."""
_LIQUID = re.compile(r"\{[{%][^{}\n]{0,300}[%}]\}")


_PARSER = parser()


def read_markdown(source: str) -> Document:
    """The blocks of a Markdown text, its front matter taken off."""
    meta, body = split_front_matter(source)
    return _Walk(source, body).document(meta)


class _Walk:
    """One pass over the block tokens."""

    def __init__(self, source: str, body: int) -> None:
        self.source = source
        self.body = body
        self.starts = [body]
        for line in source[body:].split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.blocks: list[Block] = []
        self.cuts: list[Cut] = [Cut(0, body, "front matter")] if body else []
        self.links: list[Linked] = []
        self.pictures: list[Pictured] = []
        self.lists: list[bool] = []
        self.quote = 0
        self.level = 0
        self.fresh = False
        self.picture: str | None = None
        self.divided = "::: {" in source
        self.details = 0
        self.budget = Budget()
        self.env: dict[str, Any] = {}
        """The targets that links refer to."""

    def document(self, meta: object) -> Document:
        from duologue.interview.blocks import Meta

        assert isinstance(meta, Meta)  # noqa: S101
        for token in _PARSER.parse(self.source[self.body :], self.env):
            self._token(token)
        meta = replace(meta, picture=meta.picture or self.picture)
        if not meta.title:
            self.blocks = with_title(self.blocks)
        return Document(
            self.source,
            tuple(without_comments(without_cards(self.blocks))),
            "markdown",
            meta,
            tuple(self.cuts),
            links=tuple(self.links),
            pictures=tuple(self.pictures),
        )

    def _token(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.lists.append(token.type.startswith("ordered"))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.fresh = True
            case "blockquote_open":
                self.quote += 1
            case "blockquote_close":
                self.quote -= 1
            case "heading_open":
                self.level = int(token.tag[1])
            case "heading_close":
                self.level = 0
            case "inline":
                self._inline(token)
            case "fence" | "code_block":
                self._plain(token, Kind.CODE)
            case "html_block":
                self._html(token)
            case "hr":
                self._plain(token, Kind.RULE)

    def _span(self, token: Token) -> tuple[int, int]:
        first, last = token.map or [0, 0]
        return self.starts[first], min(self.starts[last] - 1, len(self.source))

    def _plain(self, token: Token, kind: Kind) -> None:
        begin, end = self._span(token)
        self._add(kind, Text([Run(self.source[begin:end], begin, end)]), begin)

    def _html(self, token: Token) -> None:
        begin, end = self._span(token)
        tags = _DETAILS.findall(self.source[begin:end])
        folded = self.details > 0 or (bool(tags) and self.source[begin:end].lstrip().startswith("<details"))
        self.details = max(0, self.details + sum(-1 if tag.startswith("/") else 1 for tag in tags))
        image = "<img" in self.source[begin:end].lower()
        drop = "card" if self.source.startswith("<aside", begin) else None
        pictures: list[Pictured] = []
        for tagged in tagged_paragraphs(self.source, begin, end, self.cuts, pictures):
            for paragraph in paragraphs(Text(tagged.runs)):
                self._add_tagged(tagged, paragraph, image=image, drop=drop, folded=folded)
        if image:
            self._add(Kind.IMAGE, Text(), begin)
        if not drop and not folded:
            self.pictures += (replace(each, block=len(self.blocks) - 1) for each in pictures)

    def _add_tagged(self, tagged: Tagged, text: Text, *, image: bool, drop: str | None, folded: bool) -> None:
        level, quote = self.level, self.quote
        self.level, self.quote = tagged.level, quote + tagged.quote
        self.lists += [False] * tagged.item
        kind = Kind.HEADING if tagged.level else Kind.PARAGRAPH
        drop = drop or ("caption" if tagged.under == "figcaption" else None)
        hint = "caption" if tagged.under else ""
        self._add(kind, text, text.start, image=image, drop=drop, folded=folded, hint=hint)
        self.level, self.quote = level, quote
        del self.lists[len(self.lists) - tagged.item :]

    def _inline(self, token: Token) -> None:
        content = token.content
        places = self._places(token, content)
        self.budget.spend()
        children = _PARSER.inline.parse(content, _PARSER, self.env, [])
        runs, cuts, links, pictures = markdown_inline.inline_runs(children, content)
        self.budget.spend(len(runs) // 3)
        text = Text(self._moved(runs, places, content))
        image = any(reason == "image" for _, _, reason in cuts)
        if image and self.picture is None:
            targets = (str(child.attrGet("src") or "") for child in children if child.type == "image")
            self.picture = next((t for t in targets if t and not t.startswith("data:")), None)
        self.cuts += [
            Cut(_at(places, begin), _at(places, end), reason) for begin, end, reason in cuts if end > begin
        ]
        self.links += [Linked(_at(places, begin), _at(places, end), to) for begin, end, to in links if to]
        if not self.details:
            self.pictures += (
                replace(each, at=_at(places, each.at), block=len(self.blocks)) for each in pictures
            )
        text = without_marks(self._without_attributes(text), self.cuts)
        if "\n: " in text.string:
            text = self._without(text, [found.span() for found in _DEFINED.finditer(text.string)])
        first = token.map[0] if token.map else 0
        if text.string.strip():
            kind = Kind.HEADING if self.level else Kind.PARAGRAPH
            note = "footnote" if not self.level and _NOTE.match(content) else None
            self._add(kind, text, text.strip().start, image=image, drop=note)
        elif image:
            self._add(Kind.IMAGE, Text(), self.starts[first])

    def _without_attributes(self, text: Text) -> Text:
        """Without ``{#anchor}`` after a heading and the site generator's ``{% include %}``."""
        if self.divided and ":::" in text.string:
            text = self._without(text, [found.span() for found in _DIVISION.finditer(text.string)])
        if "{" not in text.string:
            return text
        holes = [found.span() for found in _LIQUID.finditer(text.string)]
        if "]{" in text.string and not holes:
            holes = list(spans(text.string))
        attributes = _ATTRIBUTES if self.level else _LINE_OF_ATTRIBUTES
        tail = attributes.search(text.string, max(0, len(text.string) - 240))
        if tail and tail.end() > tail.start() and not (holes and holes[-1][1] > tail.start()):
            holes.append(tail.span())
        return self._without(text, holes)

    def _without(self, text: Text, holes: list[tuple[int, int]]) -> Text:
        for begin, end in holes:
            piece = text.cut(begin, end)
            self.cuts.append(Cut(piece.start, piece.end, "markup"))
        return text.without(holes)

    def _add(
        self,
        kind: Kind,
        text: Text,
        at: int,
        *,
        image: bool = False,
        drop: str | None = None,
        folded: bool = False,
        hint: str = "",
    ) -> None:
        ordered = bool(self.lists and self.lists[-1])
        level = self.level if kind is Kind.HEADING else 0
        self.blocks.append(
            Block(
                kind,
                text,
                at,
                level,
                self.quote,
                len(self.lists),
                ordered,
                self.fresh,
                hint="original" if folded or self.details else hint,
                drop=drop,
                image=image,
            )
        )
        self.fresh = False

    def _places(self, token: Token, content: str) -> list[tuple[int, int]]:
        """(offset in content, offset in source) of each line of an inline token's content."""
        first = token.map[0] if token.map else 0
        places: list[tuple[int, int]] = []
        at = 0
        floor = self.cuts_end_in_row(first)
        for number, line in enumerate(content.split("\n")):
            row = first + number
            begin = self.starts[min(row, len(self.starts) - 1)]
            end = self.starts[row + 1] - 1 if row + 1 < len(self.starts) else len(self.source)
            source = self.source[begin:end]
            stripped = line.lstrip()
            found = (
                source.find(stripped, max(0, floor - begin)) if number == 0 and self._in_table(token) else -1
            )
            if found < 0:
                found = len(source) - len(stripped) if source.endswith(stripped) else source.rfind(stripped)
            places.append((at, begin + max(0, found) - (len(line) - len(stripped))))
            at += len(line) + 1
        return places

    def _in_table(self, token: Token) -> bool:
        return token.map is None or (
            token.map[1] - token.map[0] == 1
            and "|" in self.source[self.starts[token.map[0]] : self.starts[token.map[1]]]
            and not self.level
        )

    def cuts_end_in_row(self, row: int) -> int:
        """Where the text that is already placed ends: cells of one table row follow each other."""
        ends = [block.text.end for block in self.blocks[-1:] if block.text]
        return max([self.starts[min(row, len(self.starts) - 1)], *ends])

    def _moved(self, runs: list[Run], places: list[tuple[int, int]], content: str) -> list[Run]:
        if len(places) == 1:
            shift = places[0][1]
            return [Run(text, begin + shift, end + shift, style) for text, begin, end, style in runs]
        moved: list[Run] = []
        row = 0
        for run in runs:
            while row + 1 < len(places) and run.start >= places[row + 1][0]:
                row += 1
            shift = places[row][1] - places[row][0]
            if run.text == "\n" and row + 1 < len(places):
                end = _at(places, run.end, row)
                moved.append(Run("\n", run.start + shift, max(run.start + shift, end), run.style))
            else:
                moved.append(Run(run.text, run.start + shift, run.end + shift, run.style))
        return moved


def _at(places: list[tuple[int, int]], offset: int, row: int = 0) -> int:
    while row + 1 < len(places) and offset >= places[row + 1][0]:
        row += 1
    return offset - places[row][0] + places[row][1]
