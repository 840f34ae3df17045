"""Where music plays: pieces between utterances, and stretches of the timeline that a bed lies under."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duologue.model import NARRATOR, Placement, Role, Timeline, Utterance, UtteranceKind, Voice, Voiced
from duologue.programme.mp3.encoding import FEWEST_FRAMES, FRAME_SAMPLES, SAMPLE_RATE
from duologue.programme.music.files import MusicFile
from duologue.programme.music.rules import Bed

ENGINE = "music"
"""What stands for an engine in the voice of a piece."""
_SHORTEST_PAUSE_SAMPLES = SAMPLE_RATE // 4
"""What a bed leaves of the pause that it begins in."""


def with_music(voiced: Sequence[Voiced], music: Mapping[str, MusicFile]) -> tuple[Voiced, ...]:
    """The utterances with intro, stings and outro between them."""
    if not voiced:
        return ()
    made: list[Voiced] = []
    if "intro" in music:
        made.append(_piece(music["intro"], voiced[0].utterance.section))
    before = -1
    for each in voiced:
        section = each.utterance.section
        if "sting" in music and before not in (-1, section):
            made.append(_piece(music["sting"], section))
        made.append(each)
        before = section
    if "outro" in music:
        made.append(_piece(music["outro"], before))
    return tuple(made)


def _piece(file: MusicFile, section: int) -> Voiced:
    utterance = Utterance(UtteranceKind.MUSIC, file.role, Role.NARRATOR, "", section)
    volume = round(100 * (10 ** (file.piece.gain / 20) - 1))
    voice = Voice(ENGINE, file.role, volume_percent=volume)
    return Voiced(utterance, voice, file.key, file.samples, SAMPLE_RATE)


@dataclass(frozen=True, slots=True)
class BedPassage:
    """A stretch of the programme with a bed under it: it is mixed to one take.

    Attributes:
        placements: the narrator's utterances in it, at their places in the programme.
        start_sample: where the bed begins; a multiple of the frame.
        samples: how long the bed plays.
    """

    placements: tuple[Placement, ...]
    start_sample: int
    samples: int

    def key(self, bed: MusicFile, bed_gain_db: float, sounds: Sequence[str]) -> str:
        """64 hexadecimal digits that say all that shapes its sound; `sounds` are those of its takes."""
        takes = [
            (sound, each.start_sample - self.start_sample, each.samples)
            for sound, each in zip(sounds, self.placements, strict=True)
        ]
        shape = ["bed", bed.key, round(bed_gain_db * 100), self.samples, takes]
        return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


def bed_passages(timeline: Timeline, bed: Bed) -> Iterator[BedPassage]:
    """The stretches that the bed plays under, in order."""
    ended = -1
    for first, last in _passages(timeline.placements, bed):
        placements = timeline.placements[first : last + 1]
        before = timeline.placements[first - 1] if first else None
        # The pause after a passage is that passage's: its bed fades out there.
        borrowed = 0 if first == ended + 1 and first else _borrowed(placements[0], before, bed)
        ended = last
        start = placements[0].start_sample - borrowed
        end = placements[-1].end_sample + placements[-1].pause_samples - FRAME_SAMPLES
        samples = min(end, placements[-1].end_sample + bed.fade_out * SAMPLE_RATE // 1000) - start
        yield BedPassage(placements, start, samples)


def _passages(placements: Sequence[Placement], bed: Bed) -> Iterator[tuple[int, int]]:
    """First and last of each passage of the narrator that is long enough, cut where it is too long."""
    first: int | None = None
    for at in range(len(placements) + 1):
        one = placements[at] if at < len(placements) else None
        spoken = one is not None and _narrated(one)
        if first is not None and (one is None or not spoken or not _together(placements[first], one, bed)):
            if placements[at - 1].end_sample - placements[first].start_sample >= bed.shortest * SAMPLE_RATE:
                yield first, at - 1
            first = None
        if first is None and spoken:
            first = at


def _narrated(placement: Placement) -> bool:
    return placement.voiced.utterance.speaker == NARRATOR and placement.samples > 0


def _together(first: Placement, other: Placement, bed: Bed) -> bool:
    """Whether both can lie over one stretch of the bed: one voice, and not too long."""
    return (
        first.voiced.voice == other.voiced.voice
        and other.end_sample - first.start_sample <= bed.longest * SAMPLE_RATE
    )


def _borrowed(first: Placement, before: Placement | None, bed: Bed) -> int:
    """How much of the pause before its first word the bed takes, in whole frames."""
    wanted = bed.before * SAMPLE_RATE // 1000 // FRAME_SAMPLES
    if before is None:
        lead_in = first.start_sample // FRAME_SAMPLES
        return (
            lead_in if wanted >= lead_in else max(min(wanted, lead_in - FEWEST_FRAMES), 0)
        ) * FRAME_SAMPLES
    spare = (
        before.pause_samples - max(_SHORTEST_PAUSE_SAMPLES, FEWEST_FRAMES * FRAME_SAMPLES)
    ) // FRAME_SAMPLES
    return max(min(wanted, spare), 0) * FRAME_SAMPLES


def with_beds(timeline: Timeline, mixed: Sequence[tuple[BedPassage, str]]) -> Timeline:
    """The timeline of the sound: each passage is one placement, whose take has the key beside it."""
    made: list[Placement] = []
    rest = iter(mixed)
    passage, key = next(rest, (None, ""))
    at = 0
    while at < len(timeline.placements):
        placement = timeline.placements[at]
        if passage is None or placement is not passage.placements[0]:
            made.append(placement)
            at += 1
            continue
        borrowed = placement.start_sample - passage.start_sample
        if made:
            made[-1] = replace(made[-1], pause_samples=made[-1].pause_samples - borrowed)
        last = passage.placements[-1]
        end = last.end_sample + last.pause_samples
        utterance = replace(placement.voiced.utterance, written="", cues=())
        voiced = Voiced(utterance, placement.voiced.voice, key, passage.samples, SAMPLE_RATE)
        pause = end - passage.start_sample - passage.samples
        made.append(Placement(voiced, passage.start_sample, passage.samples, pause, timeline.sample_rate))
        at += len(passage.placements)
        passage, key = next(rest, (None, ""))
    return replace(timeline, placements=tuple(made))
