"""An interview as script.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from duologue.interview.script.body import write_body
from duologue.interview.script.escape import LABEL, escape
from duologue.interview.script.front import front_matter
from duologue.interview.script.labels import reads_as_label
from duologue.interview.script.pictures import written_pictures
from duologue.model import NARRATOR, Interview, Paragraph

_FIRST = re.compile(r"(?:[-+=~]|\d{1,9}(?=[.)]))")


def write_script(interview: Interview) -> str:
    """The interview as script.md."""
    return joined_blocks(script_blocks(interview))


def joined_blocks(blocks: Iterable[str]) -> str:
    """The text of a script from its front matter, headings and paragraphs."""
    return "\n\n".join(blocks) + "\n"


def script_blocks(interview: Interview) -> Iterator[str]:
    """The front matter, then every heading and paragraph in order, without the empty lines between them."""
    names = {speaker.name for speaker in interview.speakers} | {NARRATOR}
    yield front_matter(interview)
    for number, section in enumerate(interview.sections):
        if section.title is not None or number:
            yield f"## {write_body(Paragraph(section.title or '', 0, links=section.links))}".rstrip()
        for turn in section.turns:
            for place, paragraph in enumerate(turn.paragraphs):
                body = write_body(paragraph)
                said = (
                    f"{escape(turn.speaker, label=True)}: {body}" if place == 0 else _unlabelled(body, names)
                )
                yield "\n\n".join([*written_pictures(paragraph), said])


def _unlabelled(body: str, names: set[str]) -> str:
    """A paragraph that must not look like a label, a list item or a heading."""
    label = LABEL.match(body)
    if label and reads_as_label(body, names):
        body = f"{label.group()[:-1]}\\{label.group()[-1]}{body[label.end() :]}"
    if first := _FIRST.match(body):
        digits = first.group().isdigit()
        body = f"{first.group()}\\{body[first.end() :]}" if digits else "\\" + body
    return body
