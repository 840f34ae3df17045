"""Transcripts read back, by other people's parsers: whoever wrote them does not also judge them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import srt
import webvtt
from lxml import etree
from lxml import html as lxml_html
from webvtt.errors import MalformedCaptionError, MalformedFileError

from duologue.programme.manifest import Files

_ARROW = "-->"
_SRT_TEXT = str.maketrans({"∶": ":", "＜": "<", "＞": ">"})
"""Back from what SubRip players must not see."""


@dataclass(frozen=True, slots=True)
class ShownCue:
    """What a transcript shows at a time.

    Attributes:
        speaker: who says it, as it is shown.
        text: what is shown.
        start_ms: from when.
        end_ms: until when; None where the form does not say times.
        line: of its file, where it has one.
    """

    speaker: str
    text: str
    start_ms: int
    end_ms: int | None
    line: int | None = None


class Malformed(Exception):
    """A transcript that no player could read."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def readers(files: Files) -> Iterator[tuple[str, Callable[[str], Iterator[ShownCue]]]]:
    """The name of each transcript that can be compared cue by cue, and what reads it.

    A reader raises `Malformed`.
    """
    yield files.vtt, read_vtt
    yield files.srt, read_srt
    yield files.json_transcript, read_json
    yield files.html, read_html


def read_vtt(text: str) -> Iterator[ShownCue]:
    """WebVTT, strictly; every cue names its speaker."""
    try:
        captions = webvtt.from_string(text, strict=True).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise Malformed(f"is not valid WebVTT ({error})") from None
    lines = _timing_lines(text)
    for caption in captions:
        line = next(lines, None)
        if caption.voice is None:
            raise Malformed("a cue names no speaker", line)
        start_ms, end_ms = (
            ((time.hours * 60 + time.minutes) * 60 + time.seconds) * 1000 + time.milliseconds
            for time in (caption.start_time, caption.end_time)
        )
        yield ShownCue(unescape(caption.voice), unescape(caption.text), start_ms, end_ms, line)


def read_srt(text: str) -> Iterator[ShownCue]:
    """SubRip; a cue without a name is by the speaker of the one before it."""
    lines = _timing_lines(text)
    speaker = ""
    try:
        for subtitle in srt.parse(text):
            name, colon, rest = subtitle.content.partition(": ")
            speaker, body = (name, rest) if colon else (speaker, subtitle.content)
            start_ms, end_ms = (round(t.total_seconds() * 1000) for t in (subtitle.start, subtitle.end))
            yield ShownCue(speaker, body.translate(_SRT_TEXT), start_ms, end_ms, next(lines, None))
    except srt.SRTParseError as error:
        raise Malformed(
            "is not valid SubRip from here on", text.count("\n", 0, error.expected_start) + 1
        ) from None


def _timing_lines(text: str) -> Iterator[int]:
    """The lines with times, in order: one for each cue."""
    return iter([number for number, line in enumerate(text.split("\n"), 1) if _ARROW in line])


def read_json(text: str) -> Iterator[ShownCue]:
    """The podcast namespace's JSON."""
    try:
        for segment in json.loads(text)["segments"]:
            start_ms, end_ms = round(segment["startTime"] * 1000), round(segment["endTime"] * 1000)
            yield ShownCue(str(segment["speaker"]), str(segment["body"]), start_ms, end_ms)
    except (ValueError, KeyError, TypeError):
        raise Malformed("is not a transcript in JSON") from None


def read_html(text: str) -> Iterator[ShownCue]:
    """HTML: a paragraph may hold several cues, and says no times; its place says which they are."""
    try:
        document: Any = lxml_html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        raise Malformed("is no HTML") from None
    speaker = ""
    for element in document.iter("cite", "p", "h2"):
        if element.tag == "cite":
            speaker = element.text_content().rstrip(":")
        elif element.tag == "p":
            yield ShownCue(speaker, element.text_content(), 0, None, element.sourceline)
        elif "said" in element.get("class", "").split():  # other headings are chapters that nobody announces
            yield ShownCue("", element.text_content(), 0, None, element.sourceline)
