"""What other sites and apps show of a page, and its icon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from duologue.programme.cover.colours import palette

_DESCRIPTION = 200
"""Characters of a description; more is cut by whoever shows it."""
_BARS = ((4, 10, 0), (9, 20, 0), (14, 12, 0), (19, 8, 1), (24, 18, 1), (29, 10, 1))
"""The icon's bars: left edge, height, and whose voice it is."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """A page as Open Graph and Twitter name it. Whole addresses are None where the show's is not known."""

    title: str
    description: str
    site: str
    locale: str
    kind: str
    url: str | None
    picture: str | None
    sound: str | None
    icon: str
    touch_icon: str


def description_of(text: str) -> str:
    """The beginning of a text, for a card."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _DESCRIPTION else flat[: _DESCRIPTION - 1].rstrip() + "…"


@cache
def show_icon(title: str) -> str:
    """A show's icon: two voices in the colours of its cover, as a data address."""
    colours = palette(title)
    bars = "".join(
        f'<rect x="{x}" y="{18 - height / 2:g}" width="3.4" height="{height}" rx="1.7" '
        f'fill="{(colours.first, colours.second)[voice]}"/>'
        for x, height, voice in _BARS
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="8" '
        f'fill="{colours.paper}"/>{bars}</svg>'
    )
    return f"data:image/svg+xml,{quote(svg, safe=' =:/')}"
