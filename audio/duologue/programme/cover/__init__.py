"""The cover: a drawn title card or a picture of one's own, as feeds, tags and pages take it."""

from duologue.programme.cover.card import draw
from duologue.programme.cover.picture import (
    Picture,
    drawn_for_show,
    embedded,
    from_bytes,
    is_ours,
    jpeg,
    thumbnail,
    why_not_publishable,
)

__all__ = [
    "Picture",
    "draw",
    "drawn_for_show",
    "embedded",
    "from_bytes",
    "is_ours",
    "jpeg",
    "thumbnail",
    "why_not_publishable",
]
