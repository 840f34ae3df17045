"""How fast voices speak, measured from takes: what the length of a programme is estimated from.

`speaking_rates.yaml` holds the figures and says where they come from; `scripts/bench lengths` measures them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from duologue.model import Voice

_HAN = "\u3040-\u30ff\uac00-\ud7a3\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W\d_{_HAN}]"
PARTS = {
    "han": re.compile(f"[{_HAN}]"),
    "letter": re.compile(_LETTER),
    "word": re.compile(rf"{_LETTER}(?:['’]?{_LETTER})*"),
    "digit": re.compile(r"\d"),
    "comma": re.compile(r"[，、；：,;:—–،؛]+"),
    "stop": re.compile(r"[。！？!?…।॥۔؟།။។]+|\.(?=\s)"),
}
"""What is counted in a text."""


def counts(text: str) -> dict[str, int]:
    """How often each part is in the text; what stands behind the last word is no pause of the take."""
    end = len(text)
    while end and not text[end - 1].isalnum():
        end -= 1
    said = text[:end]
    return {name: sum(1 for _ in part.finditer(said)) for name, part in PARTS.items()}


@dataclass(frozen=True)
class SpeakingRates:
    """The figures.

    Attributes:
        scripts: ``han`` or ``latin`` → seconds of each part that is counted, and of every take (``take``).
        tempos: engine → voice → how long it takes against the middle; ``other`` for its other voices.
    """

    scripts: Mapping[str, Mapping[str, float]]
    tempos: Mapping[str, Mapping[str, float]]

    def seconds(self, text: str) -> float:
        """How long a voice of middle tempo says the text; 0 where there is nothing to say."""
        counted = counts(text)
        if not any(counted[name] for name in ("han", "letter", "digit")):
            return 0.0
        rates = self.scripts["han" if 2 * counted["han"] > counted["word"] else "latin"]
        return rates["take"] + sum(rates.get(name, 0.0) * count for name, count in counted.items())

    def tempo(self, voice: Voice) -> float:
        """How long a voice takes against the middle, at its own rate."""
        known = self.tempos.get(voice.engine, {})
        return known.get(voice.name, known.get("other", 1.0))


@cache
def speaking_rates() -> SpeakingRates:
    """The figures that come with Duologue."""
    text = files(__package__).joinpath("speaking_rates.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    return SpeakingRates(document["scripts"], document["tempos"])
