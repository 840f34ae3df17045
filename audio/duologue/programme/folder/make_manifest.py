"""Making the manifest of an episode from its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version

from duologue.model import NARRATOR, Interview, Placement, Role, Timeline, UtteranceKind
from duologue.programme.contents.cues import cues_of
from duologue.programme.folder.episode_tags import summary_of
from duologue.programme.folder.parts import EpisodeContents, EpisodeParts, EpisodeSound, EpisodeVoices
from duologue.programme.manifest import (
    ChapterEntry,
    DisclosureEntry,
    Files,
    LinkEntry,
    Manifest,
    MusicEntry,
    PictureEntry,
    PlacedEntry,
    SpeakerEntry,
)
from duologue.programme.mastering.assembly import Mastered
from duologue.version import __version__


def make_manifest(
    parts: EpisodeParts, contents: EpisodeContents, files: Files, mastered: Mastered, mp3_bytes: int
) -> Manifest:
    """The manifest, still without the digests of the files."""
    interview, timeline, statement = parts.interview, parts.sound.timeline, contents.disclosure
    spoken = [each for each in timeline.placements if each.voiced.utterance.kind is not UtteranceKind.MUSIC]
    return Manifest(
        guid=parts.identity.guid,
        slug=parts.identity.slug,
        title=interview.title,
        show=parts.show,
        show_author=parts.options.author or parts.show,
        language=interview.language,
        summary=summary_of(interview, statement.comment),
        published=interview.published,
        source=interview.source,
        url=interview.url,
        authors=interview.authors,
        links=tuple(LinkEntry(title=each.title, url=each.url) for each in contents.mentions),
        engine=parts.voices.engine,
        speakers=_speaker_entries(interview, parts.voices),
        chapters=tuple(
            ChapterEntry(
                title=chapter.title,
                start_ms=chapter.start_ms,
                end_ms=chapter.end_ms,
                url=chapter.url,
                picture=chapter.picture.address if chapter.picture else None,
            )
            for chapter in contents.chapters
        ),
        pictures=tuple(
            PictureEntry(name=each.name, alt=each.alt, width=each.width, height=each.height)
            for each in parts.pictures
        ),
        cues=contents.cues,
        disclosure=DisclosureEntry(spoken=statement.spoken, comment=statement.comment, aigc=statement.aigc),
        files=files,
        own_cover=parts.picture is not None,
        duration_ms=contents.duration_ms,
        samples=timeline.samples,
        sample_rate=timeline.sample_rate,
        utterances=len(spoken),
        target=parts.options.loudness,
        loudness_lufs=round(mastered.loudness_lufs, 2),
        true_peak_dbtp=round(mastered.true_peak_dbtp, 2),
        takes=tuple(placement.voiced.key for placement in spoken),
        placed=tuple(_placed(timeline, spoken, interview.language)),
        music=tuple(_music(parts.sound)),
        music_credit=parts.options.music.credit,
        waveform=mastered.waveform,
        versions=_versions(),
        fingerprint=parts.fingerprint,
        mp3_bytes=mp3_bytes,
        signed=parts.options.provenance is not False,
        private=parts.private,
    )


def _music(sound: EpisodeSound) -> Iterator[MusicEntry]:
    """Pieces between utterances, and beds: the sound has one take for a bed and what lies on it."""
    said = {placement.voiced.key for placement in sound.timeline.placements}
    for placement in sound.mixed.placements:
        utterance = placement.voiced.utterance
        if utterance.kind is UtteranceKind.MUSIC or placement.voiced.key not in said:
            yield MusicEntry(
                role=utterance.speaker if utterance.kind is UtteranceKind.MUSIC else "bed",  # type: ignore[arg-type]
                start_sample=placement.start_sample,
                samples=placement.samples,
            )


def _placed(timeline: Timeline, spoken: Iterable[Placement], language: str) -> Iterator[PlacedEntry]:
    for placement in spoken:
        cues = sum(1 for _ in cues_of(replace(timeline, placements=(placement,)), language))
        yield PlacedEntry(start_sample=placement.start_sample, samples=placement.samples, cues=cues)


def _speaker_entries(interview: Interview, voices: EpisodeVoices) -> tuple[SpeakerEntry, ...]:
    people = [speaker for speaker in interview.speakers if speaker.role is not Role.NARRATOR]
    entries = [
        SpeakerEntry(
            name=speaker.name,
            role=speaker.role.value,
            voice=voices.voices[speaker.name],
            voice_title=voices.titles[speaker.name],
        )
        for speaker in people
    ]
    entries.append(
        SpeakerEntry(
            name=NARRATOR,
            role="narrator",
            voice=voices.voices[NARRATOR],
            voice_title=voices.titles[NARRATOR],
        )
    )
    return tuple(entries)


def _versions() -> dict[str, str]:
    """The software that shaped the sound and the tags."""
    return {"duologue": __version__} | {name: version(name) for name in ("lameenc", "mutagen", "soxr")}
