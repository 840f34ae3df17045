"""Checks of provenance: the signed manifest in the MP3 is of this sound, and says what the folder says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import CheckOutcome, Finding, Report, Result
from duologue.counting import counted
from duologue.errors import EpisodeError, UsageError
from duologue.programme.provenance.claim import claim_of
from duologue.programme.provenance.keys import missing_for_signing
from duologue.programme.provenance.verify import Provenance, read_provenance


def provenance(files: EpisodeFiles) -> CheckOutcome:
    """A signed episode's manifest holds, and is the one of this folder."""
    if not files.manifest.signed:
        return CheckOutcome("not signed")
    if missing_for_signing() is not None:
        return CheckOutcome(f"signed; not verified, for {missing_for_signing()}")
    path = files.mp3
    outcome, found = _verified(path)
    if found is not None and not outcome.findings:
        wanted = claim_of(files.manifest)["assertions"][1]["data"]
        if found.says != wanted:
            different = Finding(
                path.name, "its signed manifest is not of this folder: render the episode again"
            )
            return CheckOutcome(outcome.summary, (different,), outcome.facts)
    return outcome


def check_copy(path: Path) -> Report:
    """What an MP3 proves of itself, without its folder.

    Raises:
        UsageError: C2PA's library is not installed.
    """
    missing = missing_for_signing()
    if missing is not None:
        raise UsageError(f"{path} lies in no episode's folder; {missing}")
    outcome, found = _verified(path)
    return Report(str(path), found.title if found else path.name, (Result("provenance", outcome),))


def _verified(path: Path) -> tuple[CheckOutcome, Provenance | None]:
    try:
        found = read_provenance(path)
    except EpisodeError as error:
        return CheckOutcome("", (Finding(path.name, str(error).removeprefix(f"{path}: ")),)), None
    if found is None:
        alone = Finding(path.name, "holds no signed manifest: alone it proves nothing of where it comes from")
        return CheckOutcome("", (alone,)), None
    faults = tuple(Finding(path.name, fault) for fault in found.faults)
    return CheckOutcome(_summary(found), faults, _facts(found)), found


def _summary(found: Provenance) -> str:
    says = found.says
    signed = f"as it was signed by {found.signer}, certificate {found.serial}"
    if not says:
        return f"{signed}; not by Duologue"
    source, dropped = says["source"], len(says["dropped"])
    return (
        f"{signed}; synthetic voices ({says['engine']}); made of {source['kind']} {source['sha256'][:16]}…, "
        f"{counted(source['characters'], 'character')}, {counted(dropped, 'part')} left out; "
        f"{counted(len(says['cues']), 'cue')}"
    )


def _facts(found: Provenance) -> dict[str, Any]:
    return {"signer": found.signer, "serial": found.serial, "says": found.says}
