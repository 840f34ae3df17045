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


@dataclass(frozen=True)
class VoiceTable:
    """The figures.

    Attributes:
        genders: voice → ``female`` or ``male``, by how high it speaks.
        distances: two names in alphabetical order → how far they are from each other, 0 to 1.
        too_near: voices nearer than this are taken for one person by many who hear them.
    """

    genders: Mapping[str, str]
    distances: Mapping[tuple[str, str], float]
    too_near: float

    def near(self, one: Voice, other: Voice) -> bool:
        """Whether two voices sound so much alike that they should not meet; no where nobody measured them."""
        if one.engine != MEASURED or other.engine != MEASURED:
            return False
        first, second = sorted((one.name, other.name))
        return first == second or self.distances.get((first, second), 1.0) < self.too_near


@cache
def voice_table() -> VoiceTable:
    """The figures that come with Duologue."""
    document = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return VoiceTable(
        genders={name: each["gender"] for name, each in document["voices"].items()},
        distances={tuple(sorted(pair.split())): value for pair, value in document["distances"].items()},
        too_near=document["too_near"],
    )
