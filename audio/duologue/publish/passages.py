"""The transcript as pages show it: headings, and paragraphs of sentences with their times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duologue.languages.page import page_words
from duologue.model import NARRATOR
from duologue.programme.contents.transcripts.cue import TranscriptCue
from duologue.programme.contents.transcripts.text import between, passages
from duologue.programme.manifest import ChapterEntry, CueEntry, Manifest, PictureEntry

_WIDEST_PX, _HIGHEST_PX = 680, 360
"""Of a picture between paragraphs."""
COLOURS = 6
"""Colours of speakers; a seventh person has the first one's."""


@dataclass(frozen=True, slots=True)
class TranscriptSentence:
    """A sentence; `gap` stands between it and the one before, `language` is that of its words if another."""

    gap: str
    text: str
    start_ms: int
    end_ms: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptPicture:
    """A chapter's picture in the size in which it is shown, so that nothing moves when it comes."""

    name: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class TranscriptParagraph:
    """A paragraph of one speaker, or a heading.

    Attributes:
        who: the speaker's name to show.
        colour: the speaker's class: ``s0`` to ``s5``, or ``narrator``.
        opens: whether the name is shown: the first paragraph after another speaker, turn or heading.
        pieces: its sentences; none for a heading that nobody says.
        start_ms: when it begins.
        heading: the heading's text; empty for a paragraph.
        picture: what is shown before it: the picture of the chapter whose talk begins with it.
    """

    who: str
    colour: str
    opens: bool
    pieces: tuple[TranscriptSentence, ...]
    start_ms: int
    heading: str = ""
    picture: TranscriptPicture | None = None

    @property
    def seconds(self) -> str:
        """When it begins, for an address."""
        return f"{self.start_ms / 1000:g}"

    @property
    def language(self) -> str:
        """The language of all its sentences, where it is not the episode's; else empty."""
        found = {piece.language for piece in self.pieces}
        return found.pop() if len(found) == 1 else ""

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(piece.gap + piece.text for piece in self.pieces)


def colours_of(episode: Manifest) -> dict[str, str]:
    """The class of every speaker's colour, by name."""
    people = [speaker.name for speaker in episode.speakers if speaker.name != NARRATOR]
    return {name: f"s{number % COLOURS}" for number, name in enumerate(people)} | {NARRATOR: "narrator"}


def paragraphs(episode: Manifest) -> Iterator[TranscriptParagraph]:
    """The transcript in order. A chapter that nobody announces has its heading where it begins."""
    words, colours = page_words(episode.language), colours_of(episode)
    entries = {(c.start_ms, c.end_ms): c for c in episode.cues}
    unsaid = _unsaid_chapters(episode)
    pictures = [(each.start_ms, each.picture) for each in episode.chapters if each.picture]
    before: CueEntry | None = None
    for passage in passages(list(_cues(episode))):
        first = passage.cues[0]
        if heading := unsaid.get(first.start_ms):
            yield TranscriptParagraph("", "narrator", False, (), first.start_ms, heading)
            before = None
        entry = entries[first.start_ms, first.end_ms]
        said_heading = entry.kind == "section"
        picture = None
        while entry.kind == "speech" and pictures and pictures[0][0] <= first.start_ms:
            picture = _shown(episode.picture(pictures.pop(0)[1]))
        yield TranscriptParagraph(
            words.speaker(first.speaker),
            colours.get(first.speaker, "narrator"),
            before is None or _goes_over(before, entry),
            tuple(_pieces(passage.cues)),
            first.start_ms,
            passage.text if said_heading else "",
            picture,
        )
        before = None if said_heading else entry


def _shown(picture: PictureEntry | None) -> TranscriptPicture | None:
    if picture is None:
        return None
    scale = min(1.0, _WIDEST_PX / picture.width, _HIGHEST_PX / picture.height)
    width, height = (max(1, round(each * scale)) for each in (picture.width, picture.height))
    return TranscriptPicture(picture.name, picture.alt, width, height)


def _goes_over(before: CueEntry, after: CueEntry) -> bool:
    """Whether somebody else speaks, or the same person in another turn; what has no turn starts none."""
    another_turn = min(before.turn, after.turn) >= 0 and before.turn != after.turn
    return before.speaker != after.speaker or another_turn


def _cues(episode: Manifest) -> Iterator[TranscriptCue]:
    """The cues; the sentences of the disclosure, or of the title, are a paragraph."""
    after_all = max((cue.turn for cue in episode.cues), default=0) + 1
    turns = {"disclosure": after_all, "title": after_all + 1}
    for c in episode.cues:
        turn = turns.get(c.kind, c.turn)
        yield TranscriptCue(c.speaker, c.text, c.start_ms, c.end_ms, turn, c.paragraph, language=c.language)


def _pieces(cues: tuple[TranscriptCue, ...]) -> Iterator[TranscriptSentence]:
    before = ""
    for cue in cues:
        text = cue.text.strip()
        yield TranscriptSentence(between(before, text), cue.text, cue.start_ms, cue.end_ms, cue.language)
        before = text


def _unsaid_chapters(episode: Manifest) -> Mapping[int, str]:
    """The titles that no sentence says, by the start of the first sentence in their chapter."""
    found: dict[int, str] = {}
    for chapter in episode.chapters[1:]:
        first = next((cue for cue in episode.cues if cue.start_ms >= chapter.start_ms), None)
        if first is not None and not _says(first.text, chapter):
            found[first.start_ms] = chapter.title
    return found


def _says(text: str, chapter: ChapterEntry) -> bool:
    """Whether a chapter's title is the beginning of what is said there, or is taken from it (a question)."""
    title, said = ("".join(words.rstrip("…").split()) for words in (chapter.title, text))
    return said.startswith(title) or title.startswith(said) or title in said
