"""The gains: voices are brought to one level, then the programme to its target.

Gains come in steps, so that an edited line moves nobody's gain: a voice's in half decibels, the programme's
in quarters. Everything else would be another programme, encoded anew, after every edit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from duologue.model import Placement, Timeline, Voice
from duologue.programme.mastering.levels import TakeLevels
from duologue.programme.mastering.limiter import gain_curve, limiter_ceiling
from duologue.programme.mastering.loudness import SILENCE_LUFS, GatedLoudness, amplitude
from duologue.programme.mastering.meter import HOP_SAMPLES
from duologue.programme.mastering.target import Mastering

VOICE_STEP_DB = 0.5
PROGRAMME_STEP_DB = 0.25
_MOST_GAIN_DB = 60.0
_MOST_CORRECTION_DB = 24.0
_MUTED_DB = -120.0
_TRIES = 4

LevelsOf = Callable[[Placement], TakeLevels]


@dataclass(frozen=True, slots=True)
class Gains:
    """What each voice is amplified by.

    Attributes:
        voices: gain in dB for every voice of the programme.
        programme_db: added to all of them.
    """

    voices: Mapping[Voice, float]
    programme_db: float = 0.0

    def of(self, voice: Voice) -> float:
        """The gain of a take in this voice, in dB."""
        return self.voices[voice] + self.programme_db

    def louder(self, by_db: float) -> Gains:
        """The same voices with the whole programme louder by `by_db`, to the nearest step within bounds."""
        programme_db = stepped(self.programme_db + by_db, PROGRAMME_STEP_DB)
        return Gains(self.voices, max(-_MOST_CORRECTION_DB, min(programme_db, _MOST_CORRECTION_DB)))


def stepped(value_db: float, step_db: float) -> float:
    """`value_db` to the nearest step."""
    return math.floor(value_db / step_db + 0.5) * step_db


class VoiceLoudness:
    """The loudness of each voice over all of its takes.

    Args:
        channels: how many channels carry the signal.
    """

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self._voices: dict[Voice, GatedLoudness] = {}

    def feed(self, voice: Voice, levels: TakeLevels) -> None:
        """Takes the next take of `voice`."""
        loudness = self._voices.get(voice)
        if loudness is None:
            loudness = self._voices[voice] = GatedLoudness(self._channels)
        loudness.feed(levels.energies)

    def gains(self, target_lufs: float) -> Gains:
        """The gains that bring every voice to the target; a silent voice is left alone.

        A voice's `volume_percent` comes on top, for it says how loud it is once levels are matched.
        """
        return Gains(
            {
                voice: _matched_db(loudness.lufs(), target_lufs) + _volume_db(voice.volume_percent)
                for voice, loudness in self._voices.items()
            }
        )


def _matched_db(loudness_lufs: float, target_lufs: float) -> float:
    if loudness_lufs <= SILENCE_LUFS:
        return 0.0
    return min(stepped(target_lufs - loudness_lufs, VOICE_STEP_DB), _MOST_GAIN_DB)


def _volume_db(percent: int) -> float:
    return 20 * math.log10(1 + percent / 100) if percent > -100 else _MUTED_DB


def predicted_lufs(timeline: Timeline, levels_of: LevelsOf, gains: Gains, mastering: Mastering) -> float:
    """The programme's loudness after gains and limiter, from the levels of its takes alone."""
    loudness = GatedLoudness(mastering.encoding.channels)
    ceiling = limiter_ceiling(mastering.target.true_peak_dbtp)
    tone = 0.0 if mastering.tone is None else mastering.tone.hop_energy  # the absolute gate lets it through
    loudness.feed(np.full(timeline.lead_in_samples // HOP_SAMPLES, tone, np.float32))
    for placement in timeline.placements:
        levels = levels_of(placement)
        gain = amplitude(gains.of(placement.voiced.voice))
        energies = np.full(placement.planned_samples // HOP_SAMPLES, tone, np.float32)
        heard = levels.energies[: energies.size] * np.float32(gain * gain)
        curve = gain_curve(levels.peaks, gain, ceiling)
        if curve is not None:
            heard *= np.square(curve[: heard.size])
        energies[: heard.size] += heard
        loudness.feed(energies)
    return loudness.lufs()


def programme_gains(timeline: Timeline, levels_of: LevelsOf, gains: Gains, mastering: Mastering) -> Gains:
    """The gains with which the programme, limited, comes closest to its target."""
    best, best_error = gains, math.inf
    for _ in range(_TRIES):
        error = mastering.target.loudness_lufs - predicted_lufs(timeline, levels_of, gains, mastering)
        if abs(error) < best_error:
            best, best_error = gains, abs(error)
        louder = gains.louder(error)
        if louder.programme_db == gains.programme_db or best_error < PROGRAMME_STEP_DB / 2:
            break
        gains = louder
    return best
