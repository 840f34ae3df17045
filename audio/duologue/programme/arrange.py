"""The timeline: where every take starts, in samples, and how long the pause after it is.

A take and the pause after it fill a whole number of MP3 frames, so that each can be encoded by itself and the
frames put in a row (see `mp3.encoder`). That moves a pause by 13 ms at most, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from duologue.errors import EpisodeError
from duologue.model import Placement, Timeline, Voiced, resampled_length
from duologue.programme.mp3.encoding import FEWEST_FRAMES, FRAME_SAMPLES, SAMPLE_RATE
from duologue.programme.pauses import PauseRules


def arrange(voiced: Sequence[Voiced], pauses: PauseRules, *, sample_rate: int = SAMPLE_RATE) -> Timeline:
    """Puts takes one after the other.

    Args:
        voiced: in order.
        pauses: how long the silences are.
        sample_rate: of the programme, in Hz.

    Raises:
        EpisodeError: there is nothing to hear.
    """
    if not any(each.samples for each in voiced):
        raise EpisodeError("there is nothing to hear: no utterance has any sound")
    lead_in_frames = _frames(pauses.lead_in_ms * sample_rate, 1000 * FRAME_SAMPLES)
    start = max(lead_in_frames, FEWEST_FRAMES) * FRAME_SAMPLES if lead_in_frames else 0
    placements = []
    for index, each in enumerate(voiced):
        following = voiced[index + 1].utterance if index + 1 < len(voiced) else None
        pause_ms = pauses.tail_ms if following is None else pauses.between_ms(each.utterance, following)
        samples = resampled_length(each.samples, each.sample_rate, sample_rate)
        planned = _planned_samples(samples, pause_ms, sample_rate)
        placements.append(Placement(each, start, samples, planned - samples, sample_rate))
        start += planned
    return Timeline(sample_rate, tuple(placements), start)


def _planned_samples(samples: int, pause_ms: int, sample_rate: int) -> int:
    """Take and pause, rounded to frames; the last frame is always pause."""
    wanted = samples * 1000 + pause_ms * sample_rate
    least = -(-samples // FRAME_SAMPLES) + 1
    return max(_frames(wanted, 1000 * FRAME_SAMPLES), least, FEWEST_FRAMES) * FRAME_SAMPLES


def _frames(numerator: int, denominator: int) -> int:
    """The nearest whole number to the quotient."""
    return (2 * numerator + denominator) // (2 * denominator)
