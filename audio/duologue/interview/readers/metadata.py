"""The values of front matter, in the many words that sites use for them, as what a source says about itself.

All values are the words as they were written: ``Yes`` is a title, ``007`` too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from duologue.interview.blocks import Meta
from duologue.interview.readers.dates import read_date
from duologue.model import Doubt

_TITLE = ("title", "headline", "标题")
_DATE = ("date", "published", "publish_date", "pubdate", "publishdate", "created", "日期")
_SOURCE = ("source", "publication", "site", "publisher", "来源")
_URL = ("url", "link", "source_url", "original_url", "canonical", "permalink")
_COVER = ("cover", "image", "cover_image", "featured_image", "thumbnail", "og_image", "封面")
_LANGUAGE = ("language", "lang", "语言")
_NOTHING: tuple[Any, ...] = (None, "", "~", "null", [], {})
_ROLES = {"interviewer": "interviewer", "interviewee": "interviewee"}


def meta_from(values: Mapping[Any, Any], lines: Mapping[str, int] | None = None) -> Meta:
    """What the values say.

    Args:
        values: texts, and lists and mappings of them.
        lines: the line of each key, for the doubts about values that cannot be used.
    """
    return _Reader(values, lines or {}).meta()


class _Reader:
    def __init__(self, values: Mapping[Any, Any], lines: Mapping[str, int]) -> None:
        self._values = {_plain(key): value for key, value in values.items()}
        self._lines = {_plain(key): line for key, line in lines.items()}
        self._doubts: list[Doubt] = []

    def meta(self) -> Meta:
        roles, aliases = self._speakers()
        source, url = self._text(*_SOURCE), self._text(*_URL)
        if source and source.startswith(("https://", "http://")):
            # Clippers call the page's address its source.
            source, url = None, url or source
        return Meta(
            title=self._text(*_TITLE),
            published=self._date(),
            source=source,
            url=url,
            language=self._text(*_LANGUAGE),
            language_line=next(
                (self._lines[key] for key, _ in self._given(*_LANGUAGE) if key in self._lines), 0
            ),
            authors=self._names("authors", "author", "作者", "byline"),
            picture=self._picture(),
            people=(*self._names("speakers"), *self._names("participants", "people", "postauthors")),
            hosts=self._names("hosts", "host", "moderator", "主持人"),
            guests=(
                *self._names("guests", "guest", "interviewee", "interviewees", "嘉宾"),
                *roles["interviewee"],
            ),
            interviewers=(
                *self._names("interviewer", "interviewers", "采访", "采访者", "记者"),
                *roles["interviewer"],
            ),
            ignore=self._names("ignore", divided=False),
            section_level=self._level(),
            aliases=tuple(aliases),
            doubts=tuple(self._doubts),
        )

    def _given(self, *keys: str) -> Iterator[tuple[str, Any]]:
        """The keys that have a value."""
        for key in keys:
            if self._values.get(key) not in _NOTHING:
                yield key, self._values[key]

    def _doubt(self, key: str, message: str) -> None:
        if key in self._lines:
            self._doubts.append(Doubt(self._lines[key], f"{key}: {message}"))

    def _text(self, *keys: str) -> str | None:
        for key, value in self._given(*keys):
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            if isinstance(value, str):
                return value.strip()
            self._doubt(key, "a text is expected here, so it is not used")
        return None

    def _date(self) -> date | None:
        for key, value in self._given(*_DATE):
            day, doubt = read_date(value) if isinstance(value, str) else (None, "a date is expected here")
            if doubt:
                self._doubt(key, doubt)
            if day is not None:
                return day
        return None

    def _level(self) -> int | None:
        for key, value in self._given("section_level"):
            if value in tuple("123456"):
                return int(value)
            self._doubt(key, "a number from 1 to 6 is expected here, so it is not used")
        return None

    def _picture(self) -> str | None:
        """A path or an address; some sites write a list of pictures, or one with its caption."""
        for _, value in self._given(*_COVER):
            if isinstance(value, list):
                value = value[0]
            if isinstance(value, dict):
                value = next((value[key] for key in ("url", "src", "path", "image") if value.get(key)), None)
            if isinstance(value, str) and not value.startswith("data:"):
                return value.strip()
        return None

    def _names(self, *keys: str, divided: bool = True) -> tuple[str, ...]:
        for _, value in self._given(*keys):
            return tuple(_names(value, divided))
        return ()

    def _speakers(self) -> tuple[dict[str, list[str]], list[tuple[str, tuple[str, ...]]]]:
        """Names by role, and the other names of people."""
        roles: dict[str, list[str]] = {"interviewer": [], "interviewee": []}
        aliases: list[tuple[str, tuple[str, ...]]] = []
        speakers = self._values.get("speakers")
        entries = speakers if isinstance(speakers, list) else []
        if isinstance(speakers, dict):
            entries = [{"name": name, "role": role} for name, role in speakers.items()]
        for entry in entries:
            if not isinstance(entry, dict) or not isinstance(name := entry.get("name"), str) or not name:
                continue
            role = entry.get("role") or ""
            if isinstance(role, str) and role in _ROLES:
                roles[role].append(name)
            elif role:
                self._doubt("speakers", f"the role of {name} is neither interviewer nor interviewee")
            if "aliases" in entry:
                aliases.append((name, tuple(_names(entry["aliases"], False))))
        return roles, aliases


def _plain(key: Any) -> str:
    return str(key).strip().lower().replace("-", "_")


def _names(value: Any, divided: bool) -> Iterator[str]:
    """The names of a list, of the keys of a mapping, or of one text (`divided` by commas)."""
    parts: Iterable[Any]
    if isinstance(value, str):
        parts = (
            value.replace("、", ",").replace("；", ",").replace(";", ",").split(",") if divided else [value]
        )
    else:
        parts = value
    for part in parts:
        name = part.get("name") if isinstance(part, dict) else part
        # Note-takers write ``[[Ann Ray]]``.
        if isinstance(name, str) and (plain := name.strip().strip("[]") if divided else name.strip()):
            yield plain
