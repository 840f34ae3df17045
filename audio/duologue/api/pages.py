"""Pages in the look of an episode's page: one HTML file with its style and script inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duologue.publish.document import document
from duologue.publish.passages import COLOURS

__all__ = ["document", "speaker_colours"]


def speaker_colours(names: Iterable[str]) -> Mapping[str, str]:
    """Speaker's name → the class that gives them a colour of their own on a page."""
    return {name: f"s{number % COLOURS}" for number, name in enumerate(dict.fromkeys(names))}
