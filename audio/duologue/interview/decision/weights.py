# ruff: noqa: E501
"""The weights of all evidence: one readable table, learnt by `scripts/train-reader`; a person may override any of them.

The file is `weights.tsv` beside this module. A line is a table's name, what is weighed, and its weights:

    unit        bold whole      S=1.84 D=-0.20
    move        Q → A           2.31
    label       mostly bold     0.72
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from duologue.errors import ConfigError

FILE = Path(__file__).with_name("weights.tsv")
TABLES = ("label", "same", "setting", "role", "interview", "hypothesis")
"""Tables with one weight a line: whether a label is a person, two names are one, questions are set so, somebody asks …"""


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights by name."""

    units: dict[str, dict[str, float]] = field(default_factory=dict)
    """By evidence, then by facet (`states.FACETS`)."""
    transitions: dict[str, float] = field(default_factory=dict)
    tables: dict[str, dict[str, float]] = field(default_factory=dict)

    def table(self, name: str) -> Mapping[str, float]:
        """One of `TABLES`."""
        return self.tables.get(name, {})


@cache
def shipped() -> Weights:
    """The weights that come with Duologue."""
    return read(FILE.read_text(encoding="utf-8").split("\n"), str(FILE))


def read(lines: Iterable[str], name: str) -> Weights:
    """The weights in the lines of a table.

    Raises:
        ConfigError: a line is not understood; file and line are named.
    """
    found = Weights(tables={table: {} for table in TABLES})
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            table, what, values = line.split("\t")
            if table == "unit":
                pairs = (pair.rsplit("=", 1) for pair in values.split("; "))
                found.units[what] = {facet: float(weight) for facet, weight in pairs}
            elif table == "move":
                found.transitions[what] = float(values)
            else:
                found.tables[table][what] = float(values)
        except (ValueError, KeyError):
            raise ConfigError(
                f"{name}:{number}: not a line of the table of weights: {line[:60]!r}."
            ) from None
    return found


def written(weights: Weights) -> str:
    """The table as text."""
    rows = [
        f"unit\t{what}\t" + "; ".join(f"{facet}={one:g}" for facet, one in facets.items())
        for what, facets in weights.units.items()
        if facets
    ]
    rows += [f"move\t{what}\t{one:g}" for what, one in weights.transitions.items()]
    rows += [
        f"{table}\t{what}\t{one:g}" for table in TABLES for what, one in sorted(weights.table(table).items())
    ]
    return "\n".join(rows) + "\n"
