"""The cover: a drawn title card or a picture of one's own, as feeds, tags and pages take it."""

from duologue.programme.cover.card import draw
from duologue.programme.cover.picture import (
    Picture,
    drawn_for_show,
    embedded,
    from_bytes,
    icon,
    is_ours,
    jpeg,
    thumbnail,
    why_not_publishable,
)
from duologue.programme.cover.share_card import share_card

__all__ = [
    "Picture",
    "draw",
    "drawn_for_show",
    "embedded",
    "from_bytes",
    "icon",
    "is_ours",
    "jpeg",
    "share_card",
    "thumbnail",
    "why_not_publishable",
]
