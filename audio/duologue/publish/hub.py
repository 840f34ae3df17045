"""Telling a WebSub hub that the feed has changed, so that subscribers hear of it at once (W3C WebSub)."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request

_SECONDS = 15.0


def tell_hub(hub: str, feed_url: str) -> str | None:
    """Asks `hub` to fetch the feed; why it would not, or None where it will."""
    fields = {"hub.mode": "publish", "hub.url": feed_url, "hub.topic": feed_url}
    request = urllib.request.Request(hub, urllib.parse.urlencode(fields).encode(), method="POST")  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310 (http or https, see `ascii_address`)
            return None
    except urllib.error.HTTPError as error:
        return f"it answers {error.code} {error.reason}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", error))
