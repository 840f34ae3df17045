"""The pages of a show: its episodes, newest first, in pages of fifty, and what the search looks through."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from duologue.languages.page import page_words
from duologue.publish.document import document
from duologue.publish.page import people_line, summary_of
from duologue.publish.page_values import Listed, ShowValues
from duologue.publish.sharing import Sharing, description_of, show_icon
from duologue.publish.structured_data import series_data
from duologue.publish.subscribing import app_links, qr_svg

PER_PAGE = 50
SEARCH_NAME = "episodes.json"
_NEWEST = 10
"""Episodes in a page's structured data; the list on the page has them all."""
_ABOUT = 220
"""Characters of an episode's summary in the list."""


@dataclass(frozen=True, slots=True)
class Row:
    """An episode in the list; addresses are relative to the show's page."""

    title: str
    href: str
    icon: str
    sound: str
    guid: str
    seconds: int
    number: str
    people: str
    facts: tuple[str, ...]
    summary: str


def show_pages(show: ShowValues, episodes: Sequence[Listed]) -> dict[str, str]:
    """The files of a show's pages by name: `index.html`, `index-2.html` …, and `episodes.json`.

    Args:
        show: the show.
        episodes: newest first.
    """
    names = [page_name(number) for number in range(1, _pages(episodes) + 1)]
    made = ((name, show_file(show, episodes, name)) for name in (*names, SEARCH_NAME))
    return {name: text for name, text in made if text is not None}


def show_file(show: ShowValues, episodes: Sequence[Listed], name: str) -> str | None:
    """One of the files that `show_pages` makes; None for any other name."""
    if name == SEARCH_NAME:
        return _search_data(show, episodes)
    count = _pages(episodes)
    number = next((each for each in range(1, count + 1) if page_name(each) == name), None)
    return None if number is None else _page(show, episodes, number, count)


def is_show_file(name: str) -> bool:
    """Whether a show of some length has a file of this name."""
    return name == SEARCH_NAME or re.fullmatch(r"index(-[1-9]\d*)?\.html", name) is not None


def _pages(episodes: Sequence[Listed]) -> int:
    return max(1, -(-len(episodes) // PER_PAGE))


def page_name(number: int) -> str:
    """The name of the file that holds the page of this number, from 1."""
    return "index.html" if number == 1 else f"index-{number}.html"


def _page(show: ShowValues, episodes: Sequence[Listed], number: int, count: int) -> str:
    shown = episodes[(number - 1) * PER_PAGE : number * PER_PAGE]
    address = show.url and f"{show.url}/{'' if number == 1 else page_name(number)}"
    return document(
        "listing.html",
        show.language,
        script="show",
        policy=("connect-src 'self'",),
        show=show,
        episodes=[_row(show, each) for each in shown],
        total=len(episodes),
        page=number,
        pages=count,
        page_name=page_name,
        badge=bool(episodes),
        comments=list(dict.fromkeys(each.manifest.disclosure.comment for each in shown)),
        apps=app_links(show.feed_url, show.subscribe) if show.feed_url else (),
        code=qr_svg(f"{show.url}/") if show.url else "",
        data=series_data(show, shown[:_NEWEST]),
        sharing=Sharing(
            title=show.title,
            description=description_of(show.description or show.title),
            site=show.title,
            locale=show.language.replace("-", "_"),
            kind="website",
            url=address,
            picture=show.url and f"{show.url}/share.jpg",
            sound=None,
            icon=show_icon(show.title),
            touch_icon="cover-320.webp",
        ),
    )


def _row(show: ShowValues, listed: Listed) -> Row:
    home, episode, words = quote(listed.folder), listed.manifest, page_words(show.language)
    day = words.date(listed.published) if listed.published else ""
    return Row(
        title=episode.title,
        href=f"{home}/",
        icon=f"{home}/{quote(episode.files.icon)}",
        sound=f"{home}/{quote(episode.files.mp3)}",
        guid=episode.guid,
        seconds=-(-episode.duration_ms // 1000),
        number=words.show.number.format(number=listed.number) if listed.number else "",
        people=people_line(episode),
        facts=tuple(filter(None, (day, words.length(episode.duration_ms)))),
        summary=_beginning(summary_of(episode)),
    )


def _beginning(text: str) -> str:
    return text if len(text) <= _ABOUT else text[: _ABOUT - 1].rstrip() + "…"


def _search_data(show: ShowValues, episodes: Sequence[Listed]) -> str:
    """What the search looks through: every episode's address, title, facts and summary."""
    rows = [_row(show, each) for each in episodes]
    found = [
        {
            "href": row.href,
            "icon": row.icon,
            "title": row.title,
            "facts": list(filter(None, (row.number, row.people, *row.facts))),
            "summary": row.summary,
        }
        for row in rows
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"
