"""The page of a show: every episode with its cover, and the feed's address."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from duologue.programme.contents.phrases import words_of
from duologue.programme.manifest import Manifest
from duologue.publish.document import document, facts

_ABOUT = 160
"""Characters of an episode's summary in the list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode in the show's list: its folder's name and what is said of it."""

    folder: str
    manifest: Manifest


def show_page(title: str, description: str, language: str, episodes: list[Listed], feed: str) -> str:
    """`index.html` of a show."""
    words = words_of(language)
    items = "\n".join(map(_item, episodes))
    about = f'<p class="by" dir="auto">{escape(description)}</p>\n' if description != title else ""
    said = list(dict.fromkeys(e.manifest.disclosure.comment for e in episodes))
    footer = "".join(f"<p>{escape(comment)}</p>\n" for comment in said)
    body = (
        '<header>\n<img src="cover.jpg" alt="" width="1400" height="1400">\n<div>\n'
        f'<h1 dir="auto">{escape(title)}</h1>\n{about}'
        f'<p class="subscribe"><a href="{escape(feed)}">{escape(words.subscribe)} (RSS)</a></p>\n'
        "</div>\n</header>\n"
        f'<main aria-label="{escape(words.all_episodes)}">\n<ul class="episodes">\n{items}\n</ul>\n</main>\n'
        f"<footer>\n{footer}</footer>"
    )
    address = f'type="application/rss+xml" title="{escape(title)}" href="{escape(feed)}"'
    return document(language, title, body, script=False, head=f'<link rel="alternate" {address}>\n')


def _item(listed: Listed) -> str:
    home, episode = quote(listed.folder), listed.manifest
    return (
        f'<li><a href="{home}/" tabindex="-1" aria-hidden="true">'
        f'<img src="{home}/{quote(episode.files.thumbnail)}" alt="" loading="lazy" '
        'width="300" height="300"></a>\n'
        f'<div><h2 dir="auto"><a href="{home}/">{escape(episode.title)}</a></h2>\n'
        f'<p class="by">{facts(episode)}</p>{_about(episode)}</div></li>'
    )


def _about(episode: Manifest) -> str:
    """The beginning of what an episode is about."""
    first = " ".join(episode.summary.partition("\n\n")[0].split())
    if not first or first == episode.title or first == episode.disclosure.comment:
        return ""
    shown = first if len(first) <= _ABOUT else first[: _ABOUT - 1].rstrip() + "…"
    return f'<p dir="auto">{escape(shown)}</p>'
