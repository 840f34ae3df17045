"""The pages of an episode: the player page, and the small player that other sites embed."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from duologue.clock import short
from duologue.languages.page import page_words
from duologue.model import NARRATOR
from duologue.programme.contents.linebreak import width
from duologue.programme.contents.notes import about_person, how_made, origin_facts, safe_url
from duologue.programme.formats.kinds import FORMATS
from duologue.programme.manifest import ChapterEntry, Manifest
from duologue.publish.document import document
from duologue.publish.page_values import Around, Download, Downloads, ShowValues
from duologue.publish.passages import colours_of, paragraphs
from duologue.publish.sharing import Sharing, description_of, show_icon
from duologue.publish.structured_data import episode_data, episode_url
from duologue.publish.subscribing import app_links, qr_svg

_LONG, _VERY_LONG = 60, 140
"""Columns from which on a title is set smaller, and clamped."""
_NO_FILES = Downloads()


@dataclass(frozen=True, slots=True)
class Audio:
    """What a player is given of an episode.

    Attributes:
        guid: under which the position is remembered.
        seconds: whole length, rounded up.
        levels: the waveform; see `Manifest.waveform`.
        voices: for each of its levels the speaker's colour: ``0`` to ``5``, ``n`` for the narrator.
        marks: chapters as JSON: a list of start in seconds and title.
        src: the sound's address.
        file: its name, for people.
        captions: the transcript's address; empty for none.
        language: BCP 47.
        opening: the first chapter's title.
        length: the whole length as a clock shows it.
    """

    guid: str
    seconds: int
    levels: str
    voices: str
    marks: str
    src: str
    file: str
    captions: str
    language: str
    opening: str
    length: str


@dataclass(frozen=True, slots=True)
class PagePerson:
    """Who talks, as the foot of the page lists them."""

    name: str
    about: str
    colour: str


@dataclass(frozen=True, slots=True)
class ChapterLink:
    """A chapter as the page lists it; `seconds` for its address."""

    title: str
    start_ms: int
    seconds: str


def episode_page(episode: Manifest, around: Around | None = None, files: Downloads = _NO_FILES) -> str:
    """`index.html` of an episode; works from a web server and from the disk.

    Args:
        episode: all of it.
        around: its show; without one the page stands for itself.
        files: further files, and the lengths of those whose lengths are known.
    """
    words, colours = page_words(episode.language), colours_of(episode)
    show = around.show if around else ShowValues(episode.show, language=episode.language)
    home = episode_url(around)
    return document(
        "episode.html",
        episode.language,
        script="episode",
        policy=("connect-src 'self'",),
        episode=episode,
        around=around,
        show=show,
        audio=_audio(episode),
        people=people_line(episode),
        facts=facts_of(episode, around),
        title_class=_title_class(episode.title),
        summary=summary_of(episode),
        chapters=tuple(_chapter_links(episode)),
        passages=paragraphs(episode),
        cast=tuple(
            PagePerson(words.speaker(s.name), about_person(s, words), colours.get(s.name, "narrator"))
            for s in episode.speakers
        ),
        links=tuple(link for link in episode.links if safe_url(link.url)),
        made=how_made(episode),
        origin=origin_facts(episode),
        source_url=safe_url(episode.url),
        downloads=tuple(_downloads(episode, files)),
        apps=app_links(show.feed_url, show.subscribe) if show.feed_url else (),
        code=qr_svg(f"{show.url}/") if show.url else "",
        oembed=home and f"{home}{quote(OEMBED_NAME)}",
        data=episode_data(episode, around),
        sharing=_sharing(episode, show, home),
    )


OEMBED_NAME = "oembed.json"
"""What the page names as its oEmbed answer, where the show's address is known."""


def embed_page(episode: Manifest, around: Around | None = None) -> str:
    """`embed.html`: the player alone, for a frame in another page."""
    show = around.show if around else ShowValues(episode.show, language=episode.language)
    return document(
        "embed.html",
        episode.language,
        script="embed",
        episode=episode,
        show=show,
        audio=_audio(episode),
        address=episode_url(around),
        icon=show_icon(show.title),
    )


def people_line(episode: Manifest) -> str:
    """Who talks, in one line."""
    return " × ".join(speaker.name for speaker in episode.speakers if speaker.name != NARRATOR)


def facts_of(episode: Manifest, around: Around | None = None) -> tuple[str, ...]:
    """When it was published and how long it is, as people write it."""
    words = page_words(episode.language)
    day = around.listed.published if around else episode.published
    return tuple(filter(None, (words.date(day) if day else "", words.length(episode.duration_ms))))


def summary_of(episode: Manifest) -> str:
    """What the episode is about: the first paragraph of its summary, if it says more than the title."""
    first = " ".join(episode.summary.partition("\n\n")[0].split())
    return "" if first in (episode.title, episode.disclosure.comment) else first


def chapters_to_list(episode: Manifest) -> tuple[ChapterEntry, ...]:
    """The chapters worth a list: a single one that is called like the episode says nothing."""
    lone = len(episode.chapters) == 1 and episode.chapters[0].title.strip() == episode.title.strip()
    return () if lone else episode.chapters


def chapter_marks(episode: Manifest) -> str:
    """The chapters for a player, as JSON."""
    marks = [[chapter.start_ms / 1000, chapter.title] for chapter in chapters_to_list(episode)]
    return json.dumps(marks, ensure_ascii=False, separators=(",", ":"))


def _audio(episode: Manifest) -> Audio:
    listed = chapters_to_list(episode)
    return Audio(
        guid=episode.guid,
        seconds=-(-episode.duration_ms // 1000),
        levels=episode.waveform,
        voices=voices_of_levels(episode),
        marks=chapter_marks(episode),
        src=quote(episode.files.mp3),
        file=episode.files.mp3,
        captions=quote(episode.files.vtt),
        language=episode.language,
        opening=listed[0].title if listed else episode.title,
        length=short(episode.duration_ms),
    )


def voices_of_levels(episode: Manifest) -> str:
    """Who speaks at each level of the waveform; a pause belongs to whoever spoke before it."""
    starts = [cue.start_ms for cue in episode.cues]
    colours = {
        name: "n" if colour == "narrator" else colour[1:] for name, colour in colours_of(episode).items()
    }
    count = len(episode.waveform)
    voices = []
    for number in range(count):
        middle_ms = (2 * number + 1) * episode.duration_ms // (2 * count)
        place = bisect_right(starts, middle_ms) - 1
        voices.append(colours.get(episode.cues[place].speaker, "n") if place >= 0 else "n")
    return "".join(voices)


def _title_class(title: str) -> str:
    columns = width(title)
    return "very-long" if columns > _VERY_LONG else "long" if columns > _LONG else ""


def _chapter_links(episode: Manifest) -> Iterator[ChapterLink]:
    for chapter in chapters_to_list(episode):
        yield ChapterLink(chapter.title, chapter.start_ms, f"{chapter.start_ms / 1000:g}")


def _downloads(episode: Manifest, files: Downloads) -> Iterator[Download]:
    names = episode.files
    yield Download("MP3", names.mp3, episode.mp3_bytes or files.sizes.get(names.mp3))
    for sound in episode.sounds:
        yield Download(FORMATS[sound.kind].title, sound.name, sound.bytes)
    text = page_words(episode.language).show.text
    for label, name in (
        (f"{text} (TXT)", names.text),
        (f"{text} (Markdown)", names.markdown),
        ("WebVTT", names.vtt),
        ("SubRip (SRT)", names.srt),
        ("JSON", names.json_transcript),
    ):
        yield Download(label, name, files.sizes.get(name))


def _sharing(episode: Manifest, show: ShowValues, home: str | None) -> Sharing:
    return Sharing(
        title=episode.title,
        description=description_of(summary_of(episode) or episode.summary),
        site=show.title,
        locale=episode.language.replace("-", "_"),
        kind="article",
        url=home,
        picture=home and f"{home}{quote(episode.files.share)}",
        sound=home and f"{home}{quote(episode.files.mp3)}",
        icon=show_icon(show.title),
        touch_icon=quote(episode.files.thumbnail),
    )
