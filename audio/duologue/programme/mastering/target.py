"""What a programme is brought to: its loudness, its true peak, its MP3 format."""

from __future__ import annotations

from dataclasses import dataclass

from duologue.programme.mastering.room_tone import RoomTone
from duologue.programme.mp3.encoding import STEREO_128, Encoding


@dataclass(frozen=True, slots=True)
class LoudnessTarget:
    """Loudness in LUFS, and the true peak in dBTP that may not be passed."""

    name: str
    loudness_lufs: float
    true_peak_dbtp: float


PODCAST = LoudnessTarget("podcast", -16.0, -1.0)
"""Apple Podcasts; AES TD1008 for speech."""
TARGETS = {
    target.name: target
    for target in (
        PODCAST,
        LoudnessTarget("spotify", -14.0, -1.0),  # what Spotify plays at
        LoudnessTarget("ebu", -23.0, -1.0),  # EBU R 128
        LoudnessTarget("mono", -19.0, -1.0),  # one channel that will be played on two speakers
    )
}


@dataclass(frozen=True, slots=True)
class Mastering:
    """How a programme is mastered."""

    target: LoudnessTarget = PODCAST
    encoding: Encoding = STEREO_128
    tone: RoomTone | None = None
    """What is heard under the whole programme; None for digital silence."""
    seats: bool = False
    """Whether people sit a little to the left and right; of no effect in mono."""
