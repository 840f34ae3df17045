# ruff: noqa: E501
"""The best sequence of states over all units, and how likely everything else is (a conditional random field)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duologue.interview.decision.states import FACETS, STATES, TAGS, TRANSITION_NAMES, TRANSITIONS, may_begin
from duologue.interview.decision.weights import Weights
from duologue.interview.evidence.catalogue import NAMES
from duologue.interview.evidence.columns import LEADS, Columns, Flags, Floats

_OF = np.array([[facet in state.facets for state in STATES] for facet in FACETS], dtype=np.float32)
_TAG_OF = np.array([[state.tag == tag for tag in TAGS] for state in STATES], dtype=np.float32)
_BEGIN = np.array([may_begin(state) for state in STATES])
_NAMED = {name: number for number, name in enumerate(TRANSITION_NAMES)}
_TAGS = np.array([state.tag for state in STATES])
_LABELLED, _ASKED, _ANSWERED = _TAGS == "L", _TAGS == "Q", _TAGS == "A"
_SAID, _TITLED, _GOES_ON = np.isin(_TAGS, ("L", "Q", "A", "C")), np.isin(_TAGS, ("S", "s")), _TAGS == "C"
_KNOWN = np.isin(_TAGS, ("T", "S", "s", "L", "D"))
_SILENT, _FOREIGN = np.isin(_TAGS, ("L", "D")), np.isin(_TAGS, ("T", "S", "D"))


@dataclass(frozen=True, slots=True)
class Decided:
    """The best sequence, and how likely each tag is for each unit.

    Attributes:
        states: numbers of `STATES`, one a unit.
        likely: `n` by `len(TAGS)`; each row adds up to 1.
        score: of the sequence among all, as a logarithm.
    """

    states: npt.NDArray[np.int64]
    likely: Floats
    score: float


class Field:
    """The weights as arrays."""

    def __init__(self, weights: Weights) -> None:
        self.names = NAMES
        self.table = np.zeros((len(self.names), len(FACETS)), dtype=np.float32)
        for number, name in enumerate(self.names):
            for facet, weight in weights.units.get(name, {}).items():
                self.table[number, FACETS.index(facet)] = weight
        self.moves = np.full((len(STATES), len(STATES)), -np.inf, dtype=np.float64)
        for i, j in TRANSITIONS:
            self.moves[i, j] = weights.transitions.get(f"{STATES[i].shown} → {STATES[j].shown}", 0.0)

    def scores(self, evidence: Flags) -> Floats:
        """What the evidence weighs for each facet: `n` by `len(FACETS)`."""
        found = np.zeros((len(evidence), len(FACETS)), dtype=np.float32)
        for number in range(evidence.shape[1]):
            rows = np.flatnonzero(evidence[:, number])
            if len(rows):
                found[rows] += self.table[number]
        return found

    def decide(self, evidence: Flags, possible: Flags) -> Decided:
        """The best sequence of possible states."""
        if not len(evidence):
            return Decided(np.zeros(0, dtype=np.int64), np.zeros((0, len(TAGS)), dtype=np.float32), 0.0)
        scores = (self.scores(evidence) @ _OF).astype(np.float64)
        scores[~possible] = -np.inf
        scores[0, ~_BEGIN] = -np.inf
        return Decided(*_best(scores, self.moves))


def possible_states(columns: Columns) -> Flags:
    """Which states a unit may be in; whatever is impossible here is so by what the words mean, and not learnt."""
    possible = np.ones((len(columns), len(STATES)), dtype=bool)
    for where, never in _impossible(columns):
        possible[np.ix_(where, never)] = False
    return possible


def _impossible(c: Columns) -> Iterator[tuple[Flags, Flags]]:
    """Units, and the states that none of them may be in."""
    heading, sure = c["kind"] == 1, c["label known"]
    # A speech with its label needs one; somebody's known label begins a speech, or its line is a title or not spoken.
    yield ~c["label"], _LABELLED
    yield sure, ~_KNOWN
    # Whoever the format names, in subtitles too, or a line over the words, or the source for a usual label, speaks.
    declared = c["label declared"] & ~c["label unusual form"]
    said = (c["letters"] > 0) & sure & (declared | (c["kind"] == 2))
    yield (c["label given"] | c["label over speech"] | said) & ~c["foreign"], ~_LABELLED
    # Under a label of its own line nobody else speaks; after a bold question with its label, plain words are no more of it.
    yield c["under a bare label"], _ASKED | _ANSWERED
    yield c["plain after bold label"], _GOES_ON
    # Questions without labels stand where some are set apart, in headings only if those are; nor is a sentence that says
    # `I` and asks nothing one, where nearly all of them ask.
    yield (
        ~c["questions set apart"] | (heading & ~c["set as questions"]) | c["statement of I among questions"],
        _ASKED,
    )
    # A dash stands for the name of whoever asks: what is set so is not the narrator's.
    yield c["set as questions"] & (c["leads"] == LEADS["dash"]), _TAGS == "N"
    yield ~c["answers without labels"], _ANSWERED
    # A bar before a short line marks a title.
    yield c["title's mark"], _TAGS == "N"
    # A title goes on in a line that is set alike, and is no command.
    yield ~c["may go on"], _TAGS == "s"
    yield c["below the section level"] | ((c["program"] > 0) & heading), _TITLED
    # Where the talk is quoted, nothing outside is part of it; of two languages only the title's is spoken.
    yield c["outside the quoted talk"], _SAID
    yield c["size"] == 0, ~_SILENT
    yield c["foreign"], ~_FOREIGN


def _best(
    scores: npt.NDArray[np.float64], moves: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.int64], Floats, float]:
    """Viterbi's path and, by forward and backward sums, the likelihood of each tag."""
    count, states = scores.shape
    back = np.zeros((count, states), dtype=np.int64)
    top = scores.max(1)
    local = np.exp(scores - top[:, None])
    move = np.exp(moves)
    now = scores[0]
    alpha = np.empty_like(scores)
    scale = np.ones(count)
    alpha[0] = local[0] / local[0].sum()
    came = np.ascontiguousarray(moves.T)
    for t in range(1, count):
        reached = came + now
        back[t] = reached.argmax(1)
        now = np.maximum.reduce(reached, 1) + scores[t]
        ahead = (alpha[t - 1] @ move) * local[t]
        scale[t] = np.add.reduce(ahead)
        if not scale[t]:
            # No sequence leads here, or none that a number can tell from nothing: as if the text began anew.
            ahead, scale[t] = local[t], np.add.reduce(local[t])
        alpha[t] = ahead / scale[t]
    path = np.zeros(count, dtype=np.int64)
    path[-1] = int(now.argmax())
    best = float(now.max())
    beta = np.ones_like(scores)
    for t in range(count - 1, 0, -1):
        before = move @ (local[t] * beta[t])
        # Of one unit only the proportions count, so each may have a scale of its own.
        beta[t - 1] = before / (np.maximum.reduce(before) or 1.0)
        path[t - 1] = back[t, path[t]]
    own = alpha * beta
    # Where the sums are too small for a number, in texts that nothing fits, only the path is known.
    lost = np.flatnonzero(own.sum(1) <= 0)
    own[lost, path[lost]] = 1.0
    likely = (own / own.sum(1, keepdims=True) @ _TAG_OF).astype(np.float32)
    whole = float(np.log(scale).sum() + top.sum() + np.log(local[0].sum()))
    return path, likely, best - whole
