"""What a person can change in a script: each edit a model with its fields, and what it makes of the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from duologue.api.scripts import Line, check_said, is_wide, lines_of, read_body, with_lines
from duologue.errors import UsageError
from duologue.model import NARRATOR, Interview, Link, Paragraph, Pause, Reading
from duologue.studio.people import Person, known_person

_LONGEST = 20_000
"""Characters of a line at most."""


class Edit(BaseModel):
    """One change. `line` is a number of the script's lines, from 0."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LineEdit(Edit):
    """A change of one line."""

    line: Annotated[int, Field(ge=0)]


class Who(LineEdit):
    """Gives the line to another person; or all of its speaker's lines from here on; or all of them."""

    op: Literal["who"]
    to: Annotated[str, Field(min_length=1, max_length=60)]
    scope: Literal["line", "onward", "label"] = "line"


class Drop(LineEdit):
    """Leaves the line out."""

    op: Literal["drop"]


class Restore(Edit):
    """Takes back what the reader has left out, by its number among the dropped."""

    op: Literal["restore"]
    dropped: Annotated[int, Field(ge=0)]


class Heading(LineEdit):
    """Makes a heading of a paragraph, or a paragraph of a heading."""

    op: Literal["heading"]


class Split(LineEdit):
    """Divides the line before the character at `at`."""

    op: Literal["split"]
    at: Annotated[int, Field(ge=1)]


class Join(LineEdit):
    """Puts the line behind the one before it, whose speaker says both."""

    op: Literal["join"]


class Words(LineEdit):
    """Changes the words; pauses, readings and pace are written as in a script."""

    op: Literal["words"]
    text: Annotated[str, Field(min_length=1, max_length=_LONGEST)]


class PauseBefore(LineEdit):
    """Waits before the line; 0 takes the pause away."""

    op: Literal["pause"]
    milliseconds: Annotated[int, Field(ge=0, le=10_000)]


class Pace(LineEdit):
    """Says the line slower or faster than the speaker's own pace."""

    op: Literal["pace"]
    percent: Annotated[int, Field(ge=-50, le=50)]


class Say(LineEdit):
    """Says a stretch of the line in another way: pinyin, /IPA/ or words; empty takes it away.

    With `scope` episode, it is so wherever these words are written in the script.
    """

    op: Literal["reading"]
    scope: Literal["place", "episode"] = "place"
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    say: Annotated[str, Field(max_length=200)]


class Title(Edit):
    """Changes the title."""

    op: Literal["title"]
    text: Annotated[str, Field(min_length=1, max_length=300)]


class Summary(Edit):
    """What the notes and the feed say of the episode; empty for what the narrator says first."""

    op: Literal["summary"]
    text: Annotated[str, Field(max_length=4000)]


class Cover(Edit):
    """The cover, a picture beside the script; None for one that is drawn."""

    op: Literal["cover"]
    name: Annotated[str | None, Field(pattern=r"^picture-\w+\.\w+$")] = None


HEAD_EDITS = Title | Summary | Cover
LINE_EDITS = Who | Drop | Heading | Split | Join | Words | PauseBefore | Pace | Say


def edited(interview: Interview, edit: LINE_EDITS) -> Interview:
    """The interview with a change of one line.

    Raises:
        UsageError: there is no such line, or it cannot be changed like this.
    """
    lines = list(lines_of(interview))
    if edit.line >= len(lines):
        raise UsageError(f"there is no line {edit.line}: the script has {len(lines)}")
    if isinstance(edit, Who):
        return _given(interview, lines, edit)
    line = lines[edit.line]
    if line.is_heading and isinstance(edit, Split | PauseBefore | Pace | Say):
        raise UsageError("a heading cannot be changed like this; make a paragraph of it first")
    if isinstance(edit, Drop):
        del lines[edit.line]
    elif isinstance(edit, Heading):
        lines[edit.line] = _turned(lines, edit.line)
    elif isinstance(edit, Split):
        lines[edit.line : edit.line + 1] = _split(line, edit.at)
    elif isinstance(edit, Join):
        _join(lines, edit.line)
    elif isinstance(edit, Say) and edit.scope == "episode":
        lines = _said_everywhere(lines, line.text[edit.start : edit.end], edit.say)
    else:
        lines[edit.line] = replace(line, paragraph=_paragraph(line, edit))
    return with_lines(interview, _opened(lines))


def head_edited(interview: Interview, edit: HEAD_EDITS) -> Interview:
    """The interview with a change of what stands above its lines."""
    if isinstance(edit, Title):
        return replace(interview, title=" ".join(edit.text.split()))
    if isinstance(edit, Summary):
        paragraphs = (" ".join(each.split()) for each in re.split(r"\n\s*\n", edit.text))
        return replace(interview, summary="\n\n".join(filter(None, paragraphs)) or None)
    return replace(interview, picture=edit.name)


def restored(interview: Interview, text: str, after: int) -> Interview:
    """The interview with `text` behind line `after` (-1: before all), said by whoever speaks there."""
    lines = list(lines_of(interview))
    before = [line for line in lines[: after + 1] if not line.is_heading]
    words = " ".join(text.split())
    lines.insert(after + 1, Line(before[-1].speaker if before else NARRATOR, Paragraph(words, 0)))
    return with_lines(interview, lines)


def _given(interview: Interview, lines: list[Line], edit: Who) -> Interview:
    was = lines[edit.line].speaker
    if not was:
        raise UsageError("a heading has no speaker; make a paragraph of it first")
    interview = known_person(interview, Person(op="person", name=edit.to))
    first = {"line": edit.line, "onward": edit.line, "label": 0}[edit.scope]
    last = edit.line if edit.scope == "line" else len(lines) - 1
    for number in range(first, last + 1):
        if lines[number].speaker == was:
            lines[number] = replace(lines[number], speaker=edit.to, opens=False)
    return with_lines(interview, lines)


def _turned(lines: Sequence[Line], number: int) -> Line:
    line = lines[number]
    if not line.is_heading:
        return Line("", Paragraph(line.text, line.paragraph.line, links=line.paragraph.links))
    if not line.text:
        raise UsageError("this heading has no words: leave it out instead")
    around = [*reversed(lines[:number]), *lines[number + 1 :]]
    speaker = next((each.speaker for each in around if not each.is_heading), NARRATOR)
    return Line(speaker, Paragraph(line.text, line.paragraph.line, links=line.paragraph.links))


def _split(line: Line, at: int) -> tuple[Line, Line]:
    paragraph, text = line.paragraph, line.text
    if not text[:at].strip() or not text[at:].strip():
        raise UsageError("there have to be words on both sides of the place")
    if any(isinstance(cue, Reading) and cue.start < at < cue.end for cue in paragraph.cues):
        raise UsageError("this is within a reading")
    end = len(text[:at].rstrip())
    start = at + len(text[at:]) - len(text[at:].lstrip())
    first = tuple(cue for cue in paragraph.cues if _begin(cue) < at and _begin(cue) <= end)
    second = tuple(_moved(cue, -start) for cue in paragraph.cues if cue not in first)
    links = tuple(replace(link, end=min(link.end, end)) for link in paragraph.links if link.start < end)
    later = tuple(_linked(link, -start) for link in paragraph.links if link.end > start)
    return (
        replace(line, paragraph=replace(paragraph, text=text[:end], cues=first, links=links)),
        Line(
            line.speaker,
            replace(paragraph, text=text[start:], cues=second, links=later, pictures=()),
            opens=True,
        ),
    )


def _join(lines: list[Line], number: int) -> None:
    if number == 0 or lines[number].is_heading or lines[number - 1].is_heading:
        raise UsageError("a line can be joined to a paragraph before it alone")
    before, line = lines[number - 1].paragraph, lines[number].paragraph
    glue = "" if before.text and is_wide(before.text[-1]) and is_wide(line.text[:1] or " ") else " "
    shift = len(before.text) + len(glue)
    cues = (*before.cues, *(_moved(cue, shift) for cue in line.cues))
    links = (*before.links, *(_linked(link, shift) for link in line.links))
    pictures = (*before.pictures, *line.pictures)
    joined = replace(before, text=before.text + glue + line.text, cues=cues, links=links, pictures=pictures)
    lines[number - 1 : number + 1] = [replace(lines[number - 1], paragraph=joined)]


def _said_everywhere(lines: Sequence[Line], written: str, say: str) -> list[Line]:
    """The lines with every whole `written` of a paragraph said like this."""
    if not written.strip():
        raise UsageError("the line has no such stretch")
    latin = written[0].isascii() and written[-1].isascii()
    pattern = re.compile(rf"\b{re.escape(written)}\b" if latin else re.escape(written))
    made = list(lines)
    for number, line in enumerate(lines):
        for found in () if line.is_heading else pattern.finditer(line.text):
            place = Say(op="reading", line=number, start=found.start(), end=found.end(), say=say)
            made[number] = replace(made[number], paragraph=_paragraph(made[number], place))
    return made


def _paragraph(line: Line, edit: Words | PauseBefore | Pace | Say) -> Paragraph:
    old = line.paragraph
    if isinstance(edit, Words):
        if line.is_heading:
            return replace(old, text=" ".join(edit.text.split()))
        made = read_body(" ".join(edit.text.split()))
        if not made.text.strip():
            raise UsageError("no words are left: leave the line out instead")
        return replace(made, line=old.line)
    if isinstance(edit, Pace):
        return replace(old, pace=edit.percent)
    if isinstance(edit, PauseBefore):
        others = tuple(cue for cue in old.cues if not (isinstance(cue, Pause) and cue.at == 0))
        return replace(old, cues=(Pause(0, edit.milliseconds), *others) if edit.milliseconds else others)
    if not edit.start < edit.end <= len(old.text):
        raise UsageError("the line has no such stretch")
    kept = [
        cue for cue in old.cues if isinstance(cue, Pause) or cue.end <= edit.start or cue.start >= edit.end
    ]
    if edit.say.strip():
        try:
            check_said(edit.say)
        except ValueError as error:
            raise UsageError(str(error)) from None
        kept.append(Reading(edit.start, edit.end, edit.say.strip()))
    return replace(old, cues=tuple(sorted(kept, key=_begin)))


def _begin(cue: Pause | Reading) -> int:
    return cue.at if isinstance(cue, Pause) else cue.start


def _linked(link: Link, by: int) -> Link:
    return replace(link, start=max(link.start + by, 0), end=link.end + by)


def _moved(cue: Pause | Reading, by: int) -> Pause | Reading:
    if isinstance(cue, Pause):
        return replace(cue, at=max(cue.at + by, 0))
    return replace(cue, start=cue.start + by, end=cue.end + by)


def _opened(lines: Sequence[Line]) -> list[Line]:
    """The lines; one whose opening was left out begins no turn, if its speaker goes on."""
    return [
        replace(line, opens=False) if number and lines[number - 1].is_heading else line
        for number, line in enumerate(lines)
    ]
