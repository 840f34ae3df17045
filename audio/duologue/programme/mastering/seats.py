"""Seats: where in the stereo picture a person is heard, a little off the middle.

Both channels together have the power of a sound in the middle, so levels stay as they are. The louder channel
is 1.1 dB above the middle, the softer 1.4 dB below; played in mono, a person is softer by 0.09 dB.
"""

from __future__ import annotations

import math

from duologue.model import Placement, Role, UtteranceKind

SEAT_DB = 2.5
"""By how much one channel is louder than the other."""
_OF_ROLES = {Role.INTERVIEWER: -SEAT_DB, Role.INTERVIEWEE: SEAT_DB}


def seat_db(placement: Placement) -> float:
    """By how much an utterance is louder on the right: asking left, answering right."""
    utterance = placement.voiced.utterance
    return _OF_ROLES.get(utterance.role, 0.0) if utterance.kind is UtteranceKind.SPEECH else 0.0


def channel_gains(right_db: float) -> tuple[float, float]:
    """What left and right are multiplied by; the sum of their squares is 2."""
    ratio = 10 ** (right_db / 20)
    left = math.sqrt(2 / (1 + ratio * ratio))
    return left, left * ratio
