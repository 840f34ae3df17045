# ruff: noqa: E501
"""The catalogue of evidence about units: `catalogue.tsv`, each row a name, how it is seen in the columns, and what it says.

A row holds for some units; what that weighs for each thing a unit may be is in the table of weights. To add evidence, add a row.
Its test is made of facts that all hold, `kind = 1 & !label & width <= 60`: a fact of `columns.py` or `context.py` that is not 0,
or compared with a number or with a name of `ENDS` or `LEADS`; `!` where it must not hold; or words of a kind, `starts greetings`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import numpy as np

from duologue.interview.evidence.columns import ENDS, LEADS, Columns, Flags
from duologue.interview.evidence.phrases import BIT, Found

Test = Callable[[Columns], Flags]
_FACT = re.compile(r"(!?)(.+?)(?: (<=|<|>|=) (\S+.*))?$")
_COMPARED: dict[str, Callable[..., Flags]] = {
    "<=": np.less_equal,
    "<": np.less,
    ">": np.greater,
    "=": np.equal,
}
_WORDS = {field: f"words {field}" for field in Found._fields} | {"under": "under"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One named fact.

    Attributes:
        name: as in the table of weights.
        tests: which all hold, for all units at once.
        says: a sentence for a person, about "it".
        reason: why something is not spoken, where this decides it.
        around: whether it is also looked for in the units before and after.
    """

    name: str
    tests: tuple[Test, ...]
    says: str
    reason: str = ""
    around: bool = False


def _test(fact: str) -> Test:
    """Whether one fact holds."""
    found = _FACT.match(fact)
    assert found is not None  # noqa: S101
    no, name, compared, value = found.groups()
    where, _, kind = name.partition(" ")
    if where in _WORDS and kind in BIT:
        column, bit = _WORDS[where], BIT[kind]
        return lambda c: ((c[column] & bit) != 0) != bool(no)
    if compared is None:
        return lambda c: (c[name] > 0) != bool(no)
    names = ENDS if name == "end" else LEADS if name == "leads" else {}
    number = names[value] if value in names else float(value)
    return lambda c: _COMPARED[compared](c[name], number) != bool(no)


def _rows() -> Iterator[Evidence]:
    for line in Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, test, says, reason, around = (*line.split("\t"), "", "")[:5]
            yield Evidence(name, tuple(map(_test, test.split(" & "))), says, reason, bool(around))


CATALOGUE: tuple[Evidence, ...] = tuple(_rows())
AROUND = tuple(one for one in CATALOGUE if one.around)
NAMES: tuple[str, ...] = (
    *(one.name for one in CATALOGUE),
    *(f"before: {one.name}" for one in AROUND),
    *(f"after: {one.name}" for one in AROUND),
)
"""Evidence of the unit, of the one before it, of the one after it."""


def collect(columns: Columns) -> Flags:
    """Which evidence holds for which unit: `n` by `len(NAMES)`."""
    table = np.zeros((len(columns), len(NAMES)), dtype=bool)
    for number, one in enumerate(CATALOGUE):
        table[:, number] = reduce(np.logical_and, (test(columns) for test in one.tests))
    if len(columns) > 1:
        own = [number for number, one in enumerate(CATALOGUE) if one.around]
        base = len(CATALOGUE)
        table[1:, base : base + len(own)] = table[:-1, own]
        table[:-1, base + len(own) : base + 2 * len(own)] = table[1:, own]
    return table
