# ruff: noqa: E501
"""What a unit may be, and what may follow what.

A state is a tag (what the unit is), a phase (before, in or after the talk) and a memory (whose words a paragraph without
a label would go on with): after a question the answer follows, over pictures and section titles; after the talk nobody
speaks again.
"""

from __future__ import annotations

from dataclasses import dataclass

TAGS = {
    "T": "the title",
    "S": "a section's title",
    "s": "more of a section's title",
    "N": "the narrator's",
    "L": "a speech with its label",
    "Q": "a question without a label",
    "A": "an answer without a label",
    "C": "goes on with the speech before it",
    "D": "not spoken",
}
SPEECH = frozenset("LQA")
"""Tags with which a speech begins."""


@dataclass(frozen=True, slots=True)
class State:
    """One of `STATES`.

    Attributes:
        phase: `before`, `talk` or `after`.
        memory: the tag of the speech that would go on: L, Q, A, or N after the narrator's words; empty outside the talk.
        facets: the columns of the table of weights that are added up for a unit in this state.
        shown: its name in the table of transitions.
    """

    tag: str
    phase: str
    memory: str
    facets: tuple[str, ...]
    shown: str


def _states() -> tuple[State, ...]:
    found: list[State] = []
    for tag in "TSsND":
        facets = (tag,) if tag in "Ts" else (tag, f"{tag} before")
        found.append(State(tag, "before", "", facets, f"{tag} before"))
    found += [State(tag, "talk", tag, ("speech", tag), tag) for tag in "LQA"]
    for memory in "LQA":
        extra = ("C after Q",) if memory == "Q" else ()
        found.append(State("C", "talk", memory, ("speech", "C", *extra), f"C after {memory}"))
    found.append(State("N", "talk", "N", ("N", "N talk"), "N"))
    for tag in "SsD":
        for memory in "LQAN":
            facets = (tag,) if tag == "s" else (tag, f"{tag} talk")
            found.append(State(tag, "talk", memory, facets, f"{tag} after {memory}"))
    for tag in "SsND":
        facets = (tag,) if tag == "s" else (tag, f"{tag} after")
        found.append(State(tag, "after", "", facets, f"{tag} at the end"))
    return tuple(found)


STATES = _states()
FACETS = tuple(dict.fromkeys(facet for state in STATES for facet in state.facets))
"""The columns of the table of weights."""


def may_follow(one: State, other: State) -> bool:
    """Whether `other` may come right after `one`."""
    if other.tag == "s" and (one.tag not in "Ss" or one.phase != other.phase or one.memory != other.memory):
        return False
    match one.phase, other.phase:
        case "before", "before":
            return True
        case "before", "talk":
            return other.tag in SPEECH
        case "talk", "talk":
            return other.tag in SPEECH or other.tag == "N" or other.memory == one.memory
        case "talk", "after":
            return other.tag != "s"
        case "after", "after":
            return True
    return False


def may_begin(state: State) -> bool:
    """Whether a document may begin so."""
    return state.tag != "s" and (state.phase == "before" or state.tag in SPEECH)


def may_end(state: State) -> bool:
    """Whether a document may end so."""
    return True


TRANSITIONS: tuple[tuple[int, int], ...] = tuple(
    (i, j) for i, one in enumerate(STATES) for j, other in enumerate(STATES) if may_follow(one, other)
)
TRANSITION_NAMES = tuple(dict.fromkeys(f"{STATES[i].shown} → {STATES[j].shown}" for i, j in TRANSITIONS))
