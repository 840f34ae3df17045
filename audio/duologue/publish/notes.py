"""Show notes as HTML, for the feed: paragraphs, lists and links only."""

from __future__ import annotations

from duologue.programme.contents.notes import blocks
from duologue.programme.manifest import Manifest
from duologue.publish.document import rendered


def show_notes_html(episode: Manifest) -> str:
    """The blocks of the notes as HTML."""
    return rendered("notes.html", blocks=tuple(blocks(episode))).strip()
