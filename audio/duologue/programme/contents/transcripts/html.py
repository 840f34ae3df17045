"""The HTML transcript of the podcast namespace: who (`cite`), when (`time`), what (`p`)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from duologue.programme.contents.clock import hms, short
from duologue.programme.contents.transcripts.cue import Cue, check_cues
from duologue.programme.contents.transcripts.text import passages


def html(cues: Sequence[Cue], language: str, *, title: str) -> str:
    """A whole document without style or script; one `cite` and `time` for each paragraph.

    Raises:
        ValueError: see `check_cues`.
    """
    check_cues(cues)
    body = "\n".join(
        f"<cite>{escape(passage.speaker)}:</cite>\n"
        f'<time datetime="PT{passage.cues[0].start_ms / 1000:g}S" title="{hms(passage.cues[0].start_ms)}">'
        f"{short(passage.cues[0].start_ms)}</time>\n"
        f"<p>{escape(passage.text)}</p>"
        for passage in passages(cues)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )
