"""The player page: one HTML file with its style and script inside, no address but the episode's own files.

Every word from an interview goes through `escape`; a Content-Security-Policy lets nothing run but the
one script, named by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from duologue.interview.model import NARRATOR
from duologue.programme.clock import short
from duologue.programme.manifest import CueEntry, Manifest
from duologue.programme.notes import safe_url
from duologue.programme.transcripts.cue import Cue
from duologue.programme.transcripts.text import Passage, passages
from duologue.programme.words import Words, speaker_label, words_of

SPEEDS = ("0.75", "1", "1.25", "1.5", "1.75", "2")
_COLOURS = 6
_ABOUT = 160
"""Characters of an episode's summary in the show's list."""


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


def _document(language: str, title: str, body: str, *, script: bool, head: str = "") -> str:
    run = f"<script>{_asset('page.js')}</script>\n" if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script=script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n{head}<style>\n{_asset('page.css')}</style>\n</head>\n"
        f"<body>\n{body}\n{run}</body>\n</html>\n"
    )


def episode_page(episode: Manifest) -> str:
    """`index.html` of an episode; works from a web server and from the disk."""
    words = words_of(episode.language)
    head = (
        '<link rel="icon" href="data:,">\n'
        f'<meta name="description" content="{escape(" ".join(episode.summary.split())[:300])}">\n'
    )
    body = "\n".join(
        (
            f'<a class="visually-hidden" href="#transcript">{escape(words.skip)}</a>',
            _header(episode),
            _player(episode, words),
            '<main class="body">',
            _chapters(episode),
            f'<section id="transcript" aria-label="{escape(words.transcript)}">',
            *_transcript(episode),
            "</section>",
            "</main>",
            _footer(episode, words),
        )
    )
    return _document(episode.language, f"{episode.title} · {episode.show}", body, script=True, head=head)


def _header(episode: Manifest) -> str:
    return (
        f'<header>\n<img src="{quote(episode.files.thumbnail)}" alt="" width="600" height="600">\n<div>\n'
        f'<p class="show" dir="auto" data-home="../">{escape(episode.show)}</p>\n'
        f'<h1 dir="auto">{escape(episode.title)}</h1>\n'
        f'<p class="by">{_facts(episode)}</p>\n</div>\n</header>'
    )


def _player(episode: Manifest, words: Words) -> str:
    speeds = "".join(
        f'<option value="{speed}"{" selected" if speed == "1" else ""}>{speed} ×</option>' for speed in SPEEDS
    )
    return (
        f'<section class="player" aria-label="{escape(words.player)}">\n<div class="controls">\n'
        f'<audio controls preload="metadata" src="{quote(episode.files.mp3)}">'
        f'<track kind="captions" src="{quote(episode.files.vtt)}" srclang="{escape(episode.language)}" '
        f'label="{escape(words.transcript)}"></audio>\n'
        f'<button id="back" type="button" aria-label="{escape(words.back)}">−15</button>\n'
        f'<button id="forward" type="button" aria-label="{escape(words.forward)}">+30</button>\n'
        f'<select id="speed" aria-label="{escape(words.speed)}">{speeds}</select>\n'
        f'<button id="follow" type="button" aria-pressed="true">{escape(words.follow)}</button>\n'
        f'<input id="search" type="search" placeholder="{escape(words.search)}" '
        f'aria-label="{escape(words.search)}">\n'
        f'<output id="found" for="search" aria-label="{escape(words.results)}"></output>\n</div>\n</section>'
    )


def _chapters(episode: Manifest) -> str:
    label = escape(words_of(episode.language).chapters)
    items = "\n".join(
        f'<li><a href="#t={c.start_ms / 1000:g}" data-start="{c.start_ms}">'
        f'<span class="at">{short(c.start_ms)}</span><span dir="auto">{escape(c.title)}</span></a></li>'
        for c in episode.chapters
    )
    return f'<nav class="chapters" aria-label="{label}">\n<h2>{label}</h2>\n<ol>\n{items}\n</ol>\n</nav>'


def _transcript(episode: Manifest) -> Iterator[str]:
    people = [s.name for s in episode.speakers if s.name != NARRATOR]
    colours = {name: f"s{number % _COLOURS}" for number, name in enumerate(people)} | {NARRATOR: "narrator"}
    kinds = {(c.start_ms, c.end_ms): c for c in episode.cues}
    cues = [Cue(c.speaker, c.text, c.start_ms, c.end_ms, c.turn, c.paragraph) for c in episode.cues]
    below_heading = False
    for passage in passages(cues):
        first = passage.cues[0]
        entry = kinds[first.start_ms, first.end_ms]
        if below_heading:
            passage = replace(passage, opens=True)
        below_heading = entry.kind == "section"
        yield from _passage(passage, entry, episode.language, colours.get(first.speaker, "narrator"))


def _passage(passage: Passage, entry: CueEntry, language: str, colour: str) -> Iterator[str]:
    spans = [
        f'<span class="cue" data-start="{c.start_ms}" data-end="{c.end_ms}">{escape(c.text)}</span>'
        for c in passage.cues
    ]
    # Sentences are joined by the same rule as everywhere; the space, if any, stands between the spans.
    text, said = spans[0], passage.cues[0].text
    for cue, span in zip(passage.cues[1:], spans[1:], strict=True):
        glued = Passage(passage.speaker, False, (Cue("", said, 0, 1), Cue("", cue.text, 0, 1))).text
        text += (" " if len(glued) > len(said.strip()) + len(cue.text.strip()) else "") + span
        said = cue.text
    at = passage.cues[0].start_ms
    if entry.kind == "section":
        yield f'<h2 class="section" dir="auto">{text}</h2>'
        return
    who = (
        f'<span class="who" dir="auto">{escape(speaker_label(passage.speaker, language))}</span>'
        if passage.opens
        else ""
    )
    yield (
        f'<div class="passage {colour}{" opens" if passage.opens else ""}">'
        f'<a class="at" href="#t={at / 1000:g}" data-start="{at}">{short(at)}</a>'
        f'<p dir="auto">{who}{text}</p></div>'
    )


def _footer(episode: Manifest, words: Words) -> str:
    notes = words_of(episode.language)
    url = safe_url(episode.url)
    source = f'<p><a href="{escape(url)}" rel="noopener">{escape(notes.article)}</a></p>\n' if url else ""
    voices = notes.comma.join(
        f"{speaker_label(s.name, episode.language)} ({s.voice})" for s in episode.speakers if s.voice
    )
    return (
        f"<footer>\n<p>{escape(episode.disclosure.comment)}</p>\n<p>{escape(voices)}</p>\n{source}"
        f"<p>{escape(words.keys)}</p>\n</footer>"
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """An episode in the show's list: its folder's name and what is said of it."""

    folder: str
    manifest: Manifest


def show_page(title: str, description: str, language: str, episodes: list[Listed], feed: str) -> str:
    """`index.html` of a show: every episode with its cover, and the feed's address."""
    words = words_of(language)
    items = "\n".join(
        f'<li><a href="{quote(e.folder)}/" tabindex="-1" aria-hidden="true">'
        f'<img src="{quote(e.folder)}/{quote(e.manifest.files.thumbnail)}" alt="" loading="lazy" '
        'width="300" height="300"></a>\n'
        f'<div><h2 dir="auto"><a href="{quote(e.folder)}/">{escape(e.manifest.title)}</a></h2>\n'
        f"<p>{_facts(e.manifest)}</p>{_about(e.manifest)}</div></li>"
        for e in episodes
    )
    about = f'<p class="by" dir="auto">{escape(description)}</p>\n' if description != title else ""
    said = list(dict.fromkeys(e.manifest.disclosure.comment for e in episodes))
    footer = "".join(f"<p>{escape(comment)}</p>\n" for comment in said)
    body = (
        '<header>\n<img src="cover.jpg" alt="" width="1400" height="1400">\n<div>\n'
        f'<h1 dir="auto">{escape(title)}</h1>\n{about}'
        f'<p><a href="{escape(feed)}">{escape(words.subscribe)} (RSS)</a></p>\n</div>\n</header>\n'
        f'<main aria-label="{escape(words.all_episodes)}">\n<ul class="episodes">\n{items}\n</ul>\n</main>\n'
        f"<footer>\n{footer}</footer>"
    )
    head = (
        '<link rel="icon" href="data:,">\n'
        f'<link rel="alternate" type="application/rss+xml" title="{escape(title)}" href="{escape(feed)}">\n'
    )
    return _document(language, title, body, script=False, head=head)


def _facts(episode: Manifest) -> str:
    """Who talks, when it was published and how long it is; what belongs together stays on one line."""
    people = " × ".join(s.name for s in episode.speakers if s.name != NARRATOR)
    date = episode.published.isoformat() if episode.published else ""
    facts = [f"<bdi>{escape(people)}</bdi>" if people else ""]
    facts += [
        f'<span class="fact">{fact}</span>' if fact else "" for fact in (date, short(episode.duration_ms))
    ]
    return " · ".join(filter(None, facts))


def _about(episode: Manifest) -> str:
    """The beginning of what an episode is about."""
    first = " ".join(episode.summary.partition("\n\n")[0].split())
    if not first or first == episode.title or first == episode.disclosure.comment:
        return ""
    return (
        f'<p dir="auto">{escape(first if len(first) <= _ABOUT else first[: _ABOUT - 1].rstrip() + "…")}</p>'
    )
