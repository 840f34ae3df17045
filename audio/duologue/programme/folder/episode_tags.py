"""What the tag of an episode says."""

from __future__ import annotations

from duologue.languages.page import page_words
from duologue.model import NARRATOR, Interview, Role
from duologue.programme.contents.cues import shown_cues
from duologue.programme.contents.transcripts import plain_text
from duologue.programme.cover.illustrations import for_tag
from duologue.programme.folder.parts import EpisodeContents, EpisodeParts
from duologue.programme.mp3.tags import EpisodeTags
from duologue.version import __version__


def episode_tags(parts: EpisodeParts, contents: EpisodeContents, cover_jpeg: bytes) -> EpisodeTags:
    """The values of all frames; the cover is the one for the tag."""
    interview, said = parts.interview, page_words(parts.interview.language)
    people = [speaker.name for speaker in interview.speakers if speaker.role is not Role.NARRATOR]
    return EpisodeTags(
        title=interview.title,
        show=parts.show,
        artist=said.marks.comma.join(people),
        album_artist=parts.options.author or parts.show,
        language=interview.language,
        duration_ms=contents.duration_ms,
        guid=parts.identity.guid,
        date=interview.published,
        description=summary_of(interview, contents.disclosure.comment),
        comment=contents.disclosure.comment,
        credits=_credits(parts),
        source=interview.source or "",
        url=interview.url or "",
        producer=f"Duologue {__version__}",
        aigc=contents.disclosure.aigc,
        chapters=contents.chapters,
        cover_jpeg=cover_jpeg,
        pictures=_pictures(parts, contents),
        lyrics=plain_text(shown_cues(contents.cues, interview.language)),
    )


def _pictures(parts: EpisodeParts, contents: EpisodeContents) -> dict[str, bytes]:
    """The pictures that chapters show, small, by name."""
    named = [chapter.picture.address for chapter in contents.chapters if chapter.picture]
    made = {each.name: for_tag(each, len(named)) for each in parts.pictures if each.name in named}
    return {name: made[name] for name in named}


def summary_of(interview: Interview, statement: str) -> str:
    """What the episode is about: a person's words, else the first of the narrator; then the disclosure."""
    first = interview.summary or next(
        (turn.paragraphs[0].text for turn in interview.turns() if turn.role is Role.NARRATOR),
        interview.title,
    )
    return f"{first}\n\n{statement}"


def _credits(parts: EpisodeParts) -> str:
    """Who talks with which voice, whose music it is, and who wrote the article; one line each."""
    interview, voices, music = parts.interview, parts.voices.titles, parts.options.music.credit
    said = page_words(interview.language)
    people = [
        said.marks.bracketed.format(name=speaker.name, about=said.role(speaker.role.value))
        + f"{said.marks.colon}{voices[speaker.name]}"
        for speaker in interview.speakers
        if speaker.role is not Role.NARRATOR
    ]
    lines = [*people, f"{said.people.narrator}{said.marks.colon}{voices[NARRATOR]}"]
    if music:
        lines.append(f"{said.notes.music}{said.marks.colon}{music}")
    if interview.authors:
        lines.append(f"{said.people.written_by}{said.marks.colon}{said.marks.comma.join(interview.authors)}")
    return "\n".join(lines)
