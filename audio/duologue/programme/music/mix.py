"""Mixing: the takes of a programme with music; its scenes are mixed when they are asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from duologue.errors import EpisodeError
from duologue.model import Placement, Take, TakeSource, Timeline
from duologue.programme.mastering.assembly import keep_levels
from duologue.programme.mastering.encode_take import levels_key
from duologue.programme.mastering.levels import VOICE_STEP_DB, Gains, VoiceLevels, stepped
from duologue.programme.mastering.loudness import LoudnessTarget
from duologue.programme.mastering.stitch import piece, resampled_blocks
from duologue.programme.mp3.encoder import SAMPLE_RATE, Encoding
from duologue.programme.music.files import MusicFile, of_length
from duologue.programme.music.placement import Scene, scenes, with_scenes
from duologue.programme.music.rules import Bed
from duologue.store.frames import FrameCache

_BLOCK_SAMPLES = 1 << 16
_LOUDEST = 32_000.0
"""A mix that would pass this magnitude (of int16) is made softer as a whole, so that it does not clip."""


class MusicTakes:
    """Takes of speech, pieces of music and scenes, all by key.

    Args:
        takes: where speech is found.
        music: the files, by role.
    """

    def __init__(self, takes: TakeSource, music: Mapping[str, MusicFile]) -> None:
        self._takes = takes
        self._pieces = {file.key: file for role, file in music.items() if role != "bed"}
        self._bed = music.get("bed")
        self._scenes: dict[str, tuple[Scene, float]] = {}

    def load(self, key: str) -> Take:
        """See `TakeSource.load`."""
        if key in self._pieces:
            file = self._pieces[key]
            return Take(of_length(file.segment(), file.samples), SAMPLE_RATE)
        if key in self._scenes and self._bed is not None:
            return Take(_mixed(*self._scenes[key], self._bed, self._takes), SAMPLE_RATE)
        return self._takes.load(key)

    def add(self, scene: Scene, bed_gain_db: float) -> str:
        """Knows `scene` from now on; its key."""
        assert self._bed is not None  # noqa: S101  (without a bed there are no scenes)
        key = scene.key(self._bed, bed_gain_db)
        self._scenes[key] = (scene, bed_gain_db)
        return key


def score(
    timeline: Timeline,
    takes: TakeSource,
    music: Mapping[str, MusicFile],
    frames: FrameCache,
    target: LoudnessTarget,
    encoding: Encoding,
) -> tuple[Timeline, MusicTakes]:
    """The timeline of the sound, with a bed where there is one, and where all of its takes are.

    Args:
        timeline: of the utterances, and of intro, stings and outro between them.
        takes: where speech is found.
        music: the files, by role.
        frames: keeps the levels of the takes.
        target: what the programme is mastered to.
        encoding: the MP3 format.

    Raises:
        EpisodeError: a take is missing.
    """
    source = MusicTakes(takes, music)
    bed = music.get("bed")
    if bed is None or not isinstance(bed.piece, Bed):
        return timeline, source
    found = list(scenes(timeline, bed.piece))
    gains = _gains([p for scene in found for p in scene.placements], source, frames, target, encoding)
    scored = []
    for scene in found:
        voice_db = gains.of(scene.placements[0].voiced.voice)
        bed_lufs = bed.loudness_lufs + 10 * math.log10(encoding.channels)
        level_db = stepped(target.loudness_lufs + bed.piece.gain - bed_lufs, VOICE_STEP_DB)
        scored.append((scene, source.add(scene, level_db - voice_db)))
    return with_scenes(timeline, scored), source


def _gains(
    placements: list[Placement],
    takes: TakeSource,
    frames: FrameCache,
    target: LoudnessTarget,
    encoding: Encoding,
) -> Gains:
    """What the narrator will be amplified by, so that the bed can be given its level relative to that."""
    levels = VoiceLevels(encoding.channels)
    for placement in placements:
        key = placement.voiced.key
        measured = frames.levels(levels_key(key))
        if measured is None:
            keep_levels(frames, key, _take(takes, key))
            measured = frames.levels(levels_key(key))
        if measured is not None:
            levels.feed(placement.voiced.voice, measured)
    return levels.gains(target.loudness_lufs)


def _take(takes: TakeSource, key: str) -> Take:
    try:
        return takes.load(key)
    except KeyError:
        raise EpisodeError(
            f"the take {key[:12]} is missing or damaged; render again to voice it anew"
        ) from None


def _mixed(scene: Scene, bed_gain_db: float, bed: MusicFile, takes: TakeSource) -> NDArray[np.int16]:
    """The narrator's takes at their places, and the bed, softer where they speak; shape (n,)."""
    assert isinstance(bed.piece, Bed)  # noqa: S101
    mixed = bed.repeated(scene.samples, bed_gain_db).astype(np.float32)
    times, levels_db = ducking(scene, bed.piece)
    for at in range(0, mixed.size, _BLOCK_SAMPLES):
        block = mixed[at : at + _BLOCK_SAMPLES]
        block *= 10 ** (np.interp(np.arange(at, at + block.size), times, levels_db) / 20).astype(np.float32)
    for placement in scene.placements:
        at = placement.start_sample - scene.start_sample
        for spoken in _spoken(placement, takes):
            mixed[at : at + spoken.size] += spoken * np.float32(32_768)
            at += spoken.size
    loudest = float(np.abs(mixed).max(initial=0))
    if loudest > _LOUDEST:
        mixed *= np.float32(_LOUDEST / loudest)
    return np.rint(mixed, out=mixed).astype(np.int16)


def _spoken(placement: Placement, takes: TakeSource) -> Iterator[NDArray[np.float32]]:
    take = takes.load(placement.voiced.key)
    return resampled_blocks(piece(take), placement.samples, SAMPLE_RATE)


def ducking(scene: Scene, bed: Bed) -> tuple[list[float], list[float]]:
    """The bed's level: at these samples of the scene, so many dB; in between it goes in a straight line."""
    attack, release = bed.attack * SAMPLE_RATE / 1000, bed.release * SAMPLE_RATE / 1000
    times: list[float] = []
    levels_db: list[float] = []
    for placement in scene.placements:
        start = placement.start_sample - scene.start_sample
        if times and start - attack < times[-1]:  # it would hardly come up before it goes down again
            del times[-1], levels_db[-1]
        else:
            times.append(start - attack)
            levels_db.append(0.0)
        times += [
            start,
            placement.end_sample - scene.start_sample,
            placement.end_sample - scene.start_sample + release,
        ]
        levels_db += [-bed.duck, -bed.duck, 0.0]
    return times, levels_db
