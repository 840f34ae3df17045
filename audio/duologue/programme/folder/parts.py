"""What an episode is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duologue.model import Chapter, Identity, Interview, TakeSource, Timeline
from duologue.programme.contents.cues import chapters_of, cues_of, milliseconds
from duologue.programme.contents.disclosure import Disclosure, disclosure
from duologue.programme.contents.mentions import (
    Mention,
    mentions_of,
    pictures_shown,
    with_pages,
    with_pictures,
)
from duologue.programme.cover.illustrations import ShownPicture
from duologue.programme.cover.own_picture import OwnPicture
from duologue.programme.folder.source_spans import with_source
from duologue.programme.manifest import CueEntry, PrivateEntry
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.options import ProgrammeOptions


@dataclass(frozen=True, slots=True)
class EpisodeSound:
    """What is heard, and when.

    Attributes:
        timeline: where every utterance and every piece of music lies.
        mixed: what is encoded: the same, with a bed and what is said over it as one take.
        takes: where the takes of `mixed` are found.
        frames: keeps levels and frames for the next time.
    """

    timeline: Timeline
    mixed: Timeline
    takes: TakeSource
    frames: FrameCache


@dataclass(frozen=True, slots=True)
class EpisodeVoices:
    """Who speaks with which voice.

    Attributes:
        engine: the engines that spoke, e.g. ``kokoro`` or ``edge + kokoro``.
        voices: speaker → voice, as a cast names it; the narrator's name is ``narrator``.
        titles: the same with the voices' human names, for those who listen.
    """

    engine: str
    voices: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeParts:
    """All that an episode is made of.

    Attributes:
        interview: what was read.
        sound: what is heard.
        voices: who speaks.
        options: what was chosen.
        identity: what the episode is known by.
        fingerprint: hash of all that shapes it.
        script: the text of its script.md.
        picture: its cover; None for a drawn one.
        pictures: those that its chapters show.
        private: what is not to be published.
    """

    interview: Interview
    sound: EpisodeSound
    voices: EpisodeVoices
    options: ProgrammeOptions
    identity: Identity
    fingerprint: str
    script: str
    picture: OwnPicture | None = None
    pictures: tuple[ShownPicture, ...] = ()
    private: PrivateEntry = field(default_factory=PrivateEntry)

    @property
    def show(self) -> str:
        """The podcast's title."""
        return self.options.show or self.interview.source or "Duologue"


@dataclass(frozen=True, slots=True)
class EpisodeContents:
    """What is written about the sound: chapters, cues, pages mentioned, and what is said of the voices."""

    duration_ms: int
    chapters: tuple[Chapter, ...]
    cues: tuple[CueEntry, ...]
    mentions: tuple[Mention, ...]
    disclosure: Disclosure


def contents_of(parts: EpisodeParts) -> EpisodeContents:
    """The contents of the timeline."""
    timeline, options, interview = parts.sound.timeline, parts.options, parts.interview
    longest_ms = round(options.chapter_minutes * 60_000) if options.chapter_minutes else None
    cues = tuple(with_source(interview, cues_of(timeline, interview.language)))
    mentions = mentions_of(interview, cues)
    chapters = chapters_of(interview, timeline, longest_ms=longest_ms)
    return EpisodeContents(
        milliseconds(timeline.samples, timeline.sample_rate),
        with_pictures(with_pages(chapters, mentions), pictures_shown(interview, cues)),
        cues,
        mentions,
        disclosure(
            interview.language,
            parts.identity.guid,
            title=interview.title,
            spoken=options.disclosure,
            producer=options.aigc.producer,
            propagator=options.aigc.propagator,
            propagate_id=options.aigc.propagate_id,
        ),
    )
