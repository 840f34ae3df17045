"""Why each unit is what it is, how sure that is, and what else it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duologue.interview.decision.sequence import Decided, Field
from duologue.interview.decision.states import FACETS, STATES, TAGS
from duologue.interview.evidence.catalogue import CATALOGUE
from duologue.interview.evidence.columns import Flags

_TAG_NAMES = tuple(TAGS)
_ALIKE = np.array(
    [[a == b or {a, b} <= {"T", "D"} or {a, b} <= {"S", "s"} for b in _TAG_NAMES] for a in _TAG_NAMES],
    dtype=np.float32,
)
"""Tags between which nobody hears a difference."""
_SAYS = {one.name: one.says for one in CATALOGUE}
_NAMING = {one.name: one.reason for one in CATALOGUE if one.reason}
_FALLBACK = {"before": "page header", "talk": "not part of the talk", "after": "after the end"}


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of each unit's decision.

    Attributes:
        sure: how likely it is treated rightly.
        rival: the likeliest tag that would be heard differently.
        why: the evidence that weighed most against that rival, as a sentence.
        reason: why it would not be spoken.
    """

    sure: npt.NDArray[np.float32]
    rival: list[str]
    why: list[str]
    reason: list[str]


def judge(decided: Decided, evidence: Flags, engine: Field) -> Judged:
    """Looks at each unit's tag and at the best other one."""
    count = len(decided.states)
    states = [STATES[number] for number in decided.states]
    own = np.array([_TAG_NAMES.index(state.tag) for state in states], dtype=np.int64)
    alike = _ALIKE[own]
    sure = (decided.likely * alike).sum(1)
    rivals = np.where(alike > 0, -1.0, decided.likely).argmax(1)
    shares = _facet_shares()
    why = [""] * count
    reason = [""] * count
    for state_number, other in {(int(a), int(b)) for a, b in zip(decided.states, rivals, strict=True)}:
        rows = np.flatnonzero((decided.states == state_number) & (rivals == other))
        pull = engine.table @ (shares[state_number] - _tag_share(other, STATES[state_number].phase))
        for row, best in zip(rows, _two_best(evidence[rows] * pull), strict=True):
            told = [engine.names[n] for n in best if pull[n] > 0 and evidence[row, n]]
            lead = ["a label"] if STATES[state_number].tag == "L" else []
            why[row] = "; ".join([*lead, *(sentence(name) for name in told)])
    naming = [number for number, name in enumerate(engine.names) if name in _NAMING]
    dropping = (
        _tag_share(_TAG_NAMES.index("D"), "before")
        + _tag_share(_TAG_NAMES.index("D"), "talk")
        + _tag_share(_TAG_NAMES.index("D"), "after")
    )
    weight = np.maximum((engine.table @ dropping)[naming], 0.0)
    if count:
        table = evidence[:, naming] * weight
        heaviest = table.argmax(1)
        for place, (state, best_reason) in enumerate(zip(states, heaviest, strict=True)):
            found = table[place, best_reason] > 0
            reason[place] = _NAMING[engine.names[naming[best_reason]]] if found else _FALLBACK[state.phase]
    return Judged(sure.astype(np.float32), [_TAG_NAMES[number] for number in rivals], why, reason)


def _two_best(table: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """The columns of the two largest values of each row; `table` is changed."""
    rows = np.arange(len(table))
    first = table.argmax(1)
    table[rows, first] = -np.inf
    return np.stack([first, table.argmax(1)], axis=1)


def _facet_shares() -> npt.NDArray[np.float32]:
    return np.array([[facet in state.facets for facet in FACETS] for state in STATES], dtype=np.float32)


def _tag_share(tag: int, phase: str) -> npt.NDArray[np.float32]:
    """The facets of a tag in a phase, or in any where it has none there."""
    wanted = [state for state in STATES if state.tag == _TAG_NAMES[tag]]
    state = next((one for one in wanted if one.phase == phase), wanted[0])
    return np.array([facet in state.facets for facet in FACETS], dtype=np.float32)


def sentence(name: str) -> str:
    """Evidence by its name, for a person."""
    for lead, shown in (("before: ", "what stands before: "), ("after: ", "what follows: ")):
        if name.startswith(lead) and name not in _SAYS:
            return shown + _SAYS[name.removeprefix(lead)]
    return _SAYS[name]


def shown(tag: str, voice: str, label: str, who: Sequence[str]) -> str:
    """What a tag would mean, in words, for a doubt.

    Args:
        tag: the rival.
        voice: who speaks before.
        label: whom the unit's label names.
        who: the names of who asks and who answers without labels.
    """
    return {
        "T": "the title",
        "S": "a section's title",
        "s": "a section's title",
        "N": "the narrator's",
        "L": f"{label}'s" if label else "somebody else's",
        "Q": f"{who[0]}'s",
        "A": f"{who[1]}'s",
        "C": f"more of what {voice} says" if voice else "speech",
        "D": "not to be spoken",
    }[tag]
