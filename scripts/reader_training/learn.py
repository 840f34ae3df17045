# ruff: noqa: E501
"""Learning weights: logistic regression over named evidence, and a conditional random field over the states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from duologue.interview.decision.states import FACETS, STATES, TRANSITION_NAMES, TRANSITIONS, may_begin
from duologue.interview.decision.weights import Weights

Array = npt.NDArray[np.float64]


def logistic(
    examples: Sequence[tuple[Sequence[str], bool, float]], *, strength: float = 1.0, least: int = 2
) -> dict[str, float]:
    """Weights by name; `always` is the offset.

    Args:
        examples: names of the evidence that holds, the answer, how much it counts.
        strength: of the pull towards zero.
        least: examples that a name must be seen in.
    """
    times: dict[str, int] = {}
    for names, _, _ in examples:
        for name in names:
            times[name] = times.get(name, 0) + 1
    known = {
        name: number
        for number, name in enumerate(sorted(name for name, count in times.items() if count >= least))
    }
    rows = [number for number, (names, _, _) in enumerate(examples) for name in names if name in known]
    columns = [known[name] for names, _, _ in examples for name in names if name in known]
    table = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(examples), len(known)))
    signs = np.array([1.0 if answer else -1.0 for _, answer, _ in examples])
    counts = np.array([count for _, _, count in examples])

    def loss(w: Array) -> tuple[float, Array]:
        margin = signs * (table @ w[:-1] + w[-1])
        slope = -signs * counts / (1 + np.exp(margin))
        value = float((counts * np.logaddexp(0, -margin)).sum() + 0.5 * strength * (w[:-1] ** 2).sum())
        return value, np.append(table.T @ slope + strength * w[:-1], slope.sum())

    best = optimize.minimize(
        loss, np.zeros(len(known) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}
    )
    return {**{name: float(best.x[number]) for name, number in known.items()}, "always": float(best.x[-1])}


@dataclass(slots=True)
class Chain:
    """One document for the field: its evidence, which states are possible, which are true."""

    evidence: npt.NDArray[np.bool_]
    possible: npt.NDArray[np.bool_]
    true: npt.NDArray[np.bool_]
    weight: float
    source: str = ""


_OF = np.zeros((len(FACETS), len(STATES)))
for _number, _state in enumerate(STATES):
    for _facet in _state.facets:
        _OF[FACETS.index(_facet), _number] = 1.0
_NAMED = {name: number for number, name in enumerate(TRANSITION_NAMES)}
_PAIRS = np.array([(i, j, _NAMED[f"{STATES[i].shown} → {STATES[j].shown}"]) for i, j in TRANSITIONS])
_BESIDE = 96
"""Documents that are worked on at once."""
_BEGIN = np.array([may_begin(state) for state in STATES])


def field(
    documents: Sequence[Chain],
    *,
    strength: float = 1.0,
    steps: int = 150,
    start: Array | None = None,
    told: Callable[[int, float], None] | None = None,
) -> tuple[Array, Array]:
    """The table of weights (evidence by facet) and the weights of transitions, by maximum conditional likelihood."""  # fmt: skip
    _, table, batches = _side_by_side(documents)
    count = table.shape[1]
    total = sum(one.weight for one in documents)
    steps_done = 0

    def loss(w: Array) -> tuple[float, Array]:
        nonlocal steps_done
        weights, moves = w[: count * len(FACETS)].reshape(count, len(FACETS)), w[count * len(FACETS) :]
        scores = (table @ weights) @ _OF
        moving = np.full((len(STATES), len(STATES)), -np.inf)
        moving[_PAIRS[:, 0], _PAIRS[:, 1]] = moves[_PAIRS[:, 2]]
        value, slope, move_slope = 0.0, np.zeros_like(scores), np.zeros_like(moves)
        for batch in batches:
            one, own, own_moves = batch.gradient(scores[batch.rows], moving)
            value += one
            slope[batch.rows] = own
            np.add.at(move_slope, _PAIRS[:, 2], own_moves[_PAIRS[:, 0], _PAIRS[:, 1]])
        gradient = np.append((table.T @ (slope @ _OF.T)).ravel(), move_slope)
        steps_done += 1
        if told:
            told(steps_done, value / total)
        return value + 0.5 * strength * float(w @ w), gradient + strength * w

    w = np.zeros(count * len(FACETS) + len(TRANSITION_NAMES)) if start is None else start
    best = optimize.minimize(loss, w, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 12})
    return best.x[: count * len(FACETS)].reshape(count, len(FACETS)), best.x[count * len(FACETS) :]


def _side_by_side(documents: Sequence[Chain]) -> tuple[list[int], Any, list[_Batch]]:
    order = sorted(range(len(documents)), key=lambda n: -len(documents[n].evidence))
    table = sparse.vstack(
        [sparse.csr_matrix(documents[n].evidence.astype(np.float64)) for n in order]
    ).tocsr()
    batches = []
    at = 0
    for group in _alike([len(documents[n].evidence) for n in order]):
        chosen = order[group]
        size = sum(len(documents[n].evidence) for n in chosen)
        batches.append(_Batch([documents[n] for n in chosen], slice(at, at + size)))
        at += size
    return order, table, batches


def _alike(lengths: Sequence[int]) -> Iterator[slice]:
    """Documents of about the same length, longest first, so that little is computed for nothing."""
    begin = 0
    for number, length in enumerate([*lengths, 0]):
        if number - begin >= _BESIDE or length < 0.55 * lengths[min(begin, len(lengths) - 1)]:
            if number > begin:
                yield slice(begin, number)
            begin = number


class _Batch:
    """Some documents side by side, longest first; the first axis of every array is the place in the document.

    The second axis tells all possible states (0) from the true ones (1), the third the documents.
    """

    def __init__(self, documents: Sequence[Chain], rows: slice) -> None:
        self.rows = rows
        self.lengths = np.array([len(one.evidence) for one in documents])
        self.weights = np.array([one.weight for one in documents])
        count, longest = len(documents), int(self.lengths.max())
        self.banned = np.ones((longest, 2, count, len(STATES)), dtype=bool)
        for number, one in enumerate(documents):
            size = len(one.evidence)
            self.banned[:size, 0, number] = ~one.possible
            self.banned[:size, 1, number] = ~(one.true & one.possible)
        self.banned[0] |= ~_BEGIN
        self.place = np.concatenate([np.arange(size) for size in self.lengths])
        self.number = np.repeat(np.arange(count), self.lengths)
        self.live = [int((self.lengths > t).sum()) for t in range(longest)]

    def gradient(self, scores: Array, moving: Array) -> tuple[float, Array, Array]:
        """What is lost, and its slope by the scores of units and by the weights of moves."""
        states = len(STATES)
        spread = np.full(self.banned.shape, -np.inf)
        spread[self.place, 0, self.number] = scores
        spread[self.place, 1, self.number] = scores
        spread[self.banned] = -np.inf
        top = spread.max(3)
        top[~np.isfinite(top)] = 0.0
        local = np.exp(spread - top[:, :, :, None])
        move = np.exp(moving)
        alpha, beta, log = self._sums(local, move)
        log += top.sum(0)
        good = np.isfinite(log).all(0)
        weight = np.where(good, self.weights, 0.0)
        value = float((np.where(good, log[0] - log[1], 0.0) * weight).sum())
        signed = np.stack([weight, -weight])
        likely = alpha * beta
        likely *= (signed / np.maximum(likely.sum(3), 1e-300))[:, :, :, None]
        slope = likely.sum(1)[self.place, self.number]
        right = local[1:] * beta[1:]
        whole = (
            ((alpha[:-1].reshape(-1, states) @ move) * right.reshape(-1, states))
            .sum(1)
            .reshape(right.shape[:3])
        )
        right *= np.where(whole > 0, signed / np.maximum(whole, 1e-300), 0.0)[:, :, :, None]
        moves = (alpha[:-1].reshape(-1, states).T @ right.reshape(-1, states)) * move
        return value, slope, moves

    def _sums(self, local: Array, move: Array) -> tuple[Array, Array, Array]:
        """Forward and backward sums, each place adding up to 1, and the log of the sum over all sequences."""
        longest, _, count, _ = local.shape
        alpha, beta = np.zeros_like(local), np.zeros_like(local)
        scale = np.ones((longest, 2, count))
        back = np.ascontiguousarray(move.T)
        for t, live in enumerate(self.live):
            now = local[t, :, :live]
            if t:
                now = (alpha[t - 1, :, :live] @ move) * now
            total = now.sum(2)
            scale[t, :, :live] = total
            alpha[t, :, :live] = now / np.maximum(total, 1e-300)[:, :, None]
        for t in range(longest - 1, -1, -1):
            live, after = self.live[t], self.live[t + 1] if t + 1 < longest else 0
            beta[t, :, after:live] = 1.0
            if after:
                now = (local[t + 1, :, :after] * beta[t + 1, :, :after]) @ back
                beta[t, :, :after] = now / np.maximum(now.sum(2), 1e-300)[:, :, None]
        with np.errstate(divide="ignore"):
            log = np.log(scale).sum(0)
        return alpha, beta, log


def as_table(names: Sequence[str], weights: Array) -> dict[str, dict[str, float]]:
    """Weights by evidence and facet, those that hardly weigh anything left out."""
    return {
        name: {facet: round(float(w), 2) for facet, w in zip(FACETS, row, strict=True) if abs(w) >= 0.02}
        for name, row in zip(names, weights, strict=True)
    }


def as_vector(names: Sequence[str], weights: Weights) -> Array:
    """The weights of units and moves in the order in which `field` learns them."""
    units = [weights.units.get(name, {}).get(facet, 0.0) for name in names for facet in FACETS]
    return np.array([*units, *(weights.transitions.get(name, 0.0) for name in TRANSITION_NAMES)])
