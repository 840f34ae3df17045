"""The pace of the spoken label in Chinese: 120 to 160 characters a minute, as GB 45438-2025 asks.

That is half of what people speak. The label is said slowly (`speech.jobs`), and the silence between its
clauses is set here by how long they turned out, so that it keeps the pace in every voice and engine.
"""

from __future__ import annotations

from collections.abc import Sequence

from duologue.languages.labels import chinese_characters
from duologue.model import UtteranceKind, Voiced

SLOWEST, FASTEST = 120, 160
"""Characters a minute."""
_WANTED = 150
_SHORTEST_MS, _LONGEST_MS = 180, 2000
"""Of the silence between two clauses."""


def clause_pause_ms(voiced: Sequence[Voiced], number: int) -> int | None:
    """The silence after utterance `number`, where it lies within a label in Chinese; None elsewhere."""
    parts = [each for each in voiced if each.utterance.kind is UtteranceKind.DISCLOSURE]
    if len(parts) < 2 or voiced[number] not in parts[:-1]:
        return None
    characters = chinese_characters("".join(each.utterance.written for each in parts))
    if not characters:
        return None
    spoken = sum(each.samples / each.sample_rate for each in parts)
    spare_ms = 1000 * (characters / _WANTED * 60 - spoken) / (len(parts) - 1)
    return round(max(_SHORTEST_MS, min(spare_ms, _LONGEST_MS)))
