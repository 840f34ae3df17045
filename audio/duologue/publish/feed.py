"""The feed: RSS 2.0 with the itunes, podcast, atom, content and psc namespaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from duologue.errors import ConfigError
from duologue.programme.contents.chapters import JSON_CHAPTERS_TYPE
from duologue.programme.contents.clock import hms_millis
from duologue.programme.contents.notes import show_notes_html
from duologue.programme.contents.phrases import speaker_label
from duologue.programme.contents.transcripts import TYPES
from duologue.programme.manifest import Manifest
from duologue.publish.library import Published
from duologue.publish.show import Show, podcast_guid

FEED_NAME = "feed.xml"
SHOW_COVER_NAME = "cover.jpg"

_NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "psc": "http://podlove.org/simple-chapters",
}
_ROLES = {"interviewer": "host", "interviewee": "guest", "narrator": "narrator"}
_PERSON_LIMIT = 128


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier feed has promised: the show's guid, and each episode's date and number by its guid."""

    guid: str | None = None
    dates: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)


def kept_of(path: Path) -> Kept:
    """What the feed at `path` has promised; nothing if there is none.

    Raises:
        ConfigError: it is damaged, so that its promises would be broken without a word.
    """
    try:
        channel = etree.fromstring(path.read_bytes(), _parser()).find("channel")
    except FileNotFoundError:
        return Kept()
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror})", path) from None
    except etree.XMLSyntaxError:
        channel = None
    if channel is None:
        raise ConfigError("is no feed; it kept the show's guid and dates: restore it, or remove it", path)
    dates: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for item in channel.iter("item"):
        guid = item.findtext("guid") or ""
        dates[guid] = item.findtext("pubDate") or ""
        number = item.findtext("itunes:episode", default="", namespaces=_NS)
        if number.isdecimal():
            numbers[guid] = int(number)
    return Kept(
        channel.findtext("podcast:guid", namespaces=_NS),
        {guid: date for guid, date in dates.items() if guid and date},
        numbers,
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def feed_xml(show: Show, episodes: list[Published], url: str, kept: Kept | None = None) -> bytes:
    """The feed of a completed `show` (see `show.complete`).

    Args:
        show: what the feed says about the show.
        episodes: newest first.
        url: the folder's address on the web; the feed is `url`/feed.xml.
        kept: what an earlier feed has promised.
    """
    kept = kept or Kept()
    base = url.rstrip("/")
    rss = etree.Element("rss", {"version": "2.0"}, nsmap=_NS)
    channel = etree.SubElement(rss, "channel")
    _channel(channel, show, base, kept)
    numbers = _numbers(show, episodes, kept)
    for episode in episodes:
        _item(etree.SubElement(channel, "item"), show, episode, base, kept, numbers[episode.manifest.guid])
    etree.indent(rss)
    return etree.tostring(rss, xml_declaration=True, encoding="UTF-8") + b"\n"


def _channel(channel: etree._Element, show: Show, base: str, kept: Kept) -> None:
    feed_url = f"{base}/{FEED_NAME}"
    _add(channel, "atom:link", href=feed_url, rel="self", type="application/rss+xml")
    _add(channel, "title", show.title)
    _add(channel, "link", show.link or f"{base}/")
    _add(channel, "description", show.description)
    _add(channel, "language", show.language)
    _add(channel, "generator", "Duologue")
    if show.copyright:
        _add(channel, "copyright", show.copyright)
    _add(channel, "itunes:author", show.author)
    if show.owner:
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", show.owner.name or show.author)
        _add(owner, "itunes:email", show.owner.email)
    main, sub = show.category
    category = _add(channel, "itunes:category", text=main)
    if sub:
        _add(category, "itunes:category", text=sub)
    _add(channel, "itunes:explicit", _truth(show.explicit))
    _add(channel, "itunes:type", "episodic")
    _add(channel, "itunes:image", href=f"{base}/{SHOW_COVER_NAME}")
    image = _add(channel, "image")
    _add(image, "url", f"{base}/{SHOW_COVER_NAME}")
    _add(image, "title", show.title)
    _add(image, "link", show.link or f"{base}/")
    _add(channel, "podcast:guid", str(show.guid) if show.guid else kept.guid or podcast_guid(feed_url))
    _add(channel, "podcast:medium", "podcast")
    owner_of_lock = {"owner": show.owner.email} if show.owner else {}
    _add(channel, "podcast:locked", "yes" if show.locked else "no", **owner_of_lock)
    _add(channel, "podcast:txt", "true", purpose="ai-content")


def _numbers(show: Show, episodes: list[Published], kept: Kept) -> dict[str, int]:
    """Every episode's number by its guid: as `show.yaml` says, as before, or the next one, oldest first."""
    numbers: dict[str, int] = {}
    last = max(kept.numbers.values(), default=0)
    for episode in reversed(episodes):
        guid = episode.manifest.guid
        said = show.entry(episode.folder.name).number or kept.numbers.get(guid)
        last = last if said else last + 1
        numbers[guid] = said or last
    return numbers


def _item(item: etree._Element, show: Show, episode: Published, base: str, kept: Kept, number: int) -> None:
    manifest, entry = episode.manifest, show.entry(episode.folder.name)
    home = f"{base}/{quote(episode.folder.name)}"
    at = {name: f"{home}/{quote(file)}" for name, file in manifest.files.model_dump().items()}
    notes = show_notes_html(manifest)
    _add(item, "title", manifest.title)
    _add(item, "link", f"{home}/")
    _add(item, "guid", manifest.guid, isPermaLink="false")
    _add(item, "pubDate", kept.dates.get(manifest.guid) or _date(episode))
    _add(item, "description").text = etree.CDATA(_xml(notes))
    _add(item, "content:encoded").text = etree.CDATA(_xml(notes))
    _add(item, "enclosure", url=at["mp3"], length=str(episode.mp3.stat().st_size), type="audio/mpeg")
    _add(item, "itunes:title", manifest.title)
    _add(item, "itunes:author", show.author)
    _add(item, "itunes:duration", str(round(manifest.duration_ms / 1000)))
    if entry.season:
        _add(item, "itunes:season", str(entry.season))
    _add(item, "itunes:episode", str(number))
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:explicit", _truth(show.explicit if entry.explicit is None else entry.explicit))
    _add(item, "itunes:image", href=at["cover"])
    for name, kind in (("vtt", "vtt"), ("srt", "srt"), ("json_transcript", "json"), ("html", "html")):
        attributes = {"rel": "captions"} if kind in ("vtt", "srt") else {}
        _add(
            item,
            "podcast:transcript",
            url=at[name],
            type=TYPES[kind],
            language=manifest.language,
            **attributes,
        )
    if manifest.chapters:
        _add(item, "podcast:chapters", url=at["chapters"], type=JSON_CHAPTERS_TYPE)
    for speaker in manifest.speakers:
        label = speaker_label(speaker.name, manifest.language)[:_PERSON_LIMIT]
        found = show.people.get(speaker.name)
        places = found.model_dump(exclude_none=True) if found else {}
        _add(item, "podcast:person", label, role=_ROLES[speaker.role], **places)
    for bite in entry.soundbites:
        times = {"startTime": f"{bite.start:.3f}", "duration": f"{bite.seconds:.3f}"}
        _add(item, "podcast:soundbite", bite.title, **times)
    _add(item, "podcast:txt", "true", purpose="ai-content")
    _psc(item, manifest)


def _psc(item: etree._Element, manifest: Manifest) -> None:
    """Podlove simple chapters 1.2."""
    if not manifest.chapters:
        return
    chapters = _add(item, "psc:chapters", version="1.2")
    for chapter in manifest.chapters:
        _add(chapters, "psc:chapter", start=hms_millis(chapter.start_ms), title=chapter.title)


def _add(parent: etree._Element, name: str, content: str | None = None, **attributes: str) -> etree._Element:
    prefix, colon, local = name.partition(":")
    tag = f"{{{_NS[prefix]}}}{local}" if colon else name
    child = etree.SubElement(parent, tag, {key: _xml(value) for key, value in attributes.items()})
    if content is not None:
        child.text = _xml(content)
    return child


def _xml(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold; `]]>` would end a CDATA section."""
    kept = "".join(
        c
        for c in text
        if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
    return kept.replace("]]>", "]]&gt;")


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _date(episode: Published) -> str:
    """The interview's date at midnight UTC, else when the sound was written (RFC 2822)."""
    published = episode.manifest.published
    if published:
        moment = datetime(published.year, published.month, published.day, tzinfo=UTC)
    else:
        moment = datetime.fromtimestamp(int(episode.mp3.stat().st_mtime), UTC)
    return format_datetime(moment)
