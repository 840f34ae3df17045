"""Beds: music that plays under the narrator, at a level relative to the voice over it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from duologue.model import TakeSource, Timeline
from duologue.programme.mastering.frame_cache import FrameCache
from duologue.programme.mastering.gains import VOICE_STEP_DB, VoiceLoudness, stepped
from duologue.programme.mastering.take_levels import levels_of
from duologue.programme.mastering.target import Mastering
from duologue.programme.music.files import MusicFile
from duologue.programme.music.mix import MusicTakes
from duologue.programme.music.placement import bed_passages, with_beds
from duologue.programme.music.rules import Bed


def place_beds(
    timeline: Timeline,
    takes: TakeSource,
    music: Mapping[str, MusicFile],
    frames: FrameCache,
    mastering: Mastering,
) -> tuple[Timeline, MusicTakes]:
    """The timeline of the sound, with a bed where there is one, and where all of its takes are.

    Args:
        timeline: of the utterances, and of intro, stings and outro between them.
        takes: where speech is found.
        music: the files, by role.
        frames: keeps the levels of the takes.
        mastering: what the programme is brought to.

    Raises:
        EpisodeError: a take is missing.
    """
    source = MusicTakes(takes, music)
    bed = music.get("bed")
    if bed is None or not isinstance(bed.piece, Bed):
        return timeline, source
    passages = list(bed_passages(timeline, bed.piece))
    # What the narrator will be amplified by, so that the bed can be given its level relative to that.
    loudness = VoiceLoudness(mastering.encoding.channels)
    sounds: list[list[str]] = []
    for passage in passages:
        levels = [levels_of(placement.voiced, takes, frames) for placement in passage.placements]
        sounds.append([each.sound for each in levels])
        for placement, each in zip(passage.placements, levels, strict=True):
            loudness.feed(placement.voiced.voice, each)
    gains = loudness.gains(mastering.target.loudness_lufs)
    bed_lufs = bed.loudness_lufs + 10 * math.log10(mastering.encoding.channels)
    level_db = stepped(mastering.target.loudness_lufs + bed.piece.gain - bed_lufs, VOICE_STEP_DB)
    mixed = []
    for passage, of_takes in zip(passages, sounds, strict=True):
        bed_gain_db = level_db - gains.of(passage.placements[0].voiced.voice)
        key = passage.key(bed, bed_gain_db, of_takes)
        source.add(key, passage, bed_gain_db)
        mixed.append((passage, key))
    return with_beds(timeline, mixed), source
