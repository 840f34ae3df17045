"""WebVTT: the transcript that players follow (W3C WebVTT 1)."""

from __future__ import annotations

from collections.abc import Sequence

from duologue.clock import hms_millis
from duologue.programme.contents.transcripts.cue import TranscriptCue, cards, check_cues, shown_until

COLUMNS = 65

_NAME = str.maketrans({"&": "＆", "<": "＜", ">": "＞", "\n": " ", "\r": " "})
"""A voice tag ends at `>`, and AntennaPod does not decode entities in it."""

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def vtt(cues: Sequence[TranscriptCue], language: str) -> str:
    """The transcript, one speaker-labelled line at a time, words of another language in a span of it.

    Args:
        cues: in time order.
        language: BCP 47; a comment says so, for WebVTT has no field for it.

    Raises:
        ValueError: see `check_cues`.
    """
    check_cues(cues)
    blocks = ["WEBVTT", f"NOTE Language: {language}"]
    for cue, until_ms in shown_until(cues):
        name = cue.speaker.translate(_NAME).strip()
        blocks.extend(
            f"{hms_millis(card.start_ms)} --> {hms_millis(card.end_ms)}\n"
            f"<v {name}>{_marked(card.lines[0].translate(_TEXT), cue.language)}"
            for card in cards(cue, until_ms, columns=COLUMNS, lines_per_card=1)
        )
    return "\n\n".join(blocks) + "\n"


def _marked(line: str, language: str) -> str:
    """A line in its language span, closed on the same line: each cue is read by itself."""
    return f"<lang {language}>{line}</lang>" if language else line
