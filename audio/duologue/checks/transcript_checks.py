"""Checks of the transcripts: each says the words of the cues, at their times, by their speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import CheckOutcome, Finding
from duologue.checks.text_checks import bare, short_text
from duologue.checks.transcript_files import Malformed, ShownCue, readers
from duologue.clock import hms_millis
from duologue.languages.page import page_words
from duologue.programme.contents.transcripts.cue import SHOWN_MS
from duologue.programme.manifest import CueEntry, Manifest

_TIME_TOLERANCE_MS = 1


def transcripts(files: EpisodeFiles) -> CheckOutcome:
    """Each transcript, read back, says the words of the cues at their times, by the same speakers."""
    found: list[Finding] = []
    for name, read in readers(files.manifest.files):
        try:
            shown = list(read(files.text(name)))
        except Malformed as error:
            found.append(Finding(name, str(error), error.line))
            continue
        found += _differences(name, shown, files.manifest)
    return CheckOutcome("VTT, SRT, JSON and HTML say what the cues say", tuple(found))


def _differences(name: str, shown: list[ShownCue], manifest: Manifest) -> Iterator[Finding]:
    """The first that is shown otherwise than the cues are, if any."""
    cues, until_ms = _Cues(manifest), 0
    for one in shown:
        message = cues.difference(one)
        if message is None and one.end_ms is not None and one.start_ms < until_ms - _TIME_TOLERANCE_MS:
            message = f"“{short_text(one.text)}” is shown with the card before it"
        if message is not None:
            yield Finding(name, message, one.line)
            return
        until_ms = one.end_ms or 0
    if cues.left():
        yield Finding(name, "ends before the last cue")


class _Cues:
    """The cues, one after the other, as a transcript shows them: whole, in pieces, or several at once."""

    def __init__(self, manifest: Manifest) -> None:
        self._names = page_words(manifest.language)
        self._waiting = iter([cue for cue in manifest.cues if bare(cue.text)])
        self._cue: CueEntry | None = None
        self._rest = ""

    def left(self) -> bool:
        """Whether anything was not shown."""
        return bool(self._rest) or next(self._waiting, None) is not None

    def difference(self, one: ShownCue) -> str | None:
        """What is wrong with the next that is shown: it has to be the next of its cue, within its time."""
        text, begins = bare(one.text), not self._rest
        while text:
            if not self._rest:
                self._cue = next(self._waiting, None)
                self._rest = bare(self._cue.text) if self._cue else ""
            if self._cue is None:
                return f"“{short_text(text)}” is in no cue"
            common = min(len(text), len(self._rest))
            if text[:common] != self._rest[:common]:
                return f"says “{short_text(text)}”, but the cue is “{short_text(self._rest)}”"
            text, self._rest = text[common:], self._rest[common:]
            message = _misplaced(one, self._cue, text, begins=begins) or self._by_another(one, self._cue)
            if message is not None:
                return message
            begins = False
        return None

    def _by_another(self, one: ShownCue, cue: CueEntry) -> str | None:
        if one.speaker and not _same_name(one.speaker, self._names.speaker(cue.speaker)):
            return f"“{short_text(one.text)}” is by {cue.speaker}, not {one.speaker}"
        return None


def _misplaced(one: ShownCue, cue: CueEntry, rest: str, *, begins: bool) -> str | None:
    """Whether it is shown at another time than its cue is said; `rest` of it belongs to the next."""
    if one.end_ms is None:
        return None
    if rest:
        return f"“{short_text(rest)}” is shown with the cue before it"
    if begins and abs(one.start_ms - cue.start_ms) > _TIME_TOLERANCE_MS:
        return f"“{short_text(one.text)}” is at {hms_millis(one.start_ms)}, not {hms_millis(cue.start_ms)}"
    if one.end_ms > max(cue.end_ms, cue.start_ms + SHOWN_MS) + _TIME_TOLERANCE_MS:
        return f"“{short_text(one.text)}” is shown after its cue has ended"
    return None


def _same_name(shown: str, name: str) -> bool:
    """Names are shortened, and their colons and brackets replaced, where a format asks for it."""
    plain = [re.sub(r"[\W_]+", "", each) for each in (shown, name)]
    return plain[0] == plain[1] or (shown.endswith("…") and plain[1].startswith(plain[0]))
