"""What machines read on the pages: schema.org's PodcastEpisode and PodcastSeries, and oEmbed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from duologue.model import NARRATOR
from duologue.programme.contents.notes import safe_url
from duologue.programme.manifest import Manifest
from duologue.publish.page_values import Around, Listed, ShowValues

EMBED_HEIGHT = 180
EMBED_WIDTH = 640


def episode_data(episode: Manifest, around: Around | None) -> dict[str, Any]:
    """An episode as schema.org names its parts; whole addresses only where the show's is known."""
    home = episode_url(around)
    day = around.listed.published if around else episode.published
    source = safe_url(episode.url)
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "PodcastEpisode",
            "name": episode.title,
            "description": episode.summary,
            "inLanguage": episode.language,
            "datePublished": day.isoformat() if day else None,
            "timeRequired": _iso_length(episode.duration_ms),
            "episodeNumber": around.listed.number if around else None,
            "url": home,
            "image": home and f"{home}{quote(episode.files.cover)}",
            "associatedMedia": _filled(
                {
                    "@type": "MediaObject",
                    "contentUrl": home and f"{home}{quote(episode.files.mp3)}",
                    "encodingFormat": "audio/mpeg",
                    "contentSize": str(episode.mp3_bytes) if episode.mp3_bytes else None,
                    "duration": _iso_length(episode.duration_ms),
                }
            ),
            "partOfSeries": _series(episode, around),
            "actor": [{"@type": "Person", "name": s.name} for s in episode.speakers if s.name != NARRATOR],
            "isBasedOn": source
            and _filled(
                {
                    "@type": "Article",
                    "url": source,
                    "author": [{"@type": "Person", "name": name} for name in episode.authors],
                    "publisher": episode.source and {"@type": "Organization", "name": episode.source},
                }
            ),
            "hasPart": [
                {
                    "@type": "Clip",
                    "name": c.title,
                    "startOffset": c.start_ms / 1000,
                    "endOffset": c.end_ms / 1000,
                }
                for c in episode.chapters
                if len(episode.chapters) > 1
            ],
        }
    )


def series_data(show: ShowValues, episodes: Sequence[Listed]) -> dict[str, Any]:
    """A show as schema.org names its parts, with its newest episodes."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "PodcastSeries",
            "name": show.title,
            "description": show.description,
            "inLanguage": show.language,
            "url": show.url and f"{show.url}/",
            "webFeed": show.feed_url,
            "image": show.url and f"{show.url}/cover.jpg",
            "author": show.author and {"@type": "Organization", "name": show.author},
            "episode": [
                _filled(
                    {
                        "@type": "PodcastEpisode",
                        "name": each.manifest.title,
                        "datePublished": each.published.isoformat() if each.published else None,
                        "url": show.url and f"{show.url}/{quote(each.folder)}/",
                    }
                )
                for each in episodes
            ],
        }
    )


def oembed_json(episode: Manifest, around: Around) -> str | None:
    """What another site needs to show the episode's player (oEmbed 1.0); None where no address is known."""
    home = episode_url(around)
    if home is None:
        return None
    title = episode.title
    frame = (
        f'<iframe src="{home}{quote(episode.files.embed)}" width="{EMBED_WIDTH}" height="{EMBED_HEIGHT}" '
        f'title="{_attribute(title)}" style="border:0;max-width:100%" loading="lazy"></iframe>'
    )
    made = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": around.show.author or around.show.title,
        "author_url": f"{around.show.url}/",
        "provider_name": around.show.title,
        "provider_url": f"{around.show.url}/",
        "thumbnail_url": f"{home}{quote(episode.files.thumbnail)}",
        "thumbnail_width": 600,
        "thumbnail_height": 600,
        "html": frame,
        "width": EMBED_WIDTH,
        "height": EMBED_HEIGHT,
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def episode_url(around: Around | None) -> str | None:
    """The whole address of an episode's folder, with its slash."""
    if around is None or around.show.url is None:
        return None
    return f"{around.show.url}/{quote(around.listed.folder)}/"


def _series(episode: Manifest, around: Around | None) -> dict[str, Any]:
    show = around.show if around else ShowValues(episode.show)
    made = {
        "@type": "PodcastSeries",
        "name": show.title,
        "url": show.url and f"{show.url}/",
        "webFeed": show.feed_url,
    }
    return _filled(made)


def _iso_length(milliseconds: int) -> str:
    seconds = max(1, round(milliseconds / 1000))
    return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """What is known of them."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def _attribute(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))
