"""The timeline: where every take starts and how long the pause after it is, in samples of the programme."""

from __future__ import annotations

from dataclasses import dataclass

from duologue.model.take import Mark, Voiced


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
    def planned_samples(self) -> int:
        """The take and its pause: a whole number of frames."""
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
