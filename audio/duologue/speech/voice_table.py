"""What the offline voices measure: how high each speaks, and how far it is from the others.

`voices/kokoro/table.yaml` holds the figures; `scripts/voice-table` measures them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from duologue.model import Voice
from duologue.resources import voices_dir

TABLE = voices_dir() / "kokoro" / "table.yaml"
MEASURED = "kokoro"
"""The engine whose voices are measured."""
PITCH_APART_HZ = 20
"""One voice used at two pitches that differ by less is taken for the same person."""

_BY_LETTER = {
    "z": "zh-CN", "a": "en-US", "b": "en-GB", "e": "es-ES", "f": "fr-FR", "i": "it-IT", "p": "pt-BR",
    "h": "hi-IN", "j": "ja-JP",
}  # fmt: skip


def spoken_by(voice: str) -> str:
    """What an offline voice speaks (BCP 47), by the first letter of its name; empty for no such voice."""
    return _BY_LETTER.get(voice[:1], "")


@dataclass(frozen=True)
class VoiceTable:
    """The figures.

    Attributes:
        genders: voice → ``female`` or ``male``, by how high it speaks.
        hertz: voice → the median of its fundamental frequency.
        distances: two names in alphabetical order → how far they are from each other, 0 to 1.
        too_near: voices nearer than this are taken for one person by many who hear them.
    """

    genders: Mapping[str, str]
    hertz: Mapping[str, int]
    distances: Mapping[tuple[str, str], float]
    too_near: float

    def near(self, one: Voice, other: Voice) -> bool:
        """Whether two voices sound so much alike that they should not meet; no where nobody measured them.

        A voice that is made higher or lower is taken for somebody else, as `casting.alike` has it.
        """
        if one.engine != MEASURED or other.engine != MEASURED:
            return False
        first, second = sorted((one.name, other.name))
        if first == second:
            return abs(one.pitch_hz - other.pitch_hz) < PITCH_APART_HZ
        return self.distances.get((first, second), 1.0) < self.too_near


@cache
def voice_table() -> VoiceTable:
    """The figures that come with Duologue."""
    document = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return VoiceTable(
        genders={name: each["gender"] for name, each in document["voices"].items()},
        hertz={name: each["hz"] for name, each in document["voices"].items()},
        distances={tuple(sorted(pair.split())): value for pair, value in document["distances"].items()},
        too_near=document["too_near"],
    )
