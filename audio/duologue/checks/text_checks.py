"""Checks of the words: nothing of the source was lost, and cues and transcripts say what the script says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import SCRIPT, Broken, CheckOutcome, Finding
from duologue.counting import counted
from duologue.programme.contents.linebreak import is_wide
from duologue.programme.folder.source_proof import account_error, spoken_of
from duologue.programme.manifest import MANIFEST_NAME, CueEntry

_DASHES = frozenset("—–…")
"""Behind these a sentence may end without a space."""


def account(files: EpisodeFiles) -> CheckOutcome:
    """Spoken + dropped = source, to the character: script.md and what was dropped build the source again."""
    document = files.manifest.private.account.get("source")
    spoken = "".join(spoken_of(files.script))
    if document is None:
        return CheckOutcome(
            "no text account", (Finding(MANIFEST_NAME, "has no text account: render the episode again"),)
        )
    try:
        error = account_error(document, spoken)
    except (ValueError, AttributeError):
        raise Broken(MANIFEST_NAME, "its text account cannot be read") from None
    dropped = files.manifest.private.account.get("dropped") or []
    found = (Finding(SCRIPT, f"does not close the text account: {error}"),) if error else ()
    said, left_out = counted(len(spoken), "character"), counted(len(dropped), "part")
    return CheckOutcome(
        f"{said} spoken and {left_out} dropped are the source",
        found,
        {"source": document["characters"], "spoken": len(spoken), "dropped": len(dropped)},
    )


def words(files: EpisodeFiles) -> CheckOutcome:
    """The cues say every paragraph and every section title of script.md, in its order, and nothing else."""
    manifest, script = files.manifest, files.script
    found: list[Finding] = []
    cues = dict(_paragraphs(manifest.cues))
    said = {place: "".join(cue.text for cue in held) for place, held in cues.items()}
    speakers = {(cue.turn, cue.paragraph): cue.speaker for cue in manifest.cues if cue.turn >= 0}
    counted = 0
    for number, turn in enumerate(script.turns()):
        for place, paragraph in enumerate(turn.paragraphs):
            counted += len(paragraph.text)
            heard = said.pop((number, place), "")
            message = _difference(paragraph.text, heard) or _torn(
                paragraph.text, cues.get((number, place), [])
            )
            if message is None and heard and speakers[number, place] != turn.speaker:
                message = f"is said by {speakers[number, place]}, not by {turn.speaker}"
            if message:
                found.append(Finding(SCRIPT, message, paragraph.line))
    for turn_number, paragraph_number in said:
        text = said[turn_number, paragraph_number]
        found.append(Finding(MANIFEST_NAME, f"“{short_text(text)}” is said, but not in {SCRIPT}"))
    found += _titles(files)
    return CheckOutcome(
        f"{counted} characters of {SCRIPT} in {len(manifest.cues)} cues",
        tuple(found),
        {"cues": len(manifest.cues)},
    )


def _paragraphs(cues: tuple[CueEntry, ...]) -> Iterator[tuple[tuple[int, int], list[CueEntry]]]:
    spoken = (cue for cue in cues if cue.turn >= 0)
    for place, group in groupby(spoken, lambda cue: (cue.turn, cue.paragraph)):
        yield place, list(group)


def _titles(files: EpisodeFiles) -> Iterator[Finding]:
    """Section titles are said by the narrator, where they are said at all."""
    said = [cue.text for cue in files.manifest.cues if cue.kind == "section"]
    written = [(section.title, section.line) for section in files.script.sections if section.title]
    if not said:
        return
    together = bare("".join(said))
    for title, line in written:
        if not together.startswith(bare(title)):
            yield Finding(SCRIPT, f"the title “{short_text(title)}” is not said where it stands", line)
            return
        together = together[len(bare(title)) :]


def _difference(written: str, heard: str) -> str | None:
    """Where two texts differ, space aside."""
    wanted, got = bare(written), bare(heard)
    if wanted == got:
        return None
    if not got:
        return f"“{short_text(written)}” is not said"
    at = next(
        (n for n, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), min(len(wanted), len(got))
    )
    begin = max(0, at - 8)
    return f"“…{wanted[begin : at + 8]}…” is written, but the cues say “…{got[begin : at + 8]}…”"


def _torn(written: str, cues: list[CueEntry]) -> str | None:
    """Where two cues part what is written without a space and is no Chinese: an address, a number, a name."""
    flat, at = " ".join(written.split()), 0
    for cue in cues[:-1]:
        text = " ".join(cue.text.split())
        at = flat.find(text, at) + len(text)
        before, after = flat[at - 1 : at], flat[at : at + 1]
        if after.strip() and not is_wide(before) and not is_wide(after) and before not in _DASHES:
            start = flat.rfind(" ", 0, at) + 1
            return f"“{short_text(flat[start:].split()[0])}” is parted by two cues"
    return None


def bare(text: str) -> str:
    """The text without space, and without controls, which no transcript can hold."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


def short_text(text: str) -> str:
    """The text, or its first words."""
    return text if len(text) <= 20 else f"{text[:20]}…"
