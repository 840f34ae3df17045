"""Front matter, in YAML or TOML: what a text says about itself before it begins."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import yaml

from duologue.interview.blocks import Meta


_HASHED = re.compile(r"\[#\]:\s?(\w{1,20}):\s?(.{0,400})$")
"""How a translators' collection writes what it knows of a text: ``[#]: via: "…"``."""
_BARE = re.compile(r"(?:title|date|tags|layout|author|categories|permalink):[^\n]{0,300}\n(?:[\w-]{1,24}:[^\n]{0,400}\n|[ \t]{1,4}-[^\n]{0,200}\n|[ \t]{0,4}\n){2,40}---[ \t]{0,4}\n")
"""YAML that only ends with a rule, as some site generators write it."""
_LONGEST = 200_000


def split_front_matter(source: str) -> tuple[Meta, int]:
    """What the front matter says, and where the text after it begins (0 if there is none).

    It may be YAML between ``---``, TOML between ``+++``, a JSON object that the text begins with, or rows of ``[#]: key: value``.
    """
    if source.startswith("{"):
        return _json(source)
    if source.startswith("[#]:"):
        return _hashed(source)
    if _BARE.match(source):
        return _bare(source)
    mark = source[:3]
    if mark not in ("---", "+++"):
        return Meta(), 0
    first = source.find("\n")
    if first < 0 or source[:first].strip() != mark:
        return Meta(), 0
    ends, load = (("---", "..."), _load) if mark == "---" else (("+++",), _load_toml)
    at = first + 1
    while at < len(source):
        end = source.find("\n", at)
        line = source[at : end if end >= 0 else len(source)].rstrip()
        if line in ends:
            values = load(source[first + 1 : at])
            return (
                (meta_from(values), end + 1 if end >= 0 else len(source))
                if values is not None
                else (Meta(), 0)
            )
        if end < 0 or at > _LONGEST:
            break
        at = end + 1
    return Meta(), 0


def _bare(source: str) -> tuple[Meta, int]:
    found = _BARE.match(source)
    values = _load(source[: found.end() - 4].rstrip("-\n ")) if found else None
    return (meta_from(values), found.end()) if found and values else (Meta(), 0)


def _json(source: str) -> tuple[Meta, int]:
    """A JSON object before the text; a text that is nothing else has no front matter."""
    try:
        values, end = json.JSONDecoder().raw_decode(source[:_LONGEST])
    except (ValueError, RecursionError):
        return Meta(), 0
    rest = source[end:]
    if not isinstance(values, dict) or not rest.strip() or not rest.lstrip(" \t").startswith("\n"):
        return Meta(), 0
    return meta_from(values), end + rest.index("\n") + 1


def _hashed(source: str) -> tuple[Meta, int]:
    values: dict[str, str] = {}
    at = 0
    while source.startswith("[#]:", at):
        end = source.find("\n", at)
        end = end if end >= 0 else len(source)
        if found := _HASHED.match(source[at:end].rstrip()):
            value = found[2].strip()
            values[found[1].lower()] = value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] == '"' else value
        at = min(end + 1, len(source))
    author = values.get("author", "").split(" http")[0]
    return meta_from({"title": values.get("subject"), "url": values.get("via"), "author": author, "date": values.get("date")}), at


def _load_toml(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _load(text: str) -> dict[str, Any] | None:
    if "&" in text and "*" in text and text.count("*") > 20:
        return {}  # an alias bomb; nothing in it is worth the risk
    try:
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        # Exports write titles with colons in them: take the simple lines.
        values = {}
        for line in text.split("\n"):
            key, colon, value = line.partition(":")
            if colon and key.strip().isidentifier() and value.strip():
                values[key.strip()] = value.strip().strip("\"'")
    if values is None:
        return {}
    return values if isinstance(values, dict) else None


def meta_from(values: dict[Any, Any]) -> Meta:
    """The values of front matter, in the many words that sites use for them."""
    low = {str(key).strip().lower().replace("-", "_"): value for key, value in values.items()}

    def first(*keys: str) -> Any:
        return next((low[key] for key in keys if low.get(key) not in (None, "", [])), None)

    speakers = low.get("speakers")
    roles: dict[str, list[str]] = {"interviewer": [], "interviewee": []}
    aliases: list[tuple[str, tuple[str, ...]]] = []
    for entry in speakers if isinstance(speakers, list) else []:
        if isinstance(entry, dict) and entry.get("name"):
            roles.setdefault(str(entry.get("role") or ""), []).append(str(entry["name"]))
            aliases.append((str(entry["name"]), tuple(str(a) for a in entry.get("aliases") or ())))
    if isinstance(speakers, dict):
        for name, role in speakers.items():
            roles.setdefault(str(role), []).append(str(name))
    level = first("section_level")
    source = _text(first("source", "publication", "site", "publisher", "来源"))
    url = _text(first("url", "link", "source_url", "original_url", "canonical", "permalink"))
    if source and source.startswith(("https://", "http://")):
        # Clippers call the page's address its source.
        source, url = None, url or source
    return Meta(
        title=_text(first("title", "headline", "标题")),
        published=_date(
            first("date", "published", "publish_date", "pubdate", "publishdate", "created", "日期")
        ),
        source=source,
        url=url,
        language=_text(first("language", "lang")) if low.get("duologue") else None,
        authors=_names(first("authors", "author", "作者", "byline")),
        picture=_picture(
            first("cover", "image", "cover_image", "featured_image", "thumbnail", "og_image", "封面")
        ),
        people=(*_names(speakers), *_names(first("participants", "people", "postauthors"))),
        hosts=(*_names(first("hosts", "host", "moderator", "主持人")),),
        guests=(
            *_names(first("guests", "guest", "interviewee", "interviewees", "嘉宾")),
            *roles["interviewee"],
        ),
        interviewers=(
            *_names(first("interviewer", "interviewers", "采访", "采访者", "记者")),
            *roles["interviewer"],
        ),
        ignore=_names(first("ignore")),
        section_level=level if isinstance(level, int) and 1 <= level <= 6 else None,
        aliases=tuple(aliases),
    )


def _text(value: Any) -> str | None:
    return str(value).strip() or None if isinstance(value, str | int | float) else None


def _picture(value: Any) -> str | None:
    """A path or an address; some sites write a list of pictures, or one with its caption."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = next((value[key] for key in ("url", "src", "path", "image") if value.get(key)), None)
    return _text(value) if isinstance(value, str) and not value.startswith("data:") else None


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_date(value) if isinstance(value, str) else None


def parse_date(text: str) -> date | None:
    """A date that `text` begins with: ``2024-07-04``, ``2024/7/4``, ``2024年7月4日``, ``May 4, 2022``."""
    numbers: list[str] = [""]
    for char in text.strip()[:24]:
        if char.isdigit():
            numbers[-1] += char
        elif char in "-/.年月 ":
            numbers.append("") if numbers[-1] else None
        else:
            break
    parts = [int(number) for number in numbers[:3] if number and len(number) <= 4]
    try:
        if len(parts) == 3 and parts[0] > 1500:
            return date(*parts)
    except ValueError:
        return None
    for form in ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y"):
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        parts: Iterable[Any] = value.replace("、", ",").replace("；", ",").replace(";", ",").split(",")
    elif isinstance(value, list | tuple):
        parts = value
    elif isinstance(value, dict):
        parts = value.keys()
    else:
        return ()
    names = (part.get("name") if isinstance(part, dict) else part for part in parts)
    # Note-takers write ``[[Ann Ray]]``.
    plain = (str(name).strip().strip("[]") for name in names if isinstance(name, str | int))
    return tuple(name for name in plain if name)
