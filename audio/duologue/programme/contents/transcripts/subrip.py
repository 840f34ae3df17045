"""SubRip (.srt): two short lines a card, the name where the speaker changes."""

from __future__ import annotations

from collections.abc import Sequence

from duologue.programme.contents.clock import hms_millis
from duologue.programme.contents.linebreak import width
from duologue.programme.contents.transcripts.cue import Cue, cards, check_cues

COLUMNS = 32
LINES = 2
_LONGEST_NAME = 20

_TEXT = str.maketrans({":": "∶", "<": "＜", ">": "＞"})
"""AntennaPod takes what stands before a colon for a name, and some players read `<` as markup."""


def srt(cues: Sequence[Cue]) -> str:
    """The transcript; every card holds one speaker, and names them where they begin.

    Raises:
        ValueError: see `check_cues`.
    """
    check_cues(cues)
    blocks: list[str] = []
    speaking = None
    for cue in cues:
        label = f"{_name(cue.speaker)}: " if cue.speaker != speaking else ""
        for card in cards(cue, columns=COLUMNS, lines_per_card=LINES, first_indent=width(label)):
            text = "\n".join(card.lines).translate(_TEXT)
            start, end = hms_millis(card.start_ms, mark=","), hms_millis(card.end_ms, mark=",")
            blocks.append(f"{len(blocks) + 1}\n{start} --> {end}\n{(label + text).strip()}\n")
            label = ""
            speaking = cue.speaker
    return "\n".join(blocks)


def _name(speaker: str) -> str:
    name = " ".join(speaker.translate(_TEXT).replace("∶", " ").split())
    if width(name) <= _LONGEST_NAME:
        return name
    while width(name) >= _LONGEST_NAME:
        name = name[:-1]
    return name.rstrip() + "…"
