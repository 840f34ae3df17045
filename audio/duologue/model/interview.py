"""The interview: what was read, who says what, and what was left out and why.

All values are frozen. Lines are counted from 1 in the decoded source text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duologue.model.voice import Voice


class Role(StrEnum):
    """What a speaker does in the interview."""

    INTERVIEWER = "interviewer"
    INTERVIEWEE = "interviewee"
    NARRATOR = "narrator"


NARRATOR = "narrator"
"""The name of the narrator's speaker (the JSON of `script` fixes it)."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, with every other name the source uses for them and why they have their role."""

    name: str
    role: Role
    aliases: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    """Voices that a script gives them; an empty engine stands for whichever speaks."""


@dataclass(frozen=True, slots=True)
class Pause:
    """`[pause 800ms]` in a script: silence before the character at `at` of the paragraph's text."""

    at: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`{written|say}` in a script: how `text[start:end]` is to be said."""

    start: int
    end: int
    say: str


@dataclass(frozen=True, slots=True)
class Link:
    """`text[start:end]` of a paragraph leads to `address`."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture that the article shows.

    Attributes:
        address: as the article writes it, or the name of a part of the article's own file.
        alt: what stands for it where it is not seen; plain text, one line.
        line: where it stands.
    """

    address: str
    alt: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as written, without markup, label, time code or stage direction."""

    text: str
    line: int
    cues: tuple[Pause | Reading, ...] = ()
    links: tuple[Link, ...] = ()
    """In order, none over another; they lead to where everyone may go."""
    pace: int = 0
    """`[pace -10%]` in a script: how much faster (+) or slower (-) than the speaker's own pace it is said."""
    pictures: tuple[Illustration, ...] = ()
    """What the article shows beside it, in order."""
    why: str = field(default="", compare=False, repr=False)
    """Why the reader took it for this speaker's."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted speech: one or more paragraphs. `line` is where it starts."""

    speaker: str
    role: Role
    line: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled stretch of the interview; becomes a chapter. The opening has no title."""

    title: str | None
    turns: tuple[Turn, ...]
    line: int = 0
    links: tuple[Link, ...] = ()
    """Of its title."""
    why: str = field(default="", compare=False, repr=False)
    """Why the reader took its title for one."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of the source that is not spoken, and why."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A decision the reader is not sure of."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Span:
    """`source[start:end]` became `text` of paragraph `paragraph` (or a title), or was dropped for `reason`.

    Spoken spans have `reason` None. `text` differs from the source only where the source escapes a
    character (entities, backslashes, soft line breaks).
    """

    start: int
    end: int
    line: int
    text: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """The proof that nothing was lost: spans that cover the decoded source without gap or overlap."""

    source: str
    spans: tuple[Span, ...]
    lines: tuple[int, ...] = ()
    """For text taken out of a container (HTML, DOCX, CSV): the file's line of each line of `source`."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes an episode the same one at the next render.

    Attributes:
        slug: the name of its folder and files: letters and digits of any script, joined by hyphens.
        guid: a UUID; players know an episode by it.
    """

    slug: str
    guid: str


@dataclass(frozen=True, slots=True)
class Interview:
    """What was read from one source. Its first section may be the untitled opening."""

    title: str
    language: str
    """BCP 47, e.g. ``zh-CN`` or ``en-US``."""
    speakers: tuple[Speaker, ...]
    sections: tuple[Section, ...]
    published: date | None = None
    source: str | None = None
    """The publication, e.g. the magazine's name."""
    url: str | None = None
    authors: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    account: Account | None = field(default=None, compare=False, repr=False)
    picture: str | None = field(default=None, compare=False)
    """Address or path of the article's own picture, as the article writes it."""
    summary: str | None = None
    """What a person wrote in a script for the notes and the feed; None for what the narrator says first."""
    identity: Identity | None = field(default=None, compare=False)
    """Which episode it becomes: by a script's front matter, else by its address, else by its content."""
    origin: str = field(default="", compare=False)
    """The file or address it was read from; empty for a text."""
    is_script: bool = field(default=False, compare=False)
    """Whether it was read from a script.md, where a person may have edited it."""

    def turns(self) -> tuple[Turn, ...]:
        """All turns in reading order."""
        return tuple(turn for section in self.sections for turn in section.turns)
