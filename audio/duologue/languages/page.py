"""The words of pages, notes, chapters and disclosure: `<tag>/page.yaml`, one file for each language.

A language's file holds every word. A region's (`en-US`) holds only what differs from its language. To add a
language, copy `en/page.yaml` into a folder of its own and translate the values.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from duologue.languages.tags import pack_tags
from duologue.model import NARRATOR
from duologue.yaml_file import Place, fault, load_yaml

FALLBACK = "en"
"""The language of the words where there is no file for the content's own."""
FILE_NAME = "page.yaml"
_FOLDER = Path(__file__).parent
_RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"])


def _twelve_or_none(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) not in (0, 12):
        raise ValueError(f"the names of twelve months are expected here, or none; there are {len(names)}")
    return names


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _AnyKeys(BaseModel):
    """A file before it is laid over another."""

    model_config = ConfigDict(extra="allow")


class DisclosureWords(_Group):
    """How the language says that the voices are synthetic; `{title}` may stand in the first two."""

    spoken: str
    comment: str
    badge: str


class People(_Group):
    """Who talks, and what they do."""

    narrator: str
    asks: str
    answers: str
    narrates: str
    voice: str
    heading: str
    written_by: str
    more: str
    """`{count}` people, where not all of them fit."""


class Marks(_Group):
    """Punctuation between words that are put together."""

    colon: str
    comma: str
    also: str
    bracketed: str
    """`{name}` and what is said of it, `{about}`."""
    quoted: str
    """A sentence, `{text}`, as somebody's words, `{who}`."""


class Dates(_Group):
    """Dates, lengths and sizes as people write them."""

    day: str
    """`{year}`, `{month}`, `{day}`, and `{name}` for the month's name."""
    months: Annotated[tuple[str, ...], AfterValidator(_twelve_or_none)]
    hours: str
    minutes: str
    seconds: str
    size: str
    decimal: str


class NotesWords(_Group):
    """Show notes."""

    opening: str
    chapters: str
    source: str
    published: str
    article: str
    music: str
    made: str
    mixed: str
    mentioned: str


class Player(_Group):
    """The player."""

    name: str
    play: str
    pause: str
    play_episode: str
    position: str
    back: str
    forward: str
    speed: str
    remaining: str
    resume: str
    restart: str
    silent: str
    captions: str


class Transcript(_Group):
    """The transcript and its search."""

    heading: str
    skip: str
    search: str
    search_long: str
    results: str
    none_found: str
    before: str
    after: str
    close: str
    back_to_now: str
    all_chapters: str
    keys: str


class Share(_Group):
    """Sharing an episode, a moment of it or a sentence."""

    share: str
    close: str
    link: str
    from_now: str
    embed: str
    copy_link: str
    copy_code: str
    copied: str
    quote: str
    from_here: str
    send: str


class Subscribe(_Group):
    """Subscribing to the show."""

    subscribe: str
    about: str
    address: str
    copy_address: str
    copied: str
    open_in: str
    phone: str


class ShowWords(_Group):
    """The page of a show, and what an episode's page says of it."""

    episodes: str
    number: str
    newer: str
    older: str
    next: str
    previous: str
    search: str
    none_found: str
    pages: str
    page: str
    download: str
    text: str
    open_page: str


class Feed(_Group):
    """What the feed says when a browser shows it."""

    heading: str
    about: str


class AuditionWords(_Group):
    """The page on which casts are compared."""

    title: str
    exchange: str
    casts: str
    engine: str
    choose: str
    copy_command: str
    copied: str
    chosen: str
    failed: str
    by_command: str
    in_use: str
    synthetic: str
    keys: str
    female: str
    male: str
    rate: str
    pitch: str
    volume: str


class Abbreviations(_Group):
    """Words whose full stop need not end a sentence, written without it."""

    before_name: tuple[str, ...]
    """A sentence never ends after these: `Dr`."""
    before_number: tuple[str, ...]
    """Nor after these, where a number follows: `No`."""
    anywhere: tuple[str, ...]
    """Nor after these, unless one of `starters` follows: `etc`."""
    starters: tuple[str, ...]
    """Words that begin a sentence more often than a name."""


class PageWords(_Group):
    """All words of one language."""

    language: str
    """BCP 47, of these words."""
    disclosure: DisclosureWords
    people: People
    marks: Marks
    dates: Dates
    notes: NotesWords
    player: Player
    transcript: Transcript
    share: Share
    subscribe: Subscribe
    show: ShowWords
    feed: Feed
    audition: AuditionWords
    abbreviations: Abbreviations

    def speaker(self, name: str) -> str:
        """A speaker's name to show: the narrator's in this language."""
        return self.people.narrator if name == NARRATOR else name

    def role(self, role: str) -> str:
        """What a person of this role (``interviewer``, ``interviewee``, ``narrator``) does."""
        said = {"interviewer": self.people.asks, "interviewee": self.people.answers}
        return said.get(role, self.people.narrates)

    def date(self, day: date) -> str:
        """A day as people write it."""
        name = self.dates.months[day.month - 1] if self.dates.months else ""
        return self.dates.day.format(year=day.year, month=day.month, day=day.day, name=name)

    def length(self, milliseconds: int) -> str:
        """A length as people write it, to the minute from a minute on."""
        seconds = round(milliseconds / 1000)
        minutes = round(seconds / 60)
        if minutes >= 60:
            return self.dates.hours.format(hours=minutes // 60, minutes=minutes % 60)
        if minutes:
            return self.dates.minutes.format(minutes=minutes)
        return self.dates.seconds.format(seconds=seconds)

    def size(self, count: int) -> str:
        """Bytes as people write them: a file's size in megabytes or kilobytes."""
        number, unit = (count / 1e6, "MB") if count >= 1e6 else (max(count, 1000) / 1e3, "KB")
        text = f"{number:.1f}" if unit == "MB" and number < 10 else f"{number:.0f}"
        return self.dates.size.format(number=text.replace(".", self.dates.decimal), unit=unit)


def page_words(language: str) -> PageWords:
    """The words for content in `language` (BCP 47); English where there are no words for it.

    Raises:
        ConfigError: the language's file is wrong; it names file and line.
    """
    return _read(_FOLDER, language.lower())


def direction(language: str) -> str:
    """``rtl`` for a language that is written from right to left, else ``ltr``."""
    parts = language.lower().split("-")
    script = next((part for part in parts[1:] if len(part) == 4), "")
    if script:
        return "rtl" if script in ("arab", "hebr", "syrc", "thaa") else "ltr"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def _read(folder: Path, language: str) -> PageWords:
    """The words of a language: its own file, and over it what its script's and region's files change.

    Args:
        folder: holds a folder for each language.
        language: BCP 47, in lower case.
    """
    files = [path for path in _files(folder, language) if path.is_file()]
    if not files:
        return _read(folder, FALLBACK)
    merged: dict[str, Any] = {}
    for path in files:
        merged = _over(merged, load_yaml(path, _AnyKeys).model_extra or {})
    try:
        return PageWords.model_validate(merged)
    except ValidationError as error:
        location, message = fault(error, PageWords)
        raise Place(files[-1], location).error(message) from None


def _files(folder: Path, language: str) -> Iterator[Path]:
    """Where words for a language may lie, from the general to the particular."""
    known = {path.name.lower(): path for path in folder.iterdir() if path.is_dir()}
    for tag in pack_tags(language):
        if tag.lower() in known:
            yield known[tag.lower()] / FILE_NAME


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Two trees of words, the second over the first."""
    merged = dict(below)
    for key, value in above.items():
        under = below.get(key)
        merged[key] = _over(under, value) if isinstance(value, dict) and isinstance(under, dict) else value
    return merged
