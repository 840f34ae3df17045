"""Sound for tests of the programme: made of tones and noise, shaped like speech, the same every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import soundfile
from numpy.typing import NDArray

from duologue.model import Role, Take, Timeline, Utterance, UtteranceKind, Voice, Voiced
from duologue.programme.arrange import arrange
from duologue.programme.mastering.assembly import Mastered, assemble
from duologue.programme.mastering.target import TARGETS, LoudnessTarget, Mastering
from duologue.programme.mp3.encoding import STEREO_128, Encoding
from duologue.programme.pauses import PauseRules

PODCAST = TARGETS["podcast"]


def speech_like(
    seconds: float, seed: int, *, level: float = 6000, pitch_hz: float = 140, sample_rate: int = 24_000
) -> NDArray[np.int16]:
    """Syllables: a buzz with harmonics and some noise, opening and closing three times a second."""
    count = int(seconds * sample_rate)
    time = np.arange(count) / sample_rate
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * time + seed) + 0.3, 0, None)
    phrases = np.clip(np.sin(2 * np.pi * 0.23 * time + seed) + 0.8, 0, None)
    glide = 0.5 * np.sin(4 * np.pi * time)
    buzz = np.zeros(count)
    for harmonic in range(1, 30):
        buzz += np.sin(2 * np.pi * pitch_hz * harmonic * time + glide) / harmonic
    noise = np.random.default_rng(seed).standard_normal(count)
    return clipped((0.2 * buzz + 0.05 * noise) * syllables * phrases * level)


def whisper(seconds: float, seed: int, *, level: float = 60) -> NDArray[np.int16]:
    """Noise in syllables, very soft."""
    count = int(seconds * 24_000)
    time = np.arange(count) / 24_000
    syllables = np.clip(np.sin(2 * np.pi * 3.3 * time + seed) + 0.2, 0, None)
    return clipped(np.random.default_rng(seed).standard_normal(count) * syllables * level)


def clipped(signal: NDArray[np.float64]) -> NDArray[np.int16]:
    return np.clip(np.rint(signal), -32_768, 32_767).astype(np.int16)


def full_scale_1(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    return np.divide(samples, 32_768, dtype=np.float32)


@dataclass
class Programme:
    """Takes in the order they are said, and what the stages make of them."""

    takes: dict[str, Take] = field(default_factory=dict)
    voiced: list[Voiced] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def say(
        self, samples: NDArray[np.int16], speaker: str, *, sample_rate: int = 24_000, volume_percent: int = 0
    ) -> Programme:
        key = f"take-{len(self.voiced)}-{hash(samples.tobytes())}"
        role = {"Q": Role.INTERVIEWER, "A": Role.INTERVIEWEE}.get(speaker, Role.NARRATOR)
        utterance = Utterance(UtteranceKind.SPEECH, speaker, role, "words", section=0, turn=len(self.voiced))
        voice = Voice("test", f"voice-{speaker}", volume_percent=volume_percent)
        self.takes[key] = Take(samples, sample_rate)
        self.voiced.append(Voiced(utterance, voice, key, samples.size, sample_rate))
        return self

    def load(self, key: str) -> Take:
        self.loads.append(key)
        return self.takes[key]

    def count_loads(self) -> list[str]:
        """The keys of all takes that are loaded from now on."""
        self.loads.clear()
        return self.loads

    def timeline(self, pauses: PauseRules | None = None) -> Timeline:
        return arrange(self.voiced, pauses or PauseRules())

    def mp3(
        self, target: LoudnessTarget = PODCAST, *, encoding: Encoding = STEREO_128, **options: object
    ) -> tuple[bytes, Mastered]:
        sink = io.BytesIO()
        mastering = Mastering(target, encoding)
        mastered = assemble(self.timeline(), self, mastering, sink, **options)  # type: ignore[arg-type]
        return sink.getvalue(), mastered


def conversation(turns: int, *, seconds: Sequence[float] = (2.3, 3.1, 1.7)) -> Programme:
    """A soft voice and a loud one in turns."""
    programme = Programme()
    for turn in range(turns):
        asking = turn % 2 == 0
        programme.say(
            speech_like(
                seconds[turn % len(seconds)],
                turn,
                level=1500 if asking else 7000,
                pitch_hz=210 if asking else 120,
            ),
            "Q" if asking else "A",
        )
    return programme


def decoded(mp3: bytes) -> NDArray[np.float32]:
    """The programme as libsndfile plays it, shape (n, channels)."""
    samples: NDArray[np.float32] = soundfile.read(io.BytesIO(mp3), dtype="float32", always_2d=True)[0]
    return samples
