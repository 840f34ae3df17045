"""The timeline: where every take starts, in samples, and how long the pause after it is.

A take and the pause after it fill a whole number of MP3 frames, so that each can be encoded by itself and the
frames put in a row (see `mp3.encoder`). That moves a pause by 13 ms at most; none is shorter than
the 26 ms of a whole frame.
"""

from __future__ import annotations

from collections.abc import Sequence

from duologue.errors import EpisodeError
from duologue.model import Placement, Timeline, Voiced, resampled_length
from duologue.programme.label_pace import clause_pause_ms
from duologue.programme.mp3.encoding import FEWEST_FRAMES, FRAME_SAMPLES, SAMPLE_RATE
from duologue.programme.pacing import paced_ms
from duologue.programme.pauses import PauseRules

_FEWEST_PAUSE_FRAMES = 2


def arrange(
    voiced: Sequence[Voiced],
    pauses: PauseRules,
    *,
    variation: float = 0.0,
    sample_rate: int = SAMPLE_RATE,
) -> Timeline:
    """Puts takes one after the other.

    Args:
        voiced: in order.
        pauses: how long the silences are in the middle.
        variation: how much they vary; see `pacing`.
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
        if following is None:
            pause_ms = pauses.tail_ms
        elif (within_label_ms := clause_pause_ms(voiced, index)) is not None:
            pause_ms = within_label_ms
        else:
            pause_ms = paced_ms(pauses, each.utterance, following, variation)
        samples = resampled_length(each.samples, each.sample_rate, sample_rate)
        planned = planned_samples(samples, pause_ms, sample_rate)
        placements.append(Placement(each, start, samples, planned - samples, sample_rate))
        start += planned
    return Timeline(sample_rate, tuple(placements), start)


def planned_samples(samples: int, pause_ms: int, sample_rate: int) -> int:
    """Take and pause, rounded to frames; the last two frames are always pause.

    One takes up the codec's delay, one is where the next take's stream begins.
    """
    wanted = samples * 1000 + pause_ms * sample_rate
    least = -(-samples // FRAME_SAMPLES) + _FEWEST_PAUSE_FRAMES
    return max(_frames(wanted, 1000 * FRAME_SAMPLES), least, FEWEST_FRAMES) * FRAME_SAMPLES


def _frames(numerator: int, denominator: int) -> int:
    """The nearest whole number to the quotient."""
    return (2 * numerator + denominator) // (2 * denominator)
