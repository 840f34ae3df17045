"""What checking finds, and how it is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SCRIPT = "script.md"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        file: the file's name in the episode's folder.
        message: what is wrong, one sentence without its full stop.
        line: of `file`, from 1, where it has one.
    """

    file: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}{'' if self.line is None else f':{self.line}'}: {self.message}"


class Broken(Exception):
    """A file cannot be read, so that checks which need it cannot run."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__(f"{file}: {message}")
        self.finding = Finding(file, message)


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check found.

    Attributes:
        summary: what was seen, for a person, in a few words.
        findings: what is wrong; none where all is well.
        facts: what was measured, for programs; JSON values.
    """

    summary: str
    findings: tuple[Finding, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """A check and what came of it. `skipped` says which file it needed; then there is no outcome."""

    name: str
    outcome: CheckOutcome
    skipped: bool = False

    @property
    def passed(self) -> bool:
        """Whether it ran and found nothing wrong."""
        return not self.skipped and not self.outcome.findings


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one episode."""

    folder: str
    title: str
    results: tuple[Result, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong, check by check."""
        return tuple(finding for result in self.results for finding in result.outcome.findings)

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong and every check could run."""
        return all(result.passed for result in self.results)


def report_json(report: Report) -> dict[str, Any]:
    """One entry of the JSON of `check`."""
    return {
        "folder": report.folder,
        "title": report.title,
        "passed": report.passed,
        "checks": [
            {
                "name": result.name,
                "passed": result.passed,
                "skipped": result.skipped,
                "summary": result.outcome.summary,
                "facts": dict(result.outcome.facts),
                "findings": [
                    {"file": finding.file, "line": finding.line, "message": finding.message}
                    for finding in result.outcome.findings
                ],
            }
            for result in report.results
        ],
    }
