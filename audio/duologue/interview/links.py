"""What the spoken words of an article lead to: links of text that is left out do not count."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from duologue.interview.blocks import Linked
from duologue.interview.text import Text
from duologue.model import Interview, Link, Paragraph, Section, Turn
from duologue.redaction import public_address
from duologue.web_address import ascii_address

_LONGEST = 2000
"""Characters of an address; browsers and players cut longer ones."""
_IN_SCRIPTS = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D"})
"""Signs that end a link in Markdown, as percents, which mean the same (RFC 3986, 2.2 and 6.2.2.2)."""


class LinksOf:
    """Finds the links of a document's texts.

    Args:
        links: in order, none over another.
    """

    def __init__(self, links: Sequence[Linked]) -> None:
        self._links = links
        self._ends = [link.end for link in links]

    def __call__(self, text: Text) -> tuple[Link, ...]:
        """The links of a text, with places in it, and addresses as the source writes them."""
        if not self._links or not text:
            return ()
        found: dict[int, tuple[int, int]] = {}
        at = 0
        for run in text.runs:
            number = bisect_right(self._ends, run.start)
            while number < len(self._links) and self._links[number].start < run.end:
                link = self._links[number]
                begin, end = at, at + len(run.text)
                if run.divisible:
                    begin += max(0, link.start - run.start)
                    end -= max(0, run.end - link.end)
                found[number] = (found.get(number, (begin, end))[0], end)
                number += 1
            at += len(run.text)
        places = [(begin, end, self._links[number].address) for number, (begin, end) in sorted(found.items())]
        return tuple(_trimmed(text.string, _joined(places)))


def with_addresses(interview: Interview) -> Interview:
    """The interview with links that everyone can follow: whole addresses of the web, without keys in them."""
    base = interview.origin if "://" in interview.origin[:16] else interview.url
    return replace(interview, sections=tuple(_section(section, base) for section in interview.sections))


def _section(section: Section, base: str | None) -> Section:
    links = _public(section.title or "", section.links, base)
    if not any(paragraph.links for turn in section.turns for paragraph in turn.paragraphs):
        return replace(section, links=links) if section.links else section
    return replace(section, links=links, turns=tuple(_turn(turn, base) for turn in section.turns))


def _turn(turn: Turn, base: str | None) -> Turn:
    return replace(turn, paragraphs=tuple(_paragraph(each, base) for each in turn.paragraphs))


def _paragraph(paragraph: Paragraph, base: str | None) -> Paragraph:
    if not paragraph.links:
        return paragraph
    return replace(paragraph, links=_public(paragraph.text, paragraph.links, base))


def _public(text: str, links: tuple[Link, ...], base: str | None) -> tuple[Link, ...]:
    """The links of a text that lead somewhere; an address in the text itself says where it leads."""
    whole = ((link, web_address(link.address, base)) for link in links)
    kept = (replace(link, address=to) for link, to in whole if to is not None)
    return tuple(link for link in kept if "://" not in text[link.start : link.end])


def web_address(written: str, base: str | None) -> str | None:
    """Where a link leads on the web; None for mail, scripts, places within the article, and no addresses.

    Args:
        written: as the article has it.
        base: the article's own address, for links that begin there; None where it is not known.
    """
    try:
        address = ascii_address(public_address(urljoin(base or "", written.strip())))
        own = urldefrag(ascii_address(base)).url if base else None
    except ValueError:
        return None
    if len(address) > _LONGEST or urldefrag(address).url == own:
        return None
    return address.translate(_IN_SCRIPTS)


def _joined(places: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Neighbours to the same address as one: a word in bold parts a link in two."""
    made: list[tuple[int, int, str]] = []
    for begin, end, address in places:
        if made and made[-1][1] == begin and made[-1][2] == address:
            made[-1] = (made[-1][0], end, address)
        else:
            made.append((begin, end, address))
    return made


def _trimmed(string: str, places: list[tuple[int, int, str]]) -> list[Link]:
    """Without white space at the ends; a link without words, as around a picture, is none."""
    made: list[Link] = []
    for begin, end, address in places:
        words = string[begin:end]
        first = begin + len(words) - len(words.lstrip())
        if words.strip():
            made.append(Link(first, begin + len(words.rstrip()), address))
    return made
