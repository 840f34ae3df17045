"""The cover: a drawn title card or a picture of one's own, as feeds, tags and pages take it."""

from duologue.programme.cover.card import draw
from duologue.programme.cover.fit import Picture, opened, too_small
from duologue.programme.cover.picture import (
    drawn_for_show,
    embedded,
    from_bytes,
    icon,
    is_ours,
    jpeg,
    made_cover,
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
    "made_cover",
    "opened",
    "share_card",
    "thumbnail",
    "too_small",
    "why_not_publishable",
]
