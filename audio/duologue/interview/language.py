"""The language of a source: what it says itself, held against what its text shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duologue.errors import UsageError
from duologue.interview.blocks import Document
from duologue.languages.detect import Detected, detect
from duologue.languages.tags import canonical_tag, language_name, spoken_language
from duologue.languages.writing import can_be_in
from duologue.model import Doubt

TOPIC = "language: "
"""How every doubt about the language begins."""
_SAMPLE = 30_000
_ENOUGH_LETTERS = 400
"""So many letters of a text outweigh what a page's template says."""
_CHINESE = ("zh", "yue")
_ALIKE = ("bs hr sr", "id ms", "nb nn da", "gl pt", "jv su", "hi ne mr")
"""Languages that detection takes for one another: of these the source knows better."""


def wanted_tag(said: str) -> str:
    """A language that a person names, as a tag.

    Raises:
        UsageError: it is none that is known here.
    """
    tag = canonical_tag(said)
    if tag is None:
        raise UsageError(f"{said!r} is no language known here: write a tag such as es-ES, or a name")
    return tag


def with_language(document: Document, wanted: str | None = None) -> Document:
    """The document with its language decided in `meta.language`, and with the doubts about it.

    A person's word comes first (`wanted`, then front matter or a hint), then that of the page's markup, then
    the text. Front matter is not believed where the text's script is none of that language's; markup, which
    is often a template's, not where the text is clearly in another language.

    Args:
        document: as it was parsed.
        wanted: what a person asks for, a tag or a name.

    Raises:
        UsageError: `wanted` is no language.
    """
    text = _sample(document)
    found = detect(text)
    decided = _decided(document, wanted, text, found)
    meta = document.meta
    return replace(
        document,
        meta=replace(meta, language=decided[0], doubts=(*meta.doubts, *decided[1])),
    )


Decision = tuple[str, tuple[Doubt, ...]]
"""A language, and the doubts about it."""


def _decided(document: Document, wanted: str | None, text: str, found: Detected) -> Decision:
    if wanted:
        return _asked_for(wanted_tag(wanted), found)
    meta, doubts = document.meta, list[Doubt]()
    for said, by_person in ((meta.language, True), (meta.markup_language, False)):
        tag = canonical_tag(said) if said else None
        if tag is not None:
            language, more = _said(tag, by_person, text, found, meta.language_line or 1)
            return language, (*doubts, *more)
        if said and by_person:
            message = f"{TOPIC}{said!r} is no language known here, so it is not used"
            doubts.append(Doubt(meta.language_line or 1, message))
    return found.language, (*doubts, *_unsure(found))


def _asked_for(tag: str, found: Detected) -> Decision:
    """A person's wish is met, whatever the text is in."""
    if _agree(tag, found.language) or not found.sure:
        return _refined(tag, found), ()
    return tag, (Doubt(1, f"{TOPIC}{language_name(tag)} was asked for, {_reads_as(found)}"),)


def _said(tag: str, by_person: bool, text: str, found: Detected, line: int) -> Decision:
    """What the source says, unless the text outweighs it."""
    if _agree(tag, found.language):
        return _refined(tag, found), ()
    clear = found.sure and sum(map(str.isalpha, text)) >= _ENOUGH_LETTERS
    outweighed = not can_be_in(tag, text) or (not by_person and clear)
    taken = found.language if outweighed else tag
    if not found.sure and not outweighed:
        return taken, ()
    message = (
        f"{TOPIC}the source says {language_name(tag)}, {_reads_as(found)}; "
        f"{language_name(taken)} is spoken (--language changes that)"
    )
    return taken, (Doubt(line, message),)


def _unsure(found: Detected) -> Iterator[Doubt]:
    """A doubt about a text in two languages."""
    if found.other and not found.sure:
        both = f"{language_name(found.language)} and {language_name(found.other)}"
        yield Doubt(1, f"{TOPIC}the text is in {both}; {found.language} is spoken (--language changes that)")


def _reads_as(found: Detected) -> str:
    return f"but its text reads as {language_name(found.language)}"


def _agree(tag: str, found: str) -> bool:
    """Whether both may be the same language, as far as detection can tell."""
    one, other = spoken_language(tag), spoken_language(found)
    if _leaves_open(tag) and other in _CHINESE:
        return True
    return one == other or any({one, other} <= set(group.split()) for group in _ALIKE)


def _refined(tag: str, found: Detected) -> str:
    """What is said, with the region that the text shows where a bare `zh` leaves it open."""
    return found.language if _leaves_open(tag) and spoken_language(found.language) in _CHINESE else tag


def _leaves_open(tag: str) -> bool:
    """Whether a tag says that it is Chinese, and not which."""
    return tag.lower() in ("zh", "zh-hans", "zh-hant")


def _sample(document: Document) -> str:
    """The beginning and a middle of what is not left out: a page's menu may be in another language."""
    texts = [block.text.string for block in document.blocks if not block.drop]
    half = len(texts) // 2
    return "\n".join([*_first(texts, _SAMPLE), *_first(texts[half:], _SAMPLE)])


def _first(texts: list[str], size: int) -> Iterator[str]:
    for text in texts:
        if size <= 0:
            return
        yield text[:size]
        size -= len(text)
