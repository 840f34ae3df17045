"""What became of every source of a catalogue: as values, as JSON and as a page."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from duologue.programme.contents.clock import short


class State(StrEnum):
    """How far a source has come."""

    DONE = "done"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    PLANNED = "planned"
    """A dry run: what would be done."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one source.

    Attributes:
        source: its place.
        state: how far it came.
        title: the interview's; empty where it could not be read.
        folder: the episode's folder.
        duration_ms: how long the episode plays, or is expected to.
        seconds: wall time that it took.
        new_takes, reused_takes: how many takes were voiced, and were in the cache.
        characters: characters that were, or would be, sent to an engine.
        doubts: lines and what the reader doubts there.
        findings: what `check` found wrong; None where nothing was checked.
        error: why it failed, one sentence.
        exit_code: what `render` would have exited with.
    """

    source: str
    state: State
    title: str = ""
    folder: str = ""
    duration_ms: int = 0
    seconds: float = 0.0
    new_takes: int = 0
    reused_takes: int = 0
    characters: int = 0
    doubts: tuple[tuple[int, str], ...] = ()
    findings: tuple[str, ...] | None = None
    error: str = ""
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a catalogue; `interrupted` where it was stopped before its end."""

    results: tuple[Result, ...]
    waiting: tuple[str, ...] = ()
    """Sources that no run has come to yet."""
    seconds: float = 0.0
    interrupted: bool = False

    def of(self, state: State) -> tuple[Result, ...]:
        """The results of one state."""
        return tuple(result for result in self.results if result.state is state)

    @property
    def exit_code(self) -> int:
        """0 where all is done, 5 where some failed, 130 where it was stopped; where all failed, the first's."""
        failed = self.of(State.FAILED)
        if self.interrupted:
            return 130
        if not failed:
            return 0
        return 5 if len(failed) < len(self.results) else failed[0].exit_code


def report_json(report: BatchReport) -> dict[str, Any]:
    """The report as JSON: `episodes` and `failures` as `render` has them, and the totals."""
    good = [result for result in report.results if result.state is not State.FAILED]
    return {
        "episodes": [
            {
                "source": result.source,
                "state": result.state.value,
                "title": result.title,
                "folder": result.folder,
                "duration_ms": result.duration_ms,
                "seconds": round(result.seconds, 3),
                "takes": {"new": result.new_takes, "reused": result.reused_takes},
                "characters": result.characters,
                "doubts": [{"line": line, "message": message} for line, message in result.doubts],
                "check": None
                if result.findings is None
                else {"passed": not result.findings, "findings": list(result.findings)},
            }
            for result in good
        ],
        "failures": [
            {"source": result.source, "error": result.error, "exit_code": result.exit_code}
            for result in report.of(State.FAILED)
        ],
        "waiting": list(report.waiting),
        "totals": {
            **{state.value: len(report.of(state)) for state in State},
            "duration_ms": sum(result.duration_ms for result in good),
            "characters": sum(result.characters for result in good),
            "seconds": round(report.seconds, 3),
            "interrupted": report.interrupted,
        },
    }


_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid #8884; padding: .4rem; text-align: left;
vertical-align: top } .failed { color: #b00020 } .number { text-align: right; font-variant-numeric: tabular-nums }
small { color: #666 } @media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd } .failed { color: #ff8a80 } }
"""


def report_page(report: BatchReport) -> str:
    """The report as one page without anything from outside; failures first."""
    order = {State.FAILED: 0, State.PLANNED: 1, State.DONE: 2, State.UNCHANGED: 3}
    rows = sorted(report.results, key=lambda result: (order[result.state], result.source))
    counts = ", ".join(f"{len(report.of(state))} {state.value}" for state in State if report.of(state))
    waiting = f", {len(report.waiting)} waiting" if report.waiting else ""
    hours = sum(result.duration_ms for result in report.results) / 3_600_000
    return (
        "<!doctype html>\n<html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Duologue: {html.escape(counts)}</title><style>{_STYLE}</style>\n"
        f"<h1>{html.escape(counts or 'nothing to do')}{waiting}</h1>\n"
        f"<p>{hours:.1f} hours of sound, made in {short(round(report.seconds * 1000))}"
        f"{'; stopped before its end' if report.interrupted else ''}.</p>\n"
        "<table><tr><th>source<th>result<th class=number>length<th>to look at</tr>\n"
        + "".join(_row(result) for result in rows)
        + "</table>\n"
    )


def _row(result: Result) -> str:
    cells = [
        f"<td>{html.escape(result.source)}<br><small>{html.escape(result.title)}</small>",
        f"<td class={result.state.value}>{result.state.value}<br><small>{html.escape(result.error)}</small>",
        f"<td class=number>{short(result.duration_ms) if result.duration_ms else ''}",
        f"<td>{_notes(result)}",
    ]
    return f"<tr>{''.join(cells)}</tr>\n"


def _notes(result: Result) -> str:
    return "".join(f"<div>{html.escape(note)}</div>" for note in _note_lines(result))


def _note_lines(result: Result) -> Iterable[str]:
    yield from (f"check: {finding}" for finding in result.findings or ())
    yield from (f"line {line}: {message}" for line, message in result.doubts)
