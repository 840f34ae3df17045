"""The audition's page: one HTML file with players side by side, its sound, style and script inside.

Every word from an interview or a cast goes through `escape`; a Content-Security-Policy lets nothing run but
the one script, named by its hash, and nothing load but what is inside the file. Opened from the disk it shows
the command that chooses; served (`server.py`), its buttons choose by themselves.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from duologue.audition.hear import Heard
from duologue.interview.language import detect_language
from duologue.model import NARRATOR, Interview, Utterance, Voice
from duologue.programme.contents.clock import short
from duologue.programme.contents.phrases import words_of

_COLOURS = 6


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    exchange: str
    casts: str
    engine: str
    choose: str
    copy: str
    copied: str
    chosen: str
    failed: str
    by_command: str
    in_use: str
    synthetic: str
    keys: str
    genders: dict[str, str]
    rate: str
    pitch: str
    volume: str


_WORDS = {
    "zh": _Words(
        title="试听",
        exchange="试听的片段",
        casts="声音组合",
        engine="语音引擎",
        choose="选用这组声音",
        copy="复制命令",
        copied="已复制",
        chosen="已写入 {}。这个页面可以关闭了。",
        failed="没有写入：{}",
        by_command="要选用，运行：",
        in_use="当前使用",
        synthetic="所有声音均为合成语音。",
        keys="键盘：1 至 9 播放或暂停对应的一组",
        genders={"female": "女声", "male": "男声"},
        rate="语速\u00a0{}%",
        pitch="音高\u00a0{}\u00a0Hz",
        volume="音量\u00a0{}%",
    ),
    "en": _Words(
        title="Audition",
        exchange="What is heard",
        casts="Casts",
        engine="Engine",
        choose="Use this cast",
        copy="Copy the command",
        copied="Copied",
        chosen="Written into {}. You can close this page.",
        failed="Not written: {}",
        by_command="To use it, run:",
        in_use="in use",
        synthetic="All voices are synthetic.",
        keys="Keys: 1 to 9 play or pause that cast",
        genders={"female": "a woman", "male": "a man"},
        rate="rate\u00a0{}%",
        pitch="pitch\u00a0{}\u00a0Hz",
        volume="volume\u00a0{}%",
    ),
}


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def audition_page(
    interview: Interview,
    said: Sequence[Utterance],
    heard: Sequence[Heard],
    *,
    engine: str,
    in_use: str,
    commands: Sequence[str],
    served: bool = False,
) -> str:
    """The page.

    Args:
        interview: the article.
        said: the exchange.
        heard: the casts, in the order of the page.
        engine: the engine's name.
        in_use: the name of the cast that the article has now.
        commands: for each cast, the command line that chooses it.
        served: whether the page is served by `server.py`, which can write the choice.
    """
    words = _WORDS.get(interview.language.lower().split("-")[0], _WORDS["en"])
    people = list(dict.fromkeys(utterance.speaker for utterance in said))
    colours = {name: f"s{number % _COLOURS}" for number, name in enumerate(people)}
    cards = "\n".join(
        _card(number, each, command, colours, words, in_use=in_use, served=served)
        for number, (each, command) in enumerate(zip(heard, commands, strict=True), 1)
    )
    body = (
        f'<header>\n<p class="show">{escape(words.title)}</p>\n<h1>{escape(interview.title)}</h1>\n'
        f'<p class="by">{escape(words.engine)} {escape(engine)} · {escape(words.synthetic)}</p>\n</header>\n'
        f'<main>\n<section class="exchange" aria-label="{escape(words.exchange)}">\n'
        f"{''.join(_lines(said, colours))}</section>\n"
        f'<section class="casts" aria-label="{escape(words.casts)}">\n{cards}\n</section>\n'
        f'<p id="told" role="status" data-chosen="{escape(words.chosen)}" '
        f'data-failed="{escape(words.failed)}"></p>\n</main>\n'
        f"<footer>\n<p>{escape(words.keys)}</p>\n</footer>"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(interview.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(served=served)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<link rel="icon" href="data:,">\n'
        f"<title>{escape(words.title)} · {escape(interview.title)}</title>\n"
        f"<style>\n{_asset('page.css')}</style>\n</head>\n<body>\n{body}\n"
        f"<script>{_asset('page.js')}</script>\n</body>\n</html>\n"
    )


def _policy(*, served: bool) -> str:
    hashed = base64.b64encode(hashlib.sha256(_asset("page.js").encode()).digest()).decode()
    connect = "connect-src 'self'; " if served else ""
    return (
        f"default-src 'none'; script-src 'sha256-{hashed}'; {connect}style-src 'unsafe-inline'; "
        "img-src data:; media-src data:; base-uri 'none'; form-action 'none'"
    )


def _lines(said: Sequence[Utterance], colours: dict[str, str]) -> Iterator[str]:
    """The exchange's text: one paragraph per utterance, the name before the first of each speaker."""
    before = None
    for utterance in said:
        who = f'<b class="who">{escape(utterance.speaker)}</b> ' if utterance.speaker != before else ""
        yield f'<p class="{colours[utterance.speaker]}">{who}{escape(utterance.written)}</p>\n'
        before = utterance.speaker


def _card(
    number: int,
    heard: Heard,
    command: str,
    colours: dict[str, str],
    words: _Words,
    *,
    in_use: str,
    served: bool,
) -> str:
    cast = heard.candidate.cast
    roles = words_of(cast.language).roles
    genders = heard.candidate.genders
    people = [(colours[name], name, voice) for name, voice in heard.candidate.voices]
    narrator = heard.candidate.casting.voices.get(NARRATOR)
    if narrator is not None:
        people.append(("narrator", roles["narrator"], narrator))
    voices = "".join(
        f'<div class="{colour}"><dt class="who">{escape(name)}</dt>'
        f"<dd>{escape(_voice(voice, genders.get(voice.name, ''), words))}</dd></div>\n"
        for colour, name, voice in people
    )
    sound = base64.b64encode(heard.mp3).decode("ascii")
    using = f' <span class="using">{escape(words.in_use)}</span>' if cast.name == in_use else ""
    title = f"cast-{number}"
    label = f"{cast.name}, {short(round(heard.seconds * 1000))}"
    pick = (
        f'<button type="button" class="choose" data-cast="{number - 1}" aria-describedby="{title}">'
        f"{escape(words.choose)}</button>"
        if served
        else f'<p class="how">{escape(words.by_command)}</p>\n<code id="command-{number}" tabindex="0">'
        f"{_unbroken(command)}</code>\n"
        f'<button type="button" class="copy" data-copied="{escape(words.copied)}" '
        f'aria-describedby="{title}">{escape(words.copy)}</button>'
    )
    return (
        f'<article aria-labelledby="{title}">\n'
        f'<h2 id="{title}"><span class="number">{number}</span> {escape(cast.name)}{using}</h2>\n'
        f'<p class="about" lang="{detect_language(cast.description)}">{escape(cast.description)}</p>\n'
        f"<dl>\n{voices}</dl>\n"
        f'<audio controls preload="metadata" aria-label="{escape(label)}" '
        f'src="data:audio/mpeg;base64,{sound}"></audio>\n{pick}\n</article>'
    )


def _voice(voice: Voice, gender: str, words: _Words) -> str:
    """The voice in the page's language: its kind, its name, and how it differs from its own way."""
    prosody = ((words.rate, voice.rate_percent), (words.pitch, voice.pitch_hz))
    said = [
        form.format(f"{value:+d}".replace("-", "−"))
        for form, value in (*prosody, (words.volume, voice.volume_percent))
        if value
    ]
    return " · ".join(filter(None, (words.genders.get(gender, ""), voice.name, *said)))


def _unbroken(command: str) -> str:
    """A command line that breaks between its words alone, never behind a hyphen."""
    return " ".join(f"<span>{escape(word)}</span>" for word in command.split(" "))
