"""A script.md as an interview."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from duologue.errors import ConfigError, NoInterviewError
from duologue.interview.account import build_account, dropped_of, verify_account
from duologue.interview.blocks import Cut, Document
from duologue.interview.pictures import with_last_pictures, with_pictures
from duologue.interview.script.body import parse_body, refuse_mistaken_pause
from duologue.interview.script.front import Front, read_front
from duologue.interview.script.labels import Labels
from duologue.interview.script.pictures import read_picture
from duologue.interview.text import Text
from duologue.languages.detect import detect_language
from duologue.model import (
    NARRATOR,
    Identity,
    Illustration,
    Interview,
    Link,
    Paragraph,
    Role,
    Section,
    Speaker,
    Turn,
)

_COMMENT = re.compile(r"(?<!\\)<!--(?P<text>.*?)(?P<close>-->|\Z)", re.DOTALL)


def is_script(source: str) -> bool:
    """Whether a text is in the canonical form."""
    return source.startswith("---\nduologue: script\n") or (
        source.startswith("---\n") and "\nduologue: script\n" in source[: max(0, source.find("\n---", 4)) + 1]
    )


@dataclass(slots=True)
class _Reader:
    document: Document
    labels: Labels
    name: str
    masked: str
    """The source with its comments blanked, as long as before."""
    sections: list[Section] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    spoken: list[Text] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    title: str | None = None
    line: int = 0
    links: tuple[Link, ...] = ()
    """Of the title."""
    pictures: list[Illustration] = field(default_factory=list)
    """Those that no paragraph has yet."""
    begun: bool = False


def read_script(source: str, *, name: str = "the script") -> Interview:
    """The interview in a script.md.

    Raises:
        ConfigError: the front matter, a pause or a label is wrong; names the script and the line.
        NoInterviewError: nobody speaks in it.
    """
    front, end = _front(source, name)
    speakers = tuple(entry.speaker() for entry in front.speakers)
    known = {key: speaker for speaker in speakers for key in (*speaker.aliases, speaker.name)}
    known.setdefault(NARRATOR, Speaker(NARRATOR, Role.NARRATOR))
    document = Document(source, (), "script")
    comments = list(_comments(document, end, name))
    reader = _Reader(
        document,
        Labels(known, name),
        name,
        _masked(source, comments),
        cuts=[Cut(0, end, "front matter"), *comments],
    )
    for begin, stop in _paragraphs(reader.masked, end):
        refuse_mistaken_pause(source, begin, stop, name)
        for number, (start, finish) in enumerate(_parts(reader, begin, stop)):
            _take(reader, start, finish, first=number == 0)
    _close_section(reader)
    if not any(turn.role is not Role.NARRATOR for section in reader.sections for turn in section.turns):
        raise NoInterviewError(f"Nobody but the narrator speaks in {name}.")
    account = build_account(document, reader.spoken, reader.cuts)
    interview = Interview(
        title=front.title,
        language=front.language or detect_language(source[end:]),
        speakers=speakers,
        sections=tuple(reader.sections),
        published=front.published,
        source=front.source,
        url=front.url,
        authors=front.authors,
        dropped=dropped_of(account),
        account=account,
        picture=front.cover,
        summary=front.summary,
        identity=front.identity,
        is_script=True,
    )
    verify_account(interview)
    return interview


def script_identity(source: str) -> Identity | None:
    """Which episode a script says it is of; None for a text that is no script, or says nothing of it."""
    if not is_script(source):
        return None
    try:
        return _front(source, "the script")[0].identity
    except ConfigError:
        return None


def _front(source: str, name: str) -> tuple[Front, int]:
    """The front matter, and where it ends."""
    close = source.find("\n---", 4)
    end = source.find("\n", close + 1)
    return read_front(source[4 : close + 1], name), len(source) if end < 0 else end + 1


def _comments(document: Document, begin: int, name: str) -> Iterator[Cut]:
    """`<!-- … -->` outside the front matter: never spoken.

    Raises:
        ConfigError: one is not closed.
    """
    for found in _COMMENT.finditer(document.source, begin):
        if not found["close"]:
            line = document.line_of(found.start())
            raise ConfigError("this comment is not closed: write --> at its end", name, line)
        yield Cut(found.start(), found.end(), "comment")


def _masked(source: str, comments: list[Cut]) -> str:
    parts, at = [], 0
    for cut in comments:
        parts += [source[at : cut.start], " " * (cut.end - cut.start)]
        at = cut.end
    return "".join([*parts, source[at:]])


def _paragraphs(source: str, at: int) -> Iterator[tuple[int, int]]:
    begin = -1
    end = at
    while at <= len(source):
        stop = source.find("\n", at)
        stop = len(source) if stop < 0 else stop
        if source[at:stop].strip():
            begin = at if begin < 0 else begin
            end = stop
        elif begin >= 0:
            yield begin, end
            begin = -1
        at = stop + 1
    if begin >= 0:
        yield begin, end


def _parts(reader: _Reader, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, divided where a line within it is a section, a picture, or begins with a speaker's label.

    Somebody has deleted the blank line between them.
    """
    start, at = begin, begin
    alone = False
    while at < end:
        stop = reader.masked.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = reader.masked[at:stop]
        before, alone = alone, read_picture(line, 0) is not None
        if at > start and (alone or before or line.startswith("## ") or reader.labels.at(line) is not None):
            yield start, at
            start = at
        elif at > start:
            reader.labels.refuse_unknown(line, reader.document.line_of(at), first=False)
        at = stop + 1
    yield start, end


def _take(reader: _Reader, begin: int, end: int, *, first: bool) -> None:
    text = reader.masked[begin:end]
    source = reader.document.source
    if text.startswith("## ") or text.rstrip() == "##":
        head, _, rest = text.partition("\n")
        _close_section(reader)
        reader.title = None
        reader.begun, reader.line, reader.links = True, reader.document.line_of(begin), ()
        title = parse_body(source, begin + 2, begin + len(head))
        if title.text:
            reader.title, reader.links = title.text.string, title.links
            reader.spoken.append(title.text)
        if rest.strip():
            _take(reader, begin + len(head) + 1, end, first=True)
        return
    if picture := read_picture(text.rstrip("\n"), reader.document.line_of(begin)):
        reader.pictures.append(picture)
        reader.cuts.append(Cut(begin, end, "picture"))
        return
    indent = len(text) - len(text.lstrip())
    labelled = reader.labels.at(text[indent:])
    line = reader.document.line_of(begin + indent)
    at = begin
    if labelled is None:
        if first:
            reader.labels.refuse_unknown(text[indent:], line, first=True)
    else:
        at = begin + indent + labelled[1]
        reader.cuts.append(Cut(begin + indent, at, "label"))
    body, cues, links, pace = parse_body(source, at, end)
    paragraph = Paragraph(body.string, line, cues, links, pace)
    if body:
        paragraph = with_pictures(paragraph, tuple(reader.pictures))
        reader.pictures = []
    if labelled is not None:
        speaker = labelled[0]
        reader.turns.append(Turn(speaker.name, speaker.role, paragraph.line, ()))
    elif not reader.turns:
        reader.turns.append(Turn(NARRATOR, Role.NARRATOR, paragraph.line, ()))
    if body:
        last = reader.turns[-1]
        reader.turns[-1] = Turn(last.speaker, last.role, last.line, (*last.paragraphs, paragraph))
        reader.spoken.append(body)


def _close_section(reader: _Reader) -> None:
    turns = tuple(turn for turn in reader.turns if turn.paragraphs)
    if turns or reader.begun:
        section = Section(reader.title, turns, reader.line, reader.links)
        reader.sections.append(with_last_pictures(section, tuple(reader.pictures)))
    reader.turns, reader.pictures = [], []
