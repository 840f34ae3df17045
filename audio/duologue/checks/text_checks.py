"""Checks of the words: nothing of the source was lost, and cues and transcripts say what the script says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import SCRIPT, Broken, Finding, Outcome
from duologue.programme.contents.clock import hms_millis
from duologue.programme.contents.phrases import speaker_label
from duologue.programme.contents.transcripts import Cue
from duologue.programme.folder.manifest import MANIFEST_NAME, CueEntry
from duologue.programme.folder.source_proof import account_error, spoken_of

_TIME = r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d\d\d)"
_TIMING = re.compile(rf"{_TIME} --> {_TIME}$")
_SRT_TEXT = str.maketrans({"∶": ":", "＜": "<", "＞": ">"})
"""Back from what SubRip players must not see."""
_TIME_TOLERANCE_MS = 1


def account(files: EpisodeFiles) -> Outcome:
    """Spoken + dropped = source, to the character: script.md and what was dropped build the source again."""
    document = files.manifest.account.get("source")
    spoken = "".join(spoken_of(files.script))
    if document is None:
        return Outcome(
            "no text account", (Finding(MANIFEST_NAME, "has no text account: render the episode again"),)
        )
    try:
        error = account_error(document, spoken)
    except (ValueError, AttributeError):
        raise Broken(MANIFEST_NAME, "its text account cannot be read") from None
    dropped = files.manifest.account.get("dropped") or []
    found = (Finding(SCRIPT, f"does not close the text account: {error}"),) if error else ()
    return Outcome(
        f"{len(spoken)} characters spoken and {len(dropped)} stretches dropped are the source",
        found,
        {"source": document["characters"], "spoken": len(spoken), "dropped": len(dropped)},
    )


def words(files: EpisodeFiles) -> Outcome:
    """The cues say every paragraph and every section title of script.md, in its order, and nothing else."""
    manifest, script = files.manifest, files.script
    found: list[Finding] = []
    said = {place: "".join(cue.text for cue in cues) for place, cues in _paragraphs(manifest.cues)}
    speakers = {(cue.turn, cue.paragraph): cue.speaker for cue in manifest.cues if cue.turn >= 0}
    counted = 0
    for number, turn in enumerate(script.turns()):
        for place, paragraph in enumerate(turn.paragraphs):
            counted += len(paragraph.text)
            heard = said.pop((number, place), "")
            message = _difference(paragraph.text, heard)
            if message is None and heard and speakers[number, place] != turn.speaker:
                message = f"is said by {speakers[number, place]}, not by {turn.speaker}"
            if message:
                found.append(Finding(SCRIPT, message, paragraph.line))
    for turn_number, paragraph_number in said:
        text = said[turn_number, paragraph_number]
        found.append(Finding(MANIFEST_NAME, f"“{_short(text)}” is said, but not in {SCRIPT}"))
    found += _titles(files)
    return Outcome(
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
    together = _bare("".join(said))
    for title, line in written:
        if not together.startswith(_bare(title)):
            yield Finding(SCRIPT, f"the title “{_short(title)}” is not said where it stands", line)
            return
        together = together[len(_bare(title)) :]


def _difference(written: str, heard: str) -> str | None:
    """Where two texts differ, space aside."""
    wanted, got = _bare(written), _bare(heard)
    if wanted == got:
        return None
    if not got:
        return f"“{_short(written)}” is not said"
    at = next(
        (n for n, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), min(len(wanted), len(got))
    )
    begin = max(0, at - 8)
    return f"“…{wanted[begin : at + 8]}…” is written, but the cues say “…{got[begin : at + 8]}…”"


def _bare(text: str) -> str:
    """The text without space, and without controls, which no transcript can hold."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


def transcripts(files: EpisodeFiles) -> Outcome:
    """Each transcript, read back, says the words of the cues at their times, by the same speakers."""
    manifest = files.manifest
    found: list[Finding] = []
    for name, read in (
        (manifest.files.vtt, _read_vtt),
        (manifest.files.srt, _read_srt),
        (manifest.files.json_transcript, _read_json),
        (manifest.files.html, _read_html),
    ):
        try:
            cards = list(read(files.text(name)))
        except _Malformed as error:
            found.append(Finding(name, str(error), error.line))
            continue
        found += _compared(files, name, cards)
    return Outcome("VTT, SRT, JSON and HTML say what the cues say", tuple(found))


class _Malformed(Exception):
    """A transcript that no player could read."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


_Card = tuple[Cue, int | None]
"""What a transcript shows at a time, and the line of its file; an end of −1 is not said."""


def _compared(files: EpisodeFiles, name: str, cards: list[_Card]) -> Iterator[Finding]:
    """Each card is the next piece of its cue, within its time; the first difference ends it."""
    rest = ""
    cue: CueEntry | None = None
    cues = iter(files.manifest.cues)
    language = files.manifest.language
    for card, line in cards:
        text = _bare(card.text)
        first = not rest
        while text:
            if not rest:
                cue = next((each for each in cues if _bare(each.text)), None)
                if cue is None:
                    yield Finding(name, f"“{_short(text)}” is in no cue", line)
                    return
                rest = _bare(cue.text)
            assert cue is not None  # noqa: S101
            common = min(len(text), len(rest))
            if text[:common] != rest[:common]:
                yield Finding(name, f"says “{_short(text)}”, but the cue is “{_short(rest)}”", line)
                return
            text, rest = text[common:], rest[common:]
            if text and card.end_ms >= 0:
                yield Finding(name, f"“{_short(text)}” is shown with the cue before it", line)
                return
            if first and abs(card.start_ms - cue.start_ms) > _TIME_TOLERANCE_MS and card.end_ms >= 0:
                times = f"{hms_millis(card.start_ms)}, not {hms_millis(cue.start_ms)}"
                yield Finding(name, f"“{_short(card.text)}” is at {times}", line)
                return
            if card.end_ms > cue.end_ms + _TIME_TOLERANCE_MS:
                yield Finding(name, f"“{_short(card.text)}” is shown after its cue has ended", line)
                return
            if card.speaker and not _same_name(card.speaker, speaker_label(cue.speaker, language)):
                yield Finding(name, f"“{_short(card.text)}” is by {cue.speaker}, not {card.speaker}", line)
                return
            first = False
    if rest or any(_bare(each.text) for each in cues):
        yield Finding(name, "ends before the last cue")


def _same_name(shown: str, name: str) -> bool:
    """Names are shortened, and their colons and brackets replaced, where a format asks for it."""
    plain = [re.sub(r"[\W_]+", "", each) for each in (shown, name)]
    return plain[0] == plain[1] or (shown.endswith("…") and plain[1].startswith(plain[0]))


def _times(match: re.Match[str]) -> tuple[int, int]:
    numbers = [int(group or 0) for group in match.groups()]
    start, end = (
        ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis
        for hours, minutes, seconds, millis in (numbers[:4], numbers[4:])
    )
    return start, end


def _timed_blocks(text: str) -> Iterator[tuple[int, int, list[str], int]]:
    """Start, end and lines of each block that has a timing line, and that line's number."""
    number = 0
    for block in text.split("\n\n"):
        lines = block.strip("\n").split("\n")
        lead = len(block) - len(block.lstrip("\n"))
        for place, line in enumerate(lines):
            if "-->" in line:
                match = _TIMING.match(line)
                if match is None:
                    raise _Malformed(f"{line!r} is no timing line", number + lead + place + 1)
                yield *_times(match), lines[place + 1 :], number + lead + place + 1
                break
        number += block.count("\n") + 2


def _read_vtt(text: str) -> Iterator[_Card]:
    if not text.startswith("WEBVTT\n"):
        raise _Malformed("does not begin with WEBVTT", 1)
    for start, end, lines, number in _timed_blocks(text):
        match = re.match(r"<v ([^>]*)>(.*)$", "\n".join(lines), re.DOTALL)
        if match is None:
            raise _Malformed("a cue names no speaker", number)
        body = re.sub(r"</?[^>]*>", "", match.group(2))
        yield Cue(match.group(1), unescape(body), start, end), number


def _read_srt(text: str) -> Iterator[_Card]:
    speaking = ""
    for start, end, lines, number in _timed_blocks(text):
        body = "\n".join(lines)
        name, colon, rest = body.partition(": ")
        if colon:
            speaking, body = name, rest
        yield Cue(speaking, body.translate(_SRT_TEXT), start, end), number


def _read_json(text: str) -> Iterator[_Card]:
    try:
        for segment in json.loads(text)["segments"]:
            start, end = round(segment["startTime"] * 1000), round(segment["endTime"] * 1000)
            yield Cue(str(segment["speaker"]), str(segment["body"]), start, end), None
    except (ValueError, KeyError, TypeError):
        raise _Malformed("is no transcript in JSON") from None


def _read_html(text: str) -> Iterator[_Card]:
    """A paragraph may hold several cues, so only its start is compared, by the words' order."""
    try:
        document: Any = lxml_html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        raise _Malformed("is no HTML") from None
    speaker = ""
    for element in document.iter("cite", "p"):
        if element.tag == "cite":
            speaker = element.text_content().rstrip(":")
        else:
            yield Cue(speaker, element.text_content(), 0, -1), element.sourceline
