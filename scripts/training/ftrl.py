"""Weights of a log-linear model by FTRL-Proximal (McMahan et al. 2013), which leaves most at nought."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duologue.speech.phonemes.log_linear import key, written


@dataclass(frozen=True)
class Example:
    """What is seen of each choice (pairs of what it is about and a feature), and which is right."""

    choices: tuple[tuple[tuple[str, str], ...], ...]
    right: int
    weight: float = 1.0


@dataclass(frozen=True)
class Rate:
    """How fast and how sparsely it learns."""

    alpha: float = 0.15
    l1: float = 0.2
    l2: float = 0.4
    epochs: int = 6


def weights(examples: Sequence[Example], rate: Rate) -> dict[tuple[str, str], float]:
    """The weights that are not nought."""
    index: dict[tuple[str, str], int] = {}
    data = [
        ([np.array([index.setdefault(pair, len(index)) for pair in choice]) for choice in one.choices], one)
        for one in examples
    ]
    pull, spread = np.zeros(len(index)), np.zeros(len(index))

    def at(places: NDArray[np.int64]) -> NDArray[np.float64]:
        z = pull[places]
        scale = (1.0 + np.sqrt(spread[places])) / rate.alpha + rate.l2
        return np.where(np.abs(z) <= rate.l1, 0.0, -(z - np.sign(z) * rate.l1) / scale)

    order = random.Random(1)
    for _ in range(rate.epochs):
        order.shuffle(data)
        for choices, one in data:
            now = [at(places) for places in choices]
            sums = np.array([each.sum() for each in now])
            chances = np.exp(sums - sums.max())
            chances /= chances.sum()
            for number, places in enumerate(choices):
                slope = (chances[number] - (number == one.right)) * one.weight
                step = (np.sqrt(spread[places] + slope**2) - np.sqrt(spread[places])) / rate.alpha
                pull[places] += slope - step * now[number]
                spread[places] += slope**2
    found = at(np.arange(len(index)))
    return {pair: float(found[place]) for pair, place in index.items() if found[place]}


def store(path: Path, notes: str, found: dict[tuple[str, str], float], least: float) -> int:
    """Writes the weights of at least `least`; returns how many there are."""
    kept = {key(about, feature): weight for (about, feature), weight in found.items() if abs(weight) > least}
    path.write_bytes(written(notes, kept))
    return len(kept)


def likeliest(found: dict[tuple[str, str], float], one: Example) -> tuple[int, float]:
    """The choice with the greatest sum, and its probability."""
    sums = np.array([sum(found.get(pair, 0.0) for pair in choice) for choice in one.choices])
    chances = np.exp(sums - sums.max())
    at = int(chances.argmax())
    return at, float(chances[at] / chances.sum())
