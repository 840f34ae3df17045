"""The timeline: where every take starts, in samples, and how long the pause after it is.

A take and the pause after it fill a whole number of MP3 frames, so that each can be encoded by itself and the
frames put in a row (see `encode`). That moves a pause by 13 ms at most, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duologue.errors import EpisodeError
from duologue.programme.pauses import PauseRules
from duologue.speech.model import Mark, Voiced

FRAME_SAMPLES = 1152
"""Samples in one frame of MPEG-1 Layer III (ISO 11172-3, 2.4.2.1)."""
FEWEST_FRAMES = 2
"""A run of one frame would give the encoder no input (see `encode`)."""


def resampled_length(samples: int, from_rate: int, to_rate: int) -> int:
    """The length at `to_rate` Hz of `samples` at `from_rate` Hz, to the nearest sample."""
    return (2 * samples * to_rate + from_rate) // (2 * from_rate)


@dataclass(frozen=True, slots=True)
class Placement:
    """One take in the programme; all samples count at the programme's rate.

    Attributes:
        voiced: the utterance, its voice and the key of its take.
        start_sample: where the take starts; a multiple of the frame.
        samples: the take's length.
        pause_samples: the silence after it, up to the next take or the end.
        sample_rate: the programme's rate in Hz.
    """

    voiced: Voiced
    start_sample: int
    samples: int
    pause_samples: int
    sample_rate: int

    @property
    def end_sample(self) -> int:
        """Where the take ends and its pause begins."""
        return self.start_sample + self.samples

    @property
    def run_samples(self) -> int:
        """The take and its pause: a multiple of the frame."""
        return self.samples + self.pause_samples

    def programme_sample(self, take_sample: int) -> int:
        """Where `take_sample`, counted at the take's own rate, is heard in the programme."""
        offset = resampled_length(take_sample, self.voiced.sample_rate, self.sample_rate)
        return self.start_sample + min(offset, self.samples)

    def span(self, mark: Mark) -> tuple[int, int]:
        """Start and end of `mark` in the programme."""
        return self.programme_sample(mark.start_sample), self.programme_sample(mark.end_sample)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every take and pause, in order, without gap.

    Attributes:
        sample_rate: of the programme, in Hz.
        placements: in order; each starts where the pause before it ends.
        samples: the programme's length; a multiple of the frame.
    """

    sample_rate: int
    placements: tuple[Placement, ...]
    samples: int

    @property
    def lead_in_samples(self) -> int:
        """The silence before the first take."""
        return self.placements[0].start_sample

    @property
    def seconds(self) -> float:
        """The programme's length in seconds."""
        return self.samples / self.sample_rate


def arrange(voiced: Sequence[Voiced], pauses: PauseRules, *, sample_rate: int = 44_100) -> Timeline:
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
        run = _run_samples(samples, pause_ms, sample_rate)
        placements.append(Placement(each, start, samples, run - samples, sample_rate))
        start += run
    return Timeline(sample_rate, tuple(placements), start)


def _run_samples(samples: int, pause_ms: int, sample_rate: int) -> int:
    """Take and pause, rounded to frames; the last frame of a run is always pause."""
    wanted = samples * 1000 + pause_ms * sample_rate
    least = -(-samples // FRAME_SAMPLES) + 1
    return max(_frames(wanted, 1000 * FRAME_SAMPLES), least, FEWEST_FRAMES) * FRAME_SAMPLES


def _frames(numerator: int, denominator: int) -> int:
    """The nearest whole number to the quotient."""
    return (2 * numerator + denominator) // (2 * denominator)
