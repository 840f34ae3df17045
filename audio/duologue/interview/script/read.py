"""A script.md as an interview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from duologue.errors import NoInterviewError
from duologue.interview.account import build_account, dropped_of, verify_account
from duologue.interview.blocks import Cut, Document
from duologue.interview.script.body import parse_body, refuse_mistaken_pause
from duologue.interview.script.escape import LABEL, plain
from duologue.interview.script.front import identity_of, speakers_of, values_of
from duologue.interview.text import Text
from duologue.model import NARRATOR, Interview, Paragraph, Role, Section, Speaker, Turn


def is_script(source: str) -> bool:
    """Whether a text is in the canonical form."""
    return source.startswith("---\nduologue: script\n") or (
        source.startswith("---\n") and "\nduologue: script\n" in source[: max(0, source.find("\n---", 4)) + 1]
    )


@dataclass(slots=True)
class _Reader:
    document: Document
    known: dict[str, Speaker]
    sections: list[Section] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    spoken: list[Text] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    title: str | None = None
    line: int = 0
    begun: bool = False
    labelled: bool = False


def read_script(source: str, *, name: str = "the script") -> Interview:
    """The interview in a script.md.

    Raises:
        ConfigError: the front matter or a pause is wrong.
        NoInterviewError: nobody speaks in it.
    """
    close = source.find("\n---", 4)
    end = source.find("\n", close + 1)
    end = len(source) if end < 0 else end + 1
    values = values_of(source[4 : close + 1], name)
    speakers = tuple(speakers_of(values, name))
    known = {key: speaker for speaker in speakers for key in (*speaker.aliases, speaker.name)}
    known.setdefault(NARRATOR, Speaker(NARRATOR, Role.NARRATOR))
    reader = _Reader(Document(source, (), "script"), known, cuts=[Cut(0, end, "front matter")])
    for begin, stop in _paragraphs(source, end):
        refuse_mistaken_pause(source, begin, stop, name)
        _take(reader, source, begin, stop)
    _close_section(reader)
    if not any(turn.role is not Role.NARRATOR for section in reader.sections for turn in section.turns):
        raise NoInterviewError(f"Nobody but the narrator speaks in {name}.")
    account = build_account(reader.document, reader.spoken, reader.cuts)
    published = values.get("date")
    interview = Interview(
        title=str(values.get("title") or ""),
        language=str(values.get("language") or "en-US"),
        speakers=speakers,
        sections=tuple(reader.sections),
        published=published if isinstance(published, date) else None,
        source=_optional(values.get("source")),
        url=_optional(values.get("url")),
        authors=tuple(str(author) for author in values.get("authors") or ()),
        dropped=dropped_of(account),
        account=account,
        picture=_optional(values.get("cover")),
        identity=identity_of(values, name),
        is_script=True,
    )
    verify_account(interview)
    return interview


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


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


def _take(reader: _Reader, source: str, begin: int, end: int) -> None:
    text = source[begin:end]
    if text.startswith("## ") or text.rstrip() == "##":
        head, _, rest = text.partition("\n")
        _close_section(reader)
        reader.title = None
        reader.begun, reader.line = True, reader.document.line_of(begin)
        title, _ = parse_body(source, begin + 2, begin + len(head))
        if title:
            reader.title = title.string
            reader.spoken.append(title)
        if rest.strip():
            _take(reader, source, begin + len(head) + 1, end)
        return
    label = LABEL.match(text)
    speaker = reader.known.get(plain(label.group()[:-1]).strip()) if label else None
    at = begin
    if label and speaker:
        at = begin + label.end()
        reader.cuts.append(Cut(begin, at, "label"))
    body, cues = parse_body(source, at, end)
    paragraph = Paragraph(body.string, reader.document.line_of(begin), cues)
    if speaker is not None:
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
        reader.sections.append(Section(reader.title, turns, reader.line))
    reader.turns = []
