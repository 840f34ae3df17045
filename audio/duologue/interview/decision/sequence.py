# ruff: noqa: E501
"""The best sequence of states over all units, and how likely everything else is (a conditional random field)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duologue.interview.decision.states import FACETS, STATES, TAGS, TRANSITION_NAMES, TRANSITIONS, may_begin
from duologue.interview.decision.weights import Weights
from duologue.interview.evidence.catalogue import AND, NAMES
from duologue.interview.evidence.columns import Columns, Flags, Floats

_OF = np.array([[facet in state.facets for state in STATES] for facet in FACETS], dtype=np.float32)
_TAG_OF = np.array([[state.tag == tag for tag in TAGS] for state in STATES], dtype=np.float32)
_BEGIN = np.array([may_begin(state) for state in STATES])
_NAMED = {name: number for number, name in enumerate(TRANSITION_NAMES)}
_TAGS = np.array([state.tag for state in STATES])
_LABELLED, _ASKED, _ANSWERED = _TAGS == "L", _TAGS == "Q", _TAGS == "A"
_SAID = np.isin(_TAGS, ("L", "Q", "A", "C"))
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
        places = {name: number for number, name in enumerate(NAMES)}
        together = [name for name in weights.units if AND in name]
        self.pairs = [(places[one], places[other]) for one, other in (name.split(AND) for name in together)]
        self.names = (*NAMES, *together)
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
    """Which states a unit may be in.

    A speech with its label needs one; who is named by the format itself, or in a line over words, speaks; somebody's known label begins a speech, or its line is not spoken or a title; a question without one
    stands where some are set apart; an answer without a label follows a
    question that is set apart, or opens the talk; a title goes on in a line that is set alike, and is
    no command; where the talk is quoted, nothing outside is part of it; right under a label of its own line, and in a heading unlike those that ask, nobody else asks; of two languages only the one of the title is spoken.
    """
    possible = np.ones((len(columns), len(STATES)), dtype=bool)
    possible[np.ix_(~columns["label"], _LABELLED)] = False
    possible[np.ix_(columns["label known"], ~_KNOWN)] = False
    possible[np.ix_(columns["label given"] | columns["label over speech"], ~_LABELLED)] = False
    possible[np.ix_(~columns["may go on"], _TAGS == "s")] = False
    possible[np.ix_(columns["below the section level"], np.isin(_TAGS, ("S", "s")))] = False
    possible[np.ix_((columns["program"] > 0) & (columns["kind"] == 1), np.isin(_TAGS, ("S", "s")))] = False
    apart = columns["set as questions"] | (columns["kind"] != 1)
    possible[np.ix_(~apart | columns["under a bare label"], _ASKED)] = False
    possible[np.ix_(columns["outside the quoted talk"], _SAID)] = False
    possible[np.ix_(columns["size"] == 0, ~_SILENT)] = False
    possible[np.ix_(~columns["answers without labels"], _ANSWERED)] = False
    possible[np.ix_(~columns["questions set apart"], _ASKED)] = False
    possible[np.ix_(columns["foreign"], ~_FOREIGN)] = False
    return possible


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
    everyone = np.arange(states)
    for t in range(1, count):
        reached = now[:, None] + moves
        back[t] = reached.argmax(0)
        now = reached[back[t], everyone] + scores[t]
        ahead = (alpha[t - 1] @ move) * local[t]
        scale[t] = ahead.sum()
        alpha[t] = ahead / scale[t]
    path = np.zeros(count, dtype=np.int64)
    path[-1] = int(now.argmax())
    best = float(now.max())
    beta = np.ones(states)
    likely = np.empty((count, len(TAGS)), dtype=np.float32)
    for t in range(count - 1, -1, -1):
        own = alpha[t] * beta
        likely[t] = (own / own.sum()) @ _TAG_OF
        if t:
            beta = (move @ (local[t] * beta)) / scale[t]
            path[t - 1] = back[t, path[t]]
    whole = float(np.log(scale).sum() + top.sum() + np.log(local[0].sum()))
    return path, likely, best - whole
