"""What an article shows: pictures belong to the paragraphs beside them; those of cut text do not count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from duologue.interview.blocks import Cut, Document, Pictured
from duologue.interview.text import Text
from duologue.model import Illustration, Interview, Paragraph, Section, Turn

_BESIDE_PICTURES = frozenset(("caption", "credit", "image", "link target", "markup"))
"""Why text is not spoken that says nothing against a picture in the same paragraph."""
_LONGEST_WORDS = 500
_MOST = 400
"""Pictures of one article that are looked at."""


class PicturesOf:
    """Gives a document's pictures to its paragraphs, from the first one on.

    Args:
        document: whose pictures they are.
        cuts: what is not spoken.
        spoken: what is.
    """

    def __init__(self, document: Document, cuts: Sequence[Cut], spoken: Sequence[Text]) -> None:
        self._document = document
        self._left = list(_seen(document, cuts, spoken))

    def until(self, at: int) -> tuple[Illustration, ...]:
        """Those that stand before `at` of the source and have not been given yet."""
        count = next((n for n, each in enumerate(self._left) if each.at >= at), len(self._left))
        taken, self._left = self._left[:count], self._left[count:]
        return tuple(self._illustration(each) for each in taken)

    def _illustration(self, picture: Pictured) -> Illustration:
        words = " ".join(picture.alt.split())[:_LONGEST_WORDS]
        return Illustration(picture.address, words, self._document.line_of(picture.at))


def with_pictures(paragraph: Paragraph, pictures: tuple[Illustration, ...]) -> Paragraph:
    """The paragraph with pictures more."""
    return replace(paragraph, pictures=(*paragraph.pictures, *pictures)) if pictures else paragraph


def with_whole_addresses(interview: Interview, file: str = "") -> Interview:
    """The interview with pictures that are found wherever it is read again from.

    Args:
        interview: read from a file or an address.
        file: the file's name, where its pictures are parts of it.
    """

    def whole(picture: Illustration) -> Illustration:
        address = picture.address
        if address[:5].lower() == "data:":
            return picture
        if file:
            return replace(picture, address=f"{file}#{address}")
        if "://" in interview.origin[:16]:
            try:
                return replace(picture, address=urljoin(interview.origin, address))
            except ValueError:
                return picture  # no address, as will be said where it is looked for
        return picture

    return with_changed_pictures(interview, lambda found: tuple(map(whole, found)))


def with_changed_pictures(
    interview: Interview, change: Callable[[tuple[Illustration, ...]], tuple[Illustration, ...]]
) -> Interview:
    """The interview with the pictures of each paragraph as `change` makes them."""
    if not any(paragraph.pictures for turn in interview.turns() for paragraph in turn.paragraphs):
        return interview

    def turned(turn: Turn) -> Turn:
        paragraphs = (
            replace(each, pictures=change(each.pictures)) if each.pictures else each
            for each in turn.paragraphs
        )
        return replace(turn, paragraphs=tuple(paragraphs))

    sections = (replace(section, turns=tuple(map(turned, section.turns))) for section in interview.sections)
    return replace(interview, sections=tuple(sections))


def with_last_pictures(section: Section, pictures: tuple[Illustration, ...]) -> Section:
    """The section with pictures that stand behind its last paragraph."""
    if not pictures or not section.turns:
        return section
    *before, last = section.turns
    *spoken, paragraph = last.paragraphs
    last = replace(last, paragraphs=(*spoken, with_pictures(paragraph, pictures)))
    return replace(section, turns=(*before, last))


def _seen(document: Document, cuts: Sequence[Cut], spoken: Sequence[Text]) -> Iterator[Pictured]:
    """The pictures whose paragraph is not left out, as a note of the editor's or an advertisement is."""
    if not document.pictures:
        return
    against = [cut for cut in cuts if cut.reason not in _BESIDE_PICTURES and cut.end > cut.start]
    for picture in document.pictures[:_MOST]:
        block = document.blocks[picture.block] if picture.block < len(document.blocks) else None
        if block is not None and block.drop is not None:
            continue
        text = block.text.strip() if block is not None else None
        if any(cut.start < picture.at < cut.end for cut in against):
            continue
        if (
            not text
            or any(_meet(each, text) for each in spoken)
            or not any(_meet(cut, text) for cut in against)
        ):
            yield picture


def _meet(one: Text | Cut, other: Text) -> bool:
    return one.start < other.end and other.start < one.end
