"""SubRip (.srt): two short lines a card, the name where the speaker changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duologue.clock import hms_millis
from duologue.programme.contents.linebreak import width
from duologue.programme.contents.transcripts.cue import TranscriptCue, cards, check_cues, shown_until

COLUMNS = 32
LINES = 2
_LONGEST_NAME = 20

_TEXT = str.maketrans({"<": "＜", ">": "＞"})
"""Some players read `<` as markup."""
_LIKE_A_NAME = re.compile(r"^([^\s:.,!?。，！？]+(?: [^\s:.,!?。，！？]+){0,2}):(?= |$)")
"""Up to three words and a colon at the beginning of a line: players take it for a speaker's name."""


def srt(cues: Sequence[TranscriptCue]) -> str:
    """The transcript; every card holds one speaker, and names them where they begin.

    Raises:
        ValueError: see `check_cues`.
    """
    check_cues(cues)
    blocks: list[str] = []
    speaking = None
    for cue, until_ms in shown_until(cues):
        label = f"{_name(cue.speaker)}: " if cue.speaker != speaking else ""
        for card in cards(cue, until_ms, columns=COLUMNS, lines_per_card=LINES, first_indent=width(label)):
            text = "\n".join(map(_line, card.lines)).translate(_TEXT)
            start, end = hms_millis(card.start_ms, mark=","), hms_millis(card.end_ms, mark=",")
            blocks.append(f"{len(blocks) + 1}\n{start} --> {end}\n{(label + text).strip()}\n")
            label = ""
            speaking = cue.speaker
    return "\n".join(blocks)


def _line(text: str) -> str:
    """A line of the text; the colon of what looks like a name is one that no player takes for that."""
    return _LIKE_A_NAME.sub(r"\1∶", text)


def _name(speaker: str) -> str:
    name = " ".join(speaker.translate(_TEXT).replace(":", " ").split())
    if width(name) <= _LONGEST_NAME:
        return name
    while width(name) >= _LONGEST_NAME:
        name = name[:-1]
    return name.rstrip() + "…"
