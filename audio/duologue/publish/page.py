"""The player page of an episode: player, chapters, transcript; no address but the episode's own files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from urllib.parse import quote

from duologue.model import NARRATOR
from duologue.programme.contents.clock import short
from duologue.programme.contents.notes import credits_html
from duologue.programme.contents.phrases import Words, speaker_label, words_of
from duologue.programme.contents.transcripts.cue import Cue
from duologue.programme.contents.transcripts.text import Passage, between, passages
from duologue.programme.manifest import CueEntry, Manifest
from duologue.publish.document import document, facts

SPEEDS = ("0.75", "1", "1.25", "1.5", "1.75", "2")
_COLOURS = 6


def episode_page(episode: Manifest) -> str:
    """`index.html` of an episode; works from a web server and from the disk."""
    words = words_of(episode.language)
    summary = escape(" ".join(episode.summary.split())[:300])
    body = "\n".join(
        (
            f'<a class="visually-hidden" href="#transcript">{escape(words.skip)}</a>',
            _header(episode),
            _player(episode, words),
            '<main class="body">',
            _chapters(episode, words),
            f'<section id="transcript" aria-label="{escape(words.transcript)}">',
            *_transcript(episode),
            "</section>",
            "</main>",
            _footer(episode, words),
        )
    )
    return document(
        episode.language,
        f"{episode.title} · {episode.show}",
        body,
        script=True,
        head=f'<meta name="description" content="{summary}">\n',
    )


def _header(episode: Manifest) -> str:
    return (
        f'<header>\n<img src="{quote(episode.files.thumbnail)}" alt="" width="600" height="600">\n<div>\n'
        f'<p class="show" dir="auto" data-home="../">{escape(episode.show)}</p>\n'
        f'<h1 dir="auto">{escape(episode.title)}</h1>\n'
        f'<p class="by">{facts(episode)}</p>\n</div>\n</header>'
    )


def _player(episode: Manifest, words: Words) -> str:
    """The browser's own player, and the tools that a script gives it: without one they stay hidden."""
    speeds = "".join(
        f'<option value="{speed}"{" selected" if speed == "1" else ""}>{speed} ×</option>' for speed in SPEEDS
    )
    return (
        f'<section class="player" aria-label="{escape(words.player)}">\n<div class="controls">\n'
        f'<audio controls preload="metadata" src="{quote(episode.files.mp3)}">'
        f'<track kind="captions" src="{quote(episode.files.vtt)}" srclang="{escape(episode.language)}" '
        f'label="{escape(words.transcript)}"></audio>\n'
        '<div class="tools" hidden>\n'
        f'<button id="back" type="button" aria-label="{escape(words.back)}">−15</button>\n'
        f'<button id="forward" type="button" aria-label="{escape(words.forward)}">+30</button>\n'
        f'<select id="speed" aria-label="{escape(words.speed)}">{speeds}</select>\n'
        f'<button id="follow" type="button" aria-pressed="true" aria-label="{escape(words.follow_long)}">'
        f"{escape(words.follow)}</button>\n"
        f'<div class="search"><input id="search" type="search" placeholder="{escape(words.search)}" '
        f'aria-label="{escape(words.search_long)}">\n'
        f'<output id="found" for="search" aria-label="{escape(words.results)}" '
        f'data-none="{escape(words.none_found)}"></output>\n'
        f'<button id="before" type="button" aria-label="{escape(words.before)}" hidden>↑</button>\n'
        f'<button id="after" type="button" aria-label="{escape(words.after)}" hidden>↓</button></div>\n'
        "</div>\n"
        f'<p id="trouble" role="alert" hidden>{escape(words.silent)}{escape(episode.files.mp3)}</p>\n'
        "</div>\n</section>"
    )


def _chapters(episode: Manifest, words: Words) -> str:
    label = escape(words.chapters)
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
        yield _passage(passage, entry, episode.language, colours.get(first.speaker, "narrator"))


def _passage(passage: Passage, entry: CueEntry, language: str, colour: str) -> str:
    text, said = "", ""
    for cue in passage.cues:
        text += between(said, cue.text.strip())
        text += f'<span class="cue" data-start="{cue.start_ms}" data-end="{cue.end_ms}">'
        text += f"{escape(cue.text)}</span>"
        said = cue.text.strip()
    if entry.kind == "section":
        return f'<h2 class="section" dir="auto">{text}</h2>'
    at = passage.cues[0].start_ms
    who = escape(speaker_label(passage.speaker, language))
    name = f'<span class="who" dir="auto">{who}</span>' if passage.opens else ""
    return (
        f'<div class="passage {colour}{" opens" if passage.opens else ""}">'
        f'<a class="at" href="#t={at / 1000:g}" data-start="{at}">{short(at)}</a>'
        f'<p dir="auto">{name}{text}</p></div>'
    )


def _footer(episode: Manifest, words: Words) -> str:
    files = episode.files
    links = " · ".join(
        f'<a href="{quote(name)}" download>{label}</a>'
        for label, name in (
            ("MP3", files.mp3),
            ("VTT", files.vtt),
            ("SRT", files.srt),
            ("JSON", files.json_transcript),
        )
    )
    return (
        f'<footer>\n<div class="credits">\n{credits_html(episode)}\n'
        f"<p><strong>{escape(words.files)}</strong></p>\n<p>{links}</p>\n</div>\n"
        f'<p class="keys">{escape(words.keys)}</p>\n</footer>'
    )
