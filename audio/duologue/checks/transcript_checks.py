"""Checks of the transcripts: each says the words of the cues, at their times, by their speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import Finding, Outcome
from duologue.checks.text_checks import bare, short_text
from duologue.checks.transcript_files import Card, Malformed, readers
from duologue.programme.contents.clock import hms_millis
from duologue.programme.contents.phrases import speaker_label
from duologue.programme.folder.manifest import CueEntry

_TIME_TOLERANCE_MS = 1


def transcripts(files: EpisodeFiles) -> Outcome:
    """Each transcript, read back, says the words of the cues at their times, by the same speakers."""
    found: list[Finding] = []
    for name, read in readers(files.manifest.files):
        try:
            cards = list(read(files.text(name)))
        except Malformed as error:
            found.append(Finding(name, str(error), error.line))
            continue
        found += compared(files, name, cards)
    return Outcome("VTT, SRT, JSON and HTML say what the cues say", tuple(found))


def compared(files: EpisodeFiles, name: str, cards: list[Card]) -> Iterator[Finding]:
    """Each card is the next piece of its cue, within its time; the first difference ends it."""
    rest = ""
    cue: CueEntry | None = None
    cues = iter(files.manifest.cues)
    language = files.manifest.language
    for card in cards:
        line = card.line
        text = bare(card.text)
        first = not rest
        while text:
            if not rest:
                cue = next((each for each in cues if bare(each.text)), None)
                if cue is None:
                    yield Finding(name, f"“{short_text(text)}” is in no cue", line)
                    return
                rest = bare(cue.text)
            assert cue is not None  # noqa: S101
            common = min(len(text), len(rest))
            if text[:common] != rest[:common]:
                yield Finding(name, f"says “{short_text(text)}”, but the cue is “{short_text(rest)}”", line)
                return
            text, rest = text[common:], rest[common:]
            if text and card.end_ms is not None:
                yield Finding(name, f"“{short_text(text)}” is shown with the cue before it", line)
                return
            if first and abs(card.start_ms - cue.start_ms) > _TIME_TOLERANCE_MS and card.end_ms is not None:
                times = f"{hms_millis(card.start_ms)}, not {hms_millis(cue.start_ms)}"
                yield Finding(name, f"“{short_text(card.text)}” is at {times}", line)
                return
            if card.end_ms is not None and card.end_ms > cue.end_ms + _TIME_TOLERANCE_MS:
                yield Finding(name, f"“{short_text(card.text)}” is shown after its cue has ended", line)
                return
            if card.speaker and not _same_name(card.speaker, speaker_label(cue.speaker, language)):
                yield Finding(
                    name, f"“{short_text(card.text)}” is by {cue.speaker}, not {card.speaker}", line
                )
                return
            first = False
    if rest or any(bare(each.text) for each in cues):
        yield Finding(name, "ends before the last cue")


def _same_name(shown: str, name: str) -> bool:
    """Names are shortened, and their colons and brackets replaced, where a format asks for it."""
    plain = [re.sub(r"[\W_]+", "", each) for each in (shown, name)]
    return plain[0] == plain[1] or (shown.endswith("…") and plain[1].startswith(plain[0]))
