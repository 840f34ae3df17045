"""What every page is made of: one HTML file with its style and script inside.

Every word from an interview goes through `escape`; a Content-Security-Policy lets nothing run but the one
script, named by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from pathlib import Path

from duologue.model import NARRATOR
from duologue.programme.contents.clock import short
from duologue.programme.manifest import Manifest


def document(language: str, title: str, body: str, *, script: bool, head: str = "") -> str:
    """A whole page.

    Args:
        language: BCP 47.
        title: plain text.
        body: HTML.
        script: whether the player's script goes with it.
        head: further HTML for the head.
    """
    run = f"<script>{_asset('page.js')}</script>\n" if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script=script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="icon" href="data:,">\n{head}<style>\n{_asset("page.css")}</style>\n</head>\n'
        f"<body>\n{body}\n{run}</body>\n</html>\n"
    )


def facts(episode: Manifest) -> str:
    """Who talks, when it was published and how long it is; what belongs together stays on one line."""
    people = " × ".join(s.name for s in episode.speakers if s.name != NARRATOR)
    date = episode.published.isoformat() if episode.published else ""
    shown = [f"<bdi>{escape(people)}</bdi>" if people else ""]
    shown += [
        f'<span class="fact">{fact}</span>' if fact else "" for fact in (date, short(episode.duration_ms))
    ]
    return " · ".join(filter(None, shown))


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _policy(*, script: bool) -> str:
    """What the page may load: its own script and style, pictures and sound beside it."""
    hashed = base64.b64encode(hashlib.sha256(_asset("page.js").encode()).digest()).decode()
    run = f"script-src 'sha256-{hashed}'; " if script else ""
    return (
        f"default-src 'none'; {run}style-src 'unsafe-inline'; img-src 'self' data: file:; "
        "media-src 'self' file:; base-uri 'none'; form-action 'none'"
    )
