"""An item of a feed: everything about one episode."""

from __future__ import annotations

import base64
from urllib.parse import quote

from lxml import etree

from duologue.clock import hms_millis
from duologue.languages.page import page_words
from duologue.programme.contents.chapters import JSON_CHAPTERS_TYPE
from duologue.programme.contents.notes import safe_url
from duologue.programme.contents.transcripts import TYPES
from duologue.programme.formats.kinds import FORMATS
from duologue.programme.manifest import Manifest
from duologue.publish.channel import FeedValues, enclosure_url
from duologue.publish.description import description_of
from duologue.publish.releases import Release
from duologue.publish.rss import add, add_artwork, add_html, rfc2822, truth

_ROLES = {"interviewer": "host", "interviewee": "guest", "narrator": "narrator"}
_PERSON_LIMIT = 128
_TRANSCRIPTS = (("vtt", "vtt"), ("srt", "srt"), ("json_transcript", "json"), ("html", "html"))
"""The transcripts by their field in `Files` and their kind."""


def fill_item(item: etree._Element, values: FeedValues, release: Release) -> None:
    """Writes everything about one episode into `item`."""
    manifest, entry, show = release.manifest, release.entry, values.show
    home = f"{values.url}/{quote(release.folder)}"
    add(item, "title", manifest.title)
    add(item, "link", f"{home}/")
    add(item, "guid", manifest.guid, isPermaLink="false")
    add(item, "pubDate", rfc2822(release.published))
    notes = description_of(manifest)
    add_html(item, "description", notes.short)
    if notes.whole:
        add_html(item, "content:encoded", notes.whole)
    size = str(release.episode.mp3.stat().st_size)
    add(item, "enclosure", url=enclosure_url(values.url, release), length=size, type="audio/mpeg")
    _further_sounds(item, values, release)
    add(item, "itunes:title", manifest.title)
    add(item, "itunes:author", show.author)
    add(item, "itunes:duration", str(round(manifest.duration_ms / 1000)))
    if entry.season:
        add(item, "itunes:season", str(entry.season))
    if release.number:
        add(item, "itunes:episode", str(release.number))
    add(item, "itunes:episodeType", entry.type)
    add(item, "itunes:explicit", truth(show.explicit if entry.explicit is None else entry.explicit))
    _pictures(item, manifest, home)
    _transcripts(item, manifest, home)
    if manifest.chapters:
        chapters = f"{home}/{quote(manifest.files.chapters)}"
        add(item, "podcast:chapters", url=chapters, type=JSON_CHAPTERS_TYPE)
    _people(item, values, manifest)
    for bite in entry.soundbites:
        times = {"startTime": f"{bite.start:.3f}", "duration": f"{bite.seconds:.3f}"}
        add(item, "podcast:soundbite", bite.title, **times)
    add(item, "podcast:txt", "true", purpose="ai-content")
    _simple_chapters(item, manifest, home)


def _further_sounds(item: etree._Element, values: FeedValues, release: Release) -> None:
    """The episode in other formats, each with its digest; the enclosure is named too, as the default."""
    manifest = release.manifest
    if not manifest.sounds:
        return
    size = release.episode.mp3.stat().st_size
    mp3 = (manifest.files.mp3, "audio/mpeg", size, None, "MP3", release.episode.manifest.files.mp3)
    further = [
        (each.name, each.media_type, each.bytes, each.bitrate, FORMATS[each.kind].title, own.name)
        for each, own in zip(manifest.sounds, release.episode.manifest.sounds, strict=True)
    ]
    for number, (name, kind, length, bits, title, own_name) in enumerate((mp3, *further)):
        enclosure = add(
            item,
            "podcast:alternateEnclosure",
            type=kind,
            length=str(length),
            bitrate=str(bits) if bits else None,
            title=title,
            lang=manifest.language,
            default="false" if number else "true",
        )
        add(enclosure, "podcast:source", uri=f"{values.url}/{quote(release.folder)}/{quote(name)}")
        digest = release.episode.manifest.digests.get(own_name)
        if digest:
            value = base64.b64encode(bytes.fromhex(digest)).decode()
            add(enclosure, "podcast:integrity", type="sri", value=f"sha256-{value}")


def _pictures(item: etree._Element, manifest: Manifest, home: str) -> None:
    """The cover, the card that other sites show, and what the chapters show."""
    cover = f"{home}/{quote(manifest.files.cover)}"
    add(item, "itunes:image", href=cover)
    add_artwork(item, cover, f"{home}/{quote(manifest.files.share)}", manifest.title)
    for picture in manifest.pictures:
        add(
            item,
            "podcast:image",
            href=f"{home}/{quote(picture.name)}",
            alt=picture.alt or None,
            type="image/jpeg",
            width=str(picture.width),
            height=str(picture.height),
            purpose="chapter",
            **{"aspect-ratio": f"{picture.width}/{picture.height}"},
        )


def _transcripts(item: etree._Element, manifest: Manifest, home: str) -> None:
    names = manifest.files.model_dump()
    for name, kind in _TRANSCRIPTS:
        add(
            item,
            "podcast:transcript",
            url=f"{home}/{quote(names[name])}",
            type=TYPES[kind],
            language=manifest.language,
            rel="captions" if kind in ("vtt", "srt") else None,
        )


def _people(item: etree._Element, values: FeedValues, manifest: Manifest) -> None:
    """Everybody who talks: what an item says takes the place of the channel's, so the host is named again."""
    for speaker in manifest.speakers:
        label = page_words(manifest.language).speaker(speaker.name)[:_PERSON_LIMIT]
        found = values.show.people.get(speaker.name)
        add(
            item,
            "podcast:person",
            label,
            role=_ROLES[speaker.role],
            img=found.img if found else None,
            href=found.href if found else None,
        )


def _simple_chapters(item: etree._Element, manifest: Manifest, home: str) -> None:
    """Podlove simple chapters 1.2."""
    if not manifest.chapters:
        return
    chapters = add(item, "psc:chapters", version="1.2")
    for chapter in manifest.chapters:
        add(
            chapters,
            "psc:chapter",
            start=hms_millis(chapter.start_ms),
            title=chapter.title,
            href=safe_url(chapter.url),
            image=f"{home}/{quote(chapter.picture)}" if chapter.picture else None,
        )
