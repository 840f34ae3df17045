"""Whether a take can be the sound of its text."""

from __future__ import annotations

from itertools import pairwise

from duologue.errors import NoAudio
from duologue.model import Take, Voice
from duologue.speech.speaking_rates import speaking_rates
from duologue.speech.spoken import SpokenForm

_SLOWEST, _FASTEST = 4.0, 0.3
"""A take may last between these multiples of what its text is expected to last."""
_SLACK_SECONDS = (0.5, 3.0)
"""Shorter and longer than that, for silence and very short texts."""
_RATES = (8_000, 192_000)
"""Lowest and highest sample rate of speech, in Hz: resampling any other one would fill the memory."""
_SILENT = 100
"""int16 units: a take whose loudest sample is softer (−50 dBFS) is silence."""


def expected_seconds(text: str, voice: Voice | None = None) -> float:
    """How long a text is expected to take to say, its pauses at commas and stops included.

    Args:
        text: as it is written, or better as it is spoken.
        voice: who says it, with its rate; None for one of middle tempo.
    """
    seconds = speaking_rates().seconds(text)
    if voice is None:
        return seconds
    return seconds * speaking_rates().tempo(voice) / (1 + voice.rate_percent / 100)


def longest_seconds(text: str) -> float:
    """More than this cannot be the sound of the text."""
    return _longest(expected_seconds(text))


def check_plausible(take: Take, form: SpokenForm) -> None:
    """Refuses a take that cannot be right.

    Raises:
        NoAudio: its rate is not one of speech, it is silent, far too short or long for its text, or its marks
            cannot be marks of both.
    """
    name = f"the take of {form.written[:20]!r}"
    if not _RATES[0] <= take.sample_rate <= _RATES[1]:
        raise NoAudio(f"{name} has a rate of {take.sample_rate} Hz; speech has {_RATES[0]} to {_RATES[1]} Hz")
    if take.samples.size == 0:
        raise NoAudio(f"{name} is silent")
    seconds = take.samples.size / take.sample_rate
    expected = expected_seconds(form.text)
    if not _FASTEST * expected - _SLACK_SECONDS[0] <= seconds <= _longest(expected):
        raise NoAudio(f"{name} lasts {seconds:.1f} s, but its text about {expected:.1f} s")
    if int(take.samples.min()) > -_SILENT and int(take.samples.max()) < _SILENT:
        raise NoAudio(f"{name} is silent")
    if not take.marks:
        return
    for mark in take.marks:
        if not 0 <= mark.start_sample <= mark.end_sample <= take.samples.size:
            raise NoAudio(f"{name} ends before its marks do")
        if not 0 <= mark.written_start <= mark.written_end <= len(form.written):
            raise NoAudio(f"{name} has marks outside its text")
    if any(
        b.start_sample < a.start_sample or b.written_start < a.written_start for a, b in pairwise(take.marks)
    ):
        raise NoAudio(f"{name} has its marks out of order")
    last = take.marks[-1]
    behind = (take.samples.size - last.end_sample) / take.sample_rate
    if behind > _longest(expected_seconds(form.written[last.written_end :])):
        raise NoAudio(f"{name} goes on for {behind:.1f} s behind its last mark")


def _longest(expected: float) -> float:
    return _SLOWEST * expected + _SLACK_SECONDS[1]
