"""Ways to subscribe to a show from its pages: addresses that apps open, and a code for a phone's camera."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

_APPS = (
    ("Apple Podcasts", "podcast://{bare}"),
    ("AntennaPod", "antennapod-subscribe://{bare}"),
    ("Overcast", "overcast://x-callback-url/add?url={quoted}"),
    ("Pocket Casts", "pktc://subscribe/{bare}"),
    ("Castro", "castro://subscribe/{bare}"),
    ("Podcast Addict", "podcastaddict://{bare}"),
)
"""An app's name, and the address by which it takes a feed."""


@dataclass(frozen=True, slots=True)
class AppLink:
    """An app and the address that opens the feed in it."""

    name: str
    href: str


def app_links(feed_url: str, own: Mapping[str, str]) -> tuple[AppLink, ...]:
    """The show's own addresses in directories and apps, and those that open its feed in the common apps.

    Args:
        feed_url: the feed's address.
        own: name → address, as the show's maker gives them.
    """
    bare = feed_url.partition("://")[2]
    quoted = quote(feed_url, safe="")
    opening = {name: form.format(bare=bare, quoted=quoted) for name, form in _APPS}
    return tuple(AppLink(name, href) for name, href in {**own, **opening, **own}.items())


@cache
def qr_svg(address: str) -> str:
    """The address as a QR code: an SVG element, dark on white in any case, as cameras want it."""
    import segno

    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(
        out, kind="svg", xmldecl=False, omitsize=True, border=3, dark="#111", light="#fff", svgclass="qr"
    )
    return out.getvalue().decode().strip()
