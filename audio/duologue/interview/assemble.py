# ruff: noqa: E501
"""The interview as a value, with the account that proves that nothing of the source was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duologue.errors import NoInterviewError
from duologue.interview.account import build_account, dropped_of, verify_account
from duologue.interview.blocks import Cut, Document
from duologue.interview.cleaning import cleaned
from duologue.interview.credits import credited_authors
from duologue.interview.decision.decide import Understanding, decide, unspoken
from duologue.interview.decision.doubts import document_doubts, unit_doubts
from duologue.interview.decision.outcome import ANSWERER, ASKER, Spoken
from duologue.interview.decision.weights import Weights
from duologue.interview.hypotheses.people import declared_names
from duologue.interview.labels.names import key_of
from duologue.interview.links import LinksOf
from duologue.interview.pictures import PicturesOf, with_last_pictures
from duologue.interview.text import Text
from duologue.languages.detect import detect_language
from duologue.languages.reading import reading_words
from duologue.model import NARRATOR, Doubt, Interview, Paragraph, Role, Section, Speaker, Turn


@dataclass(slots=True)
class _Built:
    spoken: list[Text]
    cuts: list[Cut]
    gloss: bool | None
    """In a text in two languages, whether brackets in wide characters explain."""
    links_of: LinksOf
    pictures: PicturesOf


def assemble(document: Document, *, name: str, weights: Weights | None = None) -> Interview:
    """Understands the document and checks the account.

    Raises:
        NoInterviewError: there is no interview in it.
    """
    found = decide(document, weights)
    _refuse(found, name, vouched=_vouched(found, document))
    language = document.meta.language or detect_language(_sample(document))
    names = _people(found, document, language)
    cuts = [*document.cuts, *found.cuts]
    said = [one.text for part in found.parts for one in part.spoken]
    built = _Built([], cuts, _gloss(found), LinksOf(document.links), PicturesOf(document, cuts, said))
    sections: list[Section] = []
    for part in found.parts:
        title = _cleaned(part.title, built) if part.title else None
        if title and sections:
            sections[-1] = with_last_pictures(sections[-1], built.pictures.until(title.start))
        turns = tuple(_turns(part.spoken, found, names, document, built))
        if title is not None or turns:
            sections.append(
                Section(
                    title.string if title else None,
                    turns,
                    document.line_of(part.at) if part.title else (turns[0].line if turns else 0),
                    links=built.links_of(title) if title else (),
                    why=found.judged.why[part.number] if part.number >= 0 else "",
                )
            )
    account = build_account(document, built.spoken, built.cuts)
    meta = found.meta
    authors = meta.authors or tuple(credited_authors(found.credits))
    interview = Interview(
        title=_title(meta.title, found.title, language) or name.strip(),
        language=language,
        speakers=tuple(_speakers(found, names, sections, document)),
        sections=tuple(sections),
        published=meta.published,
        source=meta.source,
        url=meta.url,
        authors=authors,
        dropped=dropped_of(account),
        doubts=_doubts(found, names, document),
        account=account,
        picture=meta.picture,
    )
    verify_account(interview)
    return interview


def _title(given: str | None, found: str | None, language: str) -> str:
    """The title that the source gives itself; that of its text where the other is in another script."""
    given, found = (given or "").strip(), (found or "").strip()
    wide = language[:2] in ("zh", "ja")
    if (
        given
        and found
        and wide
        and not any(char > "\u2e7f" for char in given)
        and any(char > "\u2e7f" for char in found)
    ):
        return found
    return given or found


def _sample(document: Document) -> str:
    """The beginning and a middle of what is not left out: a page's menu may be in another language."""
    texts = [block.text.string for block in document.blocks if not block.drop]
    half = len(texts) // 2
    return "".join([*_first(texts, 30_000), *_first(texts[half:], 30_000)])


def _first(texts: list[str], size: int) -> Iterator[str]:
    for text in texts:
        if size <= 0:
            return
        yield text[:size]
        size -= len(text)


def _vouched(found: Understanding, document: Document) -> bool:
    """Whether the source or a hint declares somebody who speaks."""
    declared = set(map(key_of, declared_names(document)))
    return any(declared & {key_of(one.name), *one.keys} for one in found.people.values())


def _refuse(found: Understanding, name: str, *, vouched: bool) -> None:
    """Refuses what is no interview; `vouched`: the source or a hint declares somebody who speaks."""
    spoken = [one for part in found.parts for one in part.spoken if one.speaker != NARRATOR]
    people = {one.speaker for one in spoken}
    if not spoken:
        raise NoInterviewError(
            f"No interview was found in {name}: no paragraph carries a speaker's label, and no questions are set apart from "
            "answers (in bold, as headings, in italics or as list items)."
        )
    if len(people) < 2:
        raise NoInterviewError(f"No interview was found in {name}: only one speaker could be made out.")
    if found.odds < 0 and not vouched:
        raise NoInterviewError(
            f"No interview was found in {name}: what could be speech does not read as people who talk with each other "
            f"({'; '.join(found.against)}); if it is one, name the speakers in a hint."
        )


def _people(found: Understanding, document: Document, language: str) -> dict[str, str]:
    asker, answerer = reading_words().of(language, "unnamed") or reading_words().of("en", "unnamed")
    meta = found.meta
    hosts, guests = (*meta.interviewers, *meta.hosts), meta.guests or unspoken(found.people, meta)
    taken = set(found.roles.roles)
    names = {name: name for name in found.roles.roles}
    for key, known, default in ((ASKER, hosts, asker), (ANSWERER, guests, answerer)):
        if key not in found.roles.roles:
            continue
        default = default if default not in taken else f"{default} (unnamed)"
        names[key] = known[0] if len(known) == 1 and known[0] not in taken else default
        taken.add(names[key])
    return names


def _turns(
    spoken: list[Spoken], found: Understanding, names: dict[str, str], document: Document, built: _Built
) -> Iterator[Turn]:
    paragraphs: list[Paragraph] = []
    current: Spoken | None = None

    def turn() -> Turn:
        assert current is not None  # noqa: S101
        role = Role.NARRATOR if current.speaker == NARRATOR else found.roles.roles[current.speaker]
        return Turn(names.get(current.speaker, current.speaker), role, paragraphs[0].line, tuple(paragraphs))

    for one in spoken:
        text = _cleaned(one.text, built)
        if not text:
            continue
        if current is not None and one.speaker != current.speaker:
            yield turn()
            paragraphs = []
        current = one
        line, links = document.line_of(text.start), built.links_of(text)
        pictures = built.pictures.until(text.end)
        why = found.judged.why[one.number]
        paragraphs.append(Paragraph(text.string, line, links=links, pictures=pictures, why=why))
    if current is not None and paragraphs:
        yield turn()


def _cleaned(text: Text, built: _Built) -> Text:
    text = cleaned(text, built.cuts, gloss=built.gloss)
    if text:
        built.spoken.append(text)
    return text


def _speakers(
    found: Understanding, names: dict[str, str], sections: Iterable[Section], document: Document
) -> Iterator[Speaker]:
    order = dict.fromkeys(turn.speaker for section in sections for turn in section.turns)
    back = {shown: key for key, shown in names.items()}
    by_name = {person.name: person for person in found.people.values()}
    for shown in order:
        if shown == NARRATOR:
            yield Speaker(NARRATOR, Role.NARRATOR)
            continue
        key = back[shown]
        person = by_name.get(key)
        aliases = person.aliases if person else ()
        evidence = (*found.roles.evidence[key], *(person.why if person else ()))
        yield Speaker(shown, found.roles.roles[key], aliases, evidence)


def _gloss(found: Understanding) -> bool | None:
    columns = found.columns
    if not len(columns) or not columns["bilingual"].any():
        return None
    return bool((columns["wide"][columns["foreign"]] > 0.5).any())


def _doubts(found: Understanding, names: dict[str, str], document: Document) -> tuple[Doubt, ...]:
    first: dict[str, int] = {}
    for part in found.parts:
        for one in part.spoken:
            first.setdefault(one.speaker, one.at)
    doubts = [
        *unit_doubts(found.columns, found.tags, found.voices, found.judged, names, document),
        *document_doubts(found.columns, found.people, found.roles, first, names, document),
    ]
    return tuple(sorted(dict.fromkeys(doubts), key=lambda doubt: doubt.line))
