"""Whether Apple Podcasts and Spotify would take a show: what they ask for, point by point.

Apple: its requirements of a show, of its artwork and of its host; Spotify: its delivery specification; and
what PSP-1 asks of every feed. What a host does is asked by `probe`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import urlsplit

from PIL import Image

from duologue.errors import DuologueError
from duologue.publish.finding import ShowFinding
from duologue.publish.releases import Release
from duologue.publish.show import SHOW_NAME
from duologue.publish.site import Site

_BOTH = "Apple and Spotify"
_LEAST_KBIT, _MOST_BYTES = 96, 200_000_000
"""Spotify's limits of a sound."""


def readiness(site: Site) -> list[ShowFinding]:
    """What directories ask of a show, and what is missing; nothing is asked of the network."""
    return [*_words(site), *_place(site), _cover(site), *_episodes(site)]


def _words(site: Site) -> Iterator[ShowFinding]:
    show, written = site.show, site.written
    if written.title is None:
        yield _write("title", f"{show.title!r} is only taken from an episode", "title: The name of the show")
    else:
        yield ShowFinding("fine", "title", str(show.title))
    if show.description in (None, show.title):
        yield _write("description", "there is none", "description: What it is about")
    else:
        yield ShowFinding("fine", "description", f"{len((show.description or '').encode())} of 4,000 bytes")
    yield ShowFinding("fine", "language", str(show.language))
    main, sub = show.category
    name = f"{main} > {sub}" if sub else main
    if "category" in written.model_fields_set:
        yield ShowFinding("fine", "category", name)
    else:
        yield _write("category", f"{name} is only assumed", "category: one of Apple's")
    if show.owner is None:
        yield ShowFinding(
            "wrong",
            "owner",
            f"there is no e-mail address, by which {_BOTH} see whose show it is",
            f"write into {SHOW_NAME}: owner: {{email: hello@example.org}}",
        )
    else:
        yield ShowFinding("fine", "owner", show.owner.email)
    if show.block:
        yield ShowFinding(
            "wrong", "block", "the feed asks not to be listed", f"take block: out of {SHOW_NAME}"
        )


def _write(what: str, said: str, line: str) -> ShowFinding:
    return ShowFinding("better", what, said, f"write into {SHOW_NAME}: {line}")


def _place(site: Site) -> Iterator[ShowFinding]:
    url = site.written.url
    if url is None:
        yield ShowFinding(
            "wrong", "address", "it is not known", "write url: into show.yaml, or feed it with --url"
        )
    elif urlsplit(url).scheme != "https":
        yield ShowFinding("wrong", "address", f"{url} is not https", "Apple lists only https")
    else:
        yield ShowFinding("fine", "address", url)
    if site.show.new_feed_url:
        yield ShowFinding("better", "address", f"the feed says that it has moved to {site.show.new_feed_url}")


def _cover(site: Site) -> ShowFinding:
    try:
        data, _ = site.cover()
        with Image.open(io.BytesIO(data)) as picture:
            return ShowFinding(
                "fine", "cover", f"{picture.width} × {picture.height} px, {len(data) // 1024} KB"
            )
    except DuologueError as error:
        return ShowFinding("wrong", "cover", str(error), "square, 1400 to 3000 px, JPEG in RGB, below 512 KB")


def _episodes(site: Site) -> Iterator[ShowFinding]:
    for name, error in site.damaged.items():
        yield ShowFinding("wrong", "episode", f"{name}: {str(error).removeprefix(f'{error.path}: ')}")
    if not site.out:
        yield ShowFinding("wrong", "episodes", "none is out", f"{_BOTH} list no show without one")
        return
    yield ShowFinding("fine", "episodes", f"{len(site.out)} out, {len(site.releases.withheld)} withheld")
    troubles = [trouble for release in site.out for trouble in _episode(release)]
    yield from troubles
    if not troubles:
        yield ShowFinding("fine", "sounds", "MP3, of a bit rate and a size that both take")


def _episode(release: Release) -> Iterator[ShowFinding]:
    manifest, name = release.manifest, release.folder
    size = release.episode.mp3.stat().st_size
    kbit = round(size * 8 / manifest.duration_ms)
    if kbit < _LEAST_KBIT:
        yield ShowFinding(
            "better",
            "sound",
            f"{name}: {kbit} kbit/s, Spotify asks for {_LEAST_KBIT} or more",
            "render it with encoding: stereo-128k",
        )
    if size > _MOST_BYTES:
        yield ShowFinding("wrong", "sound", f"{name}: {size // 1_000_000} MB, Spotify takes up to 200")
    if not manifest.disclosure.spoken:
        yield ShowFinding(
            "better",
            "disclosure",
            f"{name} does not say aloud that its voices are synthetic, as Apple asks",
            "leave disclosure: on in duologue.yaml",
        )
