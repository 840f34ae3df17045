"""Writing an episode: from the timeline to every file of its folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from duologue import __version__
from duologue.interview import interview_json, write_script
from duologue.model import NARRATOR, Chapter, Interview, Placement, Role, TakeSource, Timeline, UtteranceKind
from duologue.programme import cover
from duologue.programme.contents.cues import chapters_of, cues_of, milliseconds, shown_cues
from duologue.programme.contents.disclosure import Disclosure, disclosure
from duologue.programme.contents.phrases import words_of
from duologue.programme.contents.transcripts import plain_text
from duologue.programme.cover.own_picture import OwnPicture
from duologue.programme.folder.manifest import (
    MANIFEST_NAME,
    ChapterEntry,
    CueEntry,
    DisclosureEntry,
    Files,
    Manifest,
    MusicEntry,
    PlacedEntry,
    PrivateEntry,
    SpeakerEntry,
    manifest_json,
)
from duologue.programme.folder.source_proof import account_json
from duologue.programme.mastering.assembly import Mastered, assemble
from duologue.programme.mastering.loudness import TARGETS
from duologue.programme.mp3.encoder import ENCODINGS
from duologue.programme.mp3.tags import EpisodeTags, id3_tag
from duologue.settings import Settings
from duologue.speech.cast import Casting
from duologue.store.frames import FrameCache


@dataclass(frozen=True)
class EpisodeParts:
    """All that an episode is made of, besides the sound itself."""

    interview: Interview
    timeline: Timeline
    """Where every utterance and every piece of music lies."""
    sound: Timeline
    """What is encoded: the same, with a bed and what is said over it as one."""
    casting: Casting
    engine: str
    settings: Settings
    slug: str
    guid: str
    fingerprint: str
    picture: OwnPicture | None = None
    private: PrivateEntry = field(default_factory=PrivateEntry)


def write_episode(
    folder: Path,
    parts: EpisodeParts,
    takes: TakeSource,
    frames: FrameCache,
    progress: Callable[[int, int], None],
) -> tuple[Manifest, float]:
    """Writes the sound with its tag, the script, the cover and the manifest into `folder`.

    Returns:
        The manifest, and the seconds that mastering and encoding took.

    Raises:
        EpisodeError: it cannot be encoded or written.
    """
    interview, timeline, settings = parts.interview, parts.timeline, parts.settings
    duration_ms = milliseconds(timeline.samples, timeline.sample_rate)
    longest_ms = round(settings.chapter_minutes * 60_000) if settings.chapter_minutes else None
    chapters = chapters_of(interview, timeline, longest_ms=longest_ms)
    cues = tuple(cues_of(timeline))
    statement = disclosure(
        interview.language,
        parts.guid,
        title=interview.title,
        spoken=settings.disclosure,
        producer=settings.aigc.producer,
        propagator=settings.aigc.propagator,
        propagate_id=settings.aigc.propagate_id,
    )
    picture = _cover(parts)
    files = Files(mp3=f"{parts.slug}.mp3")
    tag = id3_tag(_tags(parts, chapters, cues, statement, duration_ms, cover.embedded(picture)))
    started = time.monotonic()
    with (folder / files.mp3).open("w+b") as mp3:
        mp3.write(tag)
        mastered = assemble(
            parts.sound,
            takes,
            TARGETS[settings.loudness],
            mp3,
            encoding=ENCODINGS[settings.encoding],
            cache=frames,
            progress=progress,
        )
        mp3_bytes = mp3.seek(0, 2)
    seconds = time.monotonic() - started
    (folder / files.script).write_text(write_script(interview), encoding="utf-8", newline="\n")
    (folder / files.cover).write_bytes(cover.jpeg(picture))
    (folder / files.thumbnail).write_bytes(cover.thumbnail(picture))
    manifest = _manifest(parts, chapters, cues, statement, files, mastered, mp3_bytes, duration_ms)
    (folder / MANIFEST_NAME).write_text(manifest_json(manifest), encoding="utf-8", newline="\n")
    return manifest, seconds


def _cover(parts: EpisodeParts) -> cover.Picture:
    """The picture of the settings, or one drawn from the title and who talks."""
    if parts.picture is not None:
        return parts.picture.cover()
    interview = parts.interview
    people = [speaker.name for speaker in interview.speakers if speaker.role is not Role.NARRATOR]
    return cover.draw(interview.title, _show(interview, parts.settings), people, interview.language)


def _show(interview: Interview, settings: Settings) -> str:
    return settings.show or interview.source or "Duologue"


def _tags(
    parts: EpisodeParts,
    chapters: tuple[Chapter, ...],
    cues: tuple[CueEntry, ...],
    statement: Disclosure,
    duration_ms: int,
    jpeg: bytes,
) -> EpisodeTags:
    interview, said = parts.interview, words_of(parts.interview.language)
    people = [speaker.name for speaker in interview.speakers if speaker.role is not Role.NARRATOR]
    return EpisodeTags(
        title=interview.title,
        show=_show(interview, parts.settings),
        artist=said.comma.join(people),
        album_artist=parts.settings.author or _show(interview, parts.settings),
        language=interview.language,
        duration_ms=duration_ms,
        guid=parts.guid,
        date=interview.published,
        description=_summary(interview, statement),
        comment=statement.comment,
        credits=_credits(interview, parts.casting, parts.settings.music.credit),
        source=interview.source or "",
        url=interview.url or "",
        producer=f"Duologue {__version__}",
        aigc=statement.aigc,
        chapters=chapters,
        cover_jpeg=jpeg,
        lyrics=plain_text(shown_cues(cues, interview.language)),
    )


def _summary(interview: Interview, statement: Disclosure) -> str:
    """What the episode is about: the narrator's first paragraph, then the disclosure."""
    first = next(
        (turn.paragraphs[0].text for turn in interview.turns() if turn.role is Role.NARRATOR),
        interview.title,
    )
    return f"{first}\n\n{statement.comment}"


def _credits(interview: Interview, casting: Casting, music: str) -> str:
    """Who talks with which voice, whose music it is, and who wrote the article; one line each."""
    said = words_of(interview.language)
    people = [
        said.bracketed.format(speaker.name, said.roles[speaker.role.value])
        + f"{said.colon}{casting.voice_of(speaker.name)}"
        for speaker in interview.speakers
        if speaker.role is not Role.NARRATOR
    ]
    lines = [*people, f"{said.narrator}{said.colon}{casting.voice_of(NARRATOR)}"]
    if music:
        lines.append(f"{said.music}{said.colon}{music}")
    if interview.authors:
        lines.append(f"{said.written_by}{said.colon}{said.comma.join(interview.authors)}")
    return "\n".join(lines)


def _manifest(
    parts: EpisodeParts,
    chapters: tuple[Chapter, ...],
    cues: tuple[CueEntry, ...],
    statement: Disclosure,
    files: Files,
    mastered: Mastered,
    mp3_bytes: int,
    duration_ms: int,
) -> Manifest:
    interview, timeline = parts.interview, parts.timeline
    spoken = [each for each in timeline.placements if each.voiced.utterance.kind is not UtteranceKind.MUSIC]
    return Manifest(
        guid=parts.guid,
        slug=parts.slug,
        title=interview.title,
        show=_show(interview, parts.settings),
        language=interview.language,
        summary=_summary(interview, statement),
        published=interview.published,
        source=interview.source,
        url=interview.url,
        authors=interview.authors,
        engine=parts.engine,
        speakers=_speaker_entries(interview, parts.casting),
        chapters=tuple(
            ChapterEntry(title=chapter.title, start_ms=chapter.start_ms, end_ms=chapter.end_ms)
            for chapter in chapters
        ),
        cues=cues,
        disclosure=DisclosureEntry(spoken=statement.spoken, comment=statement.comment, aigc=statement.aigc),
        files=files,
        own_cover=parts.picture is not None,
        duration_ms=duration_ms,
        samples=timeline.samples,
        sample_rate=timeline.sample_rate,
        utterances=len(spoken),
        target=parts.settings.loudness,
        loudness_lufs=round(mastered.loudness_lufs, 2),
        true_peak_dbtp=round(mastered.true_peak_dbtp, 2),
        takes=tuple(placement.voiced.key for placement in spoken),
        placed=tuple(_placed(timeline, spoken)),
        music=tuple(_music(parts)),
        music_credit=parts.settings.music.credit,
        account=_account(interview),
        versions=_versions(),
        fingerprint=parts.fingerprint,
        mp3_bytes=mp3_bytes,
        private=parts.private,
    )


def _music(parts: EpisodeParts) -> Iterator[MusicEntry]:
    """Pieces between utterances, and beds: the sound has one take for a bed and what lies on it."""
    said = {placement.voiced.key for placement in parts.timeline.placements}
    for placement in parts.sound.placements:
        utterance = placement.voiced.utterance
        if utterance.kind is UtteranceKind.MUSIC or placement.voiced.key not in said:
            yield MusicEntry(
                role=utterance.speaker if utterance.kind is UtteranceKind.MUSIC else "bed",  # type: ignore[arg-type]
                start_sample=placement.start_sample,
                samples=placement.samples,
            )


def _placed(timeline: Timeline, spoken: Iterable[Placement]) -> Iterator[PlacedEntry]:
    for placement in spoken:
        cues = sum(1 for _ in cues_of(replace(timeline, placements=(placement,))))
        yield PlacedEntry(start_sample=placement.start_sample, samples=placement.samples, cues=cues)


def _speaker_entries(interview: Interview, casting: Casting) -> tuple[SpeakerEntry, ...]:
    people = [speaker for speaker in interview.speakers if speaker.role is not Role.NARRATOR]
    entries = [
        SpeakerEntry(
            name=speaker.name,
            role=speaker.role.value,
            voice=str(casting.voice_of(speaker.name)),
            aliases=speaker.aliases,
        )
        for speaker in people
    ]
    entries.append(SpeakerEntry(name=NARRATOR, role="narrator", voice=str(casting.voice_of(NARRATOR))))
    return tuple(entries)


def _account(interview: Interview) -> dict[str, Any]:
    """What was left out of the source, and why; and the proof that the rest is spoken."""
    document = interview_json(interview)
    account = {"dropped": document["dropped"], "doubts": document["doubts"]}
    return account if interview.account is None else account | {"source": account_json(interview.account)}


def _versions() -> dict[str, str]:
    """The software that shaped the sound and the tags."""
    return {"duologue": __version__} | {name: version(name) for name in ("lameenc", "mutagen", "soxr")}
