"""A show's folder with one script, for the tests of the studio."""

from __future__ import annotations

from pathlib import Path

import duologue
from duologue.studio.desk import Desk

TALK = """\
# The tide clerk

Photo: a harbour at dawn

Ann Ray: What is a tide?

Bo Lind: The sea, coming and going.

And it never asks anybody.

Ann Ray: Who counts them?

## At night

Bo Lind: I do, every day of the year.

Ann Ray: And at night?

Bo Lind: At night the machine does it.
"""


def brought(root: Path, text: str = TALK) -> tuple[Desk, str]:
    """The desk of a folder, and the name of the article's folder in it."""
    desk = Desk(root)
    slug, _ = desk.bring(duologue.read(text=text), "tide.md")
    return desk, slug


def lines(desk: Desk, slug: str) -> list[tuple[str, str]]:
    """Who says what, as a render would read it."""
    interview = duologue.read(desk.root / slug / "script.md")
    return [(turn.speaker, one.text) for turn in interview.turns() for one in turn.paragraphs]
