# ruff: noqa: E501
"""All weights from annotated texts: labels, settings, units, people, roles, and whether it is an interview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from duologue.interview.decision import weights as tables
from duologue.interview.decision.states import TRANSITION_NAMES
from duologue.interview.decision.weights import Weights
from duologue.interview.evidence.catalogue import NAMES
from reader_training import build, learn
from reader_training.corpus import Example

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how strongly to learn.

    Attributes:
        steps: of the optimisation, in the first round; `more` in each further one.
        rounds: after each, texts of our own that are still read wrongly count `faster` times as much, `most` at most.
        strength: of the pull of all weights towards zero.
    """

    steps: int = 80
    more: int = 40
    rounds: int = 3
    strength: float = 0.3
    faster: float = 3.0
    most: float = 40.0


OWN = frozenset(("layouts", "articles", "cases"))
"""Sources whose texts must be read exactly."""
MADE = frozenset(("made",))
"""Sources that teach nothing of what an interview is."""


def weights_from(
    examples: Sequence[Example],
    plan: Plan = Plan(),
    told: Told = lambda _: None,
    before: Weights | None = None,
) -> Weights:
    """The weights that the examples teach; those learnt `before` save time."""
    prepared = [build.prepare(example) for example in examples]
    found = Weights(tables={table: {} for table in tables.TABLES})
    start = learn.as_vector(NAMES, before) if before else None
    boost = np.ones(len(prepared))
    for round_ in range(plan.rounds):
        for one, factor in zip(prepared, boost, strict=True):
            one.boost = float(factor)
        found.tables["label"] = learn.logistic(list(build.label_examples(prepared)), strength=0.5)
        for one in prepared:
            build.with_units(one, found.table("label"))
        found.tables["setting"] = learn.logistic(list(build.setting_examples(prepared)), strength=0.3)
        sequences = [build.sequence(one, found.table("setting")) for one in prepared]
        steps = plan.steps if round_ == 0 else plan.more
        weights, moves = learn.field(sequences, strength=plan.strength, steps=steps, start=start)
        start = np.concatenate([weights.ravel(), moves])
        found.tables["same"] = learn.logistic(list(build.same_examples(prepared)), strength=0.3)
        found.tables["role"] = learn.logistic(list(build.role_examples(prepared, found)), strength=0.5)
        units = learn.as_table(NAMES, weights)
        found = replace(
            found, units=units, transitions=dict(zip(TRANSITION_NAMES, map(float, moves), strict=True))
        )
        own = np.array([one.example.source in OWN for one in prepared])
        wrong = np.array(
            [mine and bool(build.faults(one, found)) for one, mine in zip(prepared, own, strict=True)]
        )
        told(f"round {round_ + 1}: {int(wrong.sum())} of {int(own.sum())} own texts wrong")
        boost = np.where(wrong, np.minimum(boost * plan.faster, plan.most), boost)
    read = (one for one in prepared if one.example.source not in MADE)
    found.tables["interview"] = learn.logistic(list(build.interview_examples(read, found)), strength=1.0)
    return found
