"""Running checks: each looks at the files by itself; what cannot be read is found once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import Broken, CheckOutcome, Finding, Report, Result


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `run` looks at the files and says what it found.

    Attributes:
        name: as programs know it.
        run: raises `Broken` where a file it needs cannot be read.
    """

    name: str
    run: Callable[[EpisodeFiles], CheckOutcome]


def run_checks(files: EpisodeFiles, checks: Iterable[Check]) -> Report:
    """Runs all checks, one after the other; what cannot be read is found once and skips what needs it."""
    results: list[Result] = []
    known: set[Finding] = set()
    for check in checks:
        try:
            result = Result(check.name, check.run(files))
            known.update(result.outcome.findings)
            results.append(result)
        except Broken as broken:
            finding = broken.finding
            new = finding not in known
            known.add(finding)
            outcome = (
                CheckOutcome(finding.message, (finding,)) if new else CheckOutcome(f"needs {finding.file}")
            )
            results.append(Result(check.name, outcome, skipped=not new))
    return Report(str(files.folder), files.title, tuple(results))
