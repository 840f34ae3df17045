"""The report of a run, as `report.json` and `report.html`, written piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment

from duologue.batch.outcome import Outcome, State
from duologue.batch.spool import Spool
from duologue.clock import rounded, short
from duologue.counting import counted
from duologue.redaction import public_address, without_known

JSON_NAME, PAGE_NAME = "report.json", "report.html"
_ORDER = (State.FAILED, State.PLANNED, State.DONE, State.UNCHANGED)
"""Of the page: what has to be looked at first."""
_ONLY_OF_DRY_RUNS = {"characters_sent", "expected_seconds"}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended.

    Attributes:
        begun: when it began, in UTC.
        seconds: wall time.
        left: sources that it did not come to.
        interrupted: whether it was stopped.
    """

    begun: str
    seconds: float
    left: int = 0
    interrupted: bool = False


def exit_code(spool: Spool, ending: Ending) -> int:
    """0 where all is done, 5 where some failed, 130 where it was stopped; where all failed, the first's."""
    states = spool.totals.states
    if ending.interrupted:
        return 130
    if not states[State.FAILED]:
        return 0
    return 5 if states[State.FAILED] < spool.totals.sources else spool.totals.first_exit_code


def json_pieces(spool: Spool, ending: Ending) -> Iterator[str]:
    """`report.json`, in pieces: `episodes` and `failures` as `render` has them, and `totals`."""
    yield '{"episodes": ['
    yield from _listed(_episode_json(each) for each in spool if each.state is not State.FAILED)
    yield '\n], "failures": ['
    yield from _listed(_failure_json(each) for each in spool if each.state is State.FAILED)
    yield f'\n], "totals": {_dumped(totals_json(spool, ending))}}}\n'


def totals_json(spool: Spool, ending: Ending) -> dict[str, Any]:
    """The totals of a run."""
    totals = spool.totals
    return {
        **{state.value: totals.states[state] for state in State},
        "left": ending.left,
        "interrupted": ending.interrupted,
        "duration_ms": totals.duration_ms,
        "new_takes": totals.new_takes,
        "characters_sent": totals.characters_sent,
        "expected_seconds": totals.expected_seconds if totals.states[State.PLANNED] else None,
        "doubts": totals.doubts,
        "check_failed": totals.unfit,
        "begun": ending.begun,
        "seconds": round(ending.seconds, 1),
    }


def page_pieces(spool: Spool, ending: Ending) -> Iterator[str]:
    """`report.html`, in pieces; failures first, nothing from outside."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    text = files("duologue.batch").joinpath("report.html.j2").read_text(encoding="utf-8")
    yield from environment.from_string(text).generate(
        title=counts(spool, ending),
        sound=rounded(spool.totals.duration_ms),
        made_in=short(round(ending.seconds * 1000)),
        interrupted=ending.interrupted,
        begun=ending.begun,
        rows=(each for state in _ORDER for each in spool if each.state is state),
        length=lambda outcome: short(outcome.duration_ms) if outcome.duration_ms else "",
        address=public_address,
        clean=without_known,
    )


def counts(spool: Spool, ending: Ending) -> str:
    """How many of each state, as a sentence's beginning."""
    states = spool.totals.states
    parts = [f"{states[state]} {state.value}" for state in State if states[state]]
    if ending.left:
        parts.append(f"{counted(ending.left, 'source')} not tried")
    return ", ".join(parts) or "nothing to do"


def _episode_json(outcome: Outcome) -> dict[str, Any]:
    only_here = set() if outcome.state is State.PLANNED else _ONLY_OF_DRY_RUNS
    found = outcome.model_dump(mode="json", exclude={"error", "exit_code", *only_here})
    return {**found, "source": public_address(outcome.source)}


def _failure_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "source": public_address(outcome.source),
        "error": outcome.error,
        "exit_code": outcome.exit_code,
        "seconds": outcome.seconds,
    }


def _listed(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, entry in enumerate(entries):
        yield f"{',' if number else ''}\n{_dumped(entry)}"


def _dumped(value: Any) -> str:
    return without_known(json.dumps(value, ensure_ascii=False))
