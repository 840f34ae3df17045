"""script.md: the canonical written form of an interview. Reading it gives the same interview back.

    ---
    duologue: script
    title: …
    speakers:
      - name: Ann
        role: interviewer
    ---

    narrator: A paragraph of the narrator's.

    ## A section

    Ann: The first paragraph of a turn carries the name.

    The following ones do not. [pause 800ms] {Written|said}.

A backslash takes the meaning from the character after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from duologue.errors import ConfigError, NoInterviewError
from duologue.interview.account import build_account, dropped_of, verify_account
from duologue.interview.blocks import Cut, Document
from duologue.interview.model import (
    NARRATOR,
    Doubt,
    Interview,
    Paragraph,
    Pause,
    Reading,
    Role,
    Section,
    Speaker,
    Turn,
)
from duologue.interview.text import Run, Text, is_wide

_SPECIAL = re.compile(r"[\\*_`\[\]{}<>|#\r]")
_FIRST = re.compile(r"(?:[-+=~]|\d{1,9}(?=[.)]))")
_TOKEN = re.compile(
    r"\\(?P<escaped>.)|\[pause (?P<time>\d{1,6}(?:\.\d{1,3})?) ?(?P<unit>ms|s)\]|(?P<brace>[{|}])", re.DOTALL
)
_LABEL = re.compile(r"(?:\\.|[^\\:：\n]){1,200}[:：]")


def write_script(interview: Interview) -> str:
    """The interview as script.md."""
    names = {speaker.name for speaker in interview.speakers} | {NARRATOR}
    parts = [_front_matter(interview)]
    for number, section in enumerate(interview.sections):
        if section.title is not None or number:
            parts.append(f"## {_escape(section.title or '')}".rstrip())
        for turn in section.turns:
            for place, paragraph in enumerate(turn.paragraphs):
                body = _body(paragraph)
                if place == 0:
                    parts.append(f"{_escape(turn.speaker, label=True)}: {body}")
                else:
                    parts.append(_unlabelled(body, names))
    return "\n\n".join(parts) + "\n"


def _front_matter(interview: Interview) -> str:
    values: dict[str, Any] = {"duologue": "script", "title": interview.title, "language": interview.language}
    known = {"date": interview.published, "source": interview.source, "url": interview.url}
    values |= {key: value for key, value in known.items() if value is not None}
    if interview.authors:
        values["authors"] = list(interview.authors)
    values["speakers"] = [
        {"name": one.name, "role": one.role.value, **({"aliases": list(one.aliases)} if one.aliases else {})}
        for one in interview.speakers
    ]
    return "---\n" + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10**6) + "---"


def _escape(text: str, *, label: bool = False) -> str:
    escaped = _SPECIAL.sub(
        lambda found: "\\" + ("r" if found.group() == "\r" else found.group()), text
    ).replace("\n", "\\n")
    return escaped.replace(":", "\\:").replace("：", "\\：") if label else escaped


def _body(paragraph: Paragraph) -> str:
    """The text with its cues, escaped."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for cue in paragraph.cues:
        if isinstance(cue, Pause):
            opens.setdefault(cue.at, []).append(f"[pause {cue.milliseconds}ms]")
        else:
            opens.setdefault(cue.start, []).append("{")
            closes.setdefault(cue.end, []).append(f"|{_escape(cue.say)}}}")
    marks = sorted({0, len(paragraph.text), *opens, *closes})
    pieces: list[str] = []
    for begin, end in zip(marks, [*marks[1:], len(paragraph.text)], strict=True):
        pieces += closes.get(begin, [])
        pieces += opens.get(begin, [])
        pieces.append(_escape(paragraph.text[begin:end]))
    return "".join(pieces)


def _unlabelled(body: str, names: set[str]) -> str:
    """A paragraph that must not look like a label, a list item or a heading."""
    label = _LABEL.match(body)
    if label and _plain(label.group()[:-1]).strip() in names:
        body = f"{label.group()[:-1]}\\{label.group()[-1]}{body[label.end() :]}"
    if first := _FIRST.match(body):
        digits = first.group().isdigit()
        body = f"{first.group()}\\{body[first.end() :]}" if digits else "\\" + body
    return body


def _plain(escaped: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r"}.get(found.group(1), found.group(1)), escaped)


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
    doubts: list[Doubt] = field(default_factory=list)
    title: str | None = None
    line: int = 0
    begun: bool = False
    labelled: bool = False


def read_script(source: str, *, name: str = "the script") -> Interview:
    """The interview in a script.md.

    Raises:
        ConfigError: the front matter is wrong.
        NoInterviewError: nobody speaks in it.
    """
    close = source.find("\n---", 4)
    end = source.find("\n", close + 1)
    end = len(source) if end < 0 else end + 1
    values = _values(source[4 : close + 1], name)
    speakers = tuple(_speakers(values, name))
    known = {key: speaker for speaker in speakers for key in (*speaker.aliases, speaker.name)}
    known.setdefault(NARRATOR, Speaker(NARRATOR, Role.NARRATOR))
    reader = _Reader(Document(source, (), "script"), known, cuts=[Cut(0, end, "front matter")])
    for begin, stop in _paragraphs(source, end):
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
        doubts=tuple(reader.doubts),
        account=account,
    )
    verify_account(interview)
    return interview


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


def _values(text: str, name: str) -> dict[str, Any]:
    try:
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else None
        raise ConfigError(f"the front matter is not valid YAML: {error.problem}", name, line) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise ConfigError("the front matter is not valid YAML", name) from None
    if not isinstance(values, dict):
        raise ConfigError("the front matter is not a list of keys and values", name)
    return values


def _speakers(values: dict[str, Any], name: str) -> Iterator[Speaker]:
    entries = values.get("speakers") or []
    if not isinstance(entries, list):
        raise ConfigError("speakers: must be a list of names and roles", name)
    for entry in entries:
        if not isinstance(entry, dict) or "name" not in entry:
            raise ConfigError("speakers: each needs a name and a role", name)
        try:
            role = Role(entry.get("role", "interviewee"))
        except ValueError:
            raise ConfigError(
                f"speakers: {entry.get('role')!r} is not interviewer, interviewee or narrator", name
            ) from None
        yield Speaker(
            str(entry["name"]),
            role,
            tuple(str(a) for a in entry.get("aliases") or ()),
            ("declared in the script",),
        )


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
        title, _ = _parsed(source, begin + 2, begin + len(head))
        if title:
            reader.title = title.string
            reader.spoken.append(title)
        if rest.strip():
            _take(reader, source, begin + len(head) + 1, end)
        return
    label = _LABEL.match(text)
    speaker = reader.known.get(_plain(label.group()[:-1]).strip()) if label else None
    at = begin
    if label and speaker:
        at = begin + label.end()
        reader.cuts.append(Cut(begin, at, "label"))
    body, cues = _parsed(source, at, end)
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


def _parsed(source: str, begin: int, end: int) -> tuple[Text, tuple[Pause | Reading, ...]]:
    """The text of `source[begin:end]` without escapes, and its cues."""
    while begin < end and source[begin] in " \t":
        begin += 1
    while end > begin and source[end - 1] in " \t\n" and source[end - 2] != "\\":
        end -= 1
    runs: list[Run] = []
    cues: list[tuple[int, int, Pause | Reading]] = []
    size = 0
    opened: int | None = None
    say: list[str] | None = None

    def add(text: str, start: int, stop: int) -> None:
        nonlocal size
        if say is not None:
            say.append(text)
            return
        for piece in (
            re.finditer(r"\s*\n\s*|[^\n]+?(?=\s*\n)|[^\n]+", text)
            if "\n" in text and stop - start == len(text)
            else ()
        ):
            shown, a, b = piece.group(), start + piece.start(), start + piece.end()
            if "\n" in shown:
                before = runs[-1].text[-1:] if runs else ""
                after = text[piece.end() : piece.end() + 1]
                shown = "" if before and after and is_wide(before) and is_wide(after) else " "
            if shown:
                runs.append(Run(shown, a, b))
                size += len(shown)
        if not ("\n" in text and stop - start == len(text)):
            runs.append(Run(text, start, stop))
            size += len(text)

    at = begin
    for found in _TOKEN.finditer(source, begin, end):
        brace = found.group("brace")
        if brace == "{" and opened is None and not _closes(source, found.end(), end):
            continue
        if (
            (brace == "|" and (opened is None or say is not None))
            or (brace == "}" and say is None)
            or (brace == "{" and opened is not None)
        ):
            continue
        if found.start() > at:
            add(source[at : found.start()], at, found.start())
        at = found.end()
        if brace == "{":
            opened = size
        elif brace == "|":
            say = []
        elif brace == "}":
            assert opened is not None  # noqa: S101
            assert say is not None  # noqa: S101
            cues.append((opened, 1, Reading(opened, size, "".join(say))))
            opened = say = None
        elif found.group("time"):
            scale = 1 if found.group("unit") == "ms" else 1000
            if say is None:
                cues.append((size, 0, Pause(size, round(float(found.group("time")) * scale))))
        else:
            char = found.group("escaped")
            add({"n": "\n", "r": "\r"}.get(char, char), found.start(), found.end())
    if at < end:
        add(source[at:end], at, end)
    cues.sort(key=lambda cue: (cue[0], cue[1]))
    return Text(runs), tuple(cue for _, _, cue in cues)


def _closes(source: str, at: int, end: int) -> bool:
    """Whether a brace begins a `{written|say}`."""
    bar = False
    for found in _TOKEN.finditer(source, at, min(end, at + 2000)):
        if found.group("brace") == "|":
            bar = True
        elif found.group("brace") == "}":
            return bar
        elif found.group("brace") == "{":
            return False
    return False
