"""A script's front matter, written and read."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import yaml

from duologue.errors import ConfigError
from duologue.interview.identity import slug_of
from duologue.model import Identity, Interview, Role, Speaker


def front_matter(interview: Interview) -> str:
    """The front matter of an interview, with its fences."""
    values: dict[str, Any] = {"duologue": "script", "title": interview.title, "language": interview.language}
    known = {"date": interview.published, "source": interview.source, "url": interview.url}
    values |= {key: value for key, value in known.items() if value is not None}
    if interview.identity is not None:
        values["episode"] = {"slug": interview.identity.slug, "guid": interview.identity.guid}
    if interview.authors:
        values["authors"] = list(interview.authors)
    values["speakers"] = [_speaker_values(one) for one in interview.speakers]
    return "---\n" + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10**6) + "---"


def _speaker_values(speaker: Speaker) -> dict[str, Any]:
    values: dict[str, Any] = {"name": speaker.name, "role": speaker.role.value}
    if speaker.aliases:
        values["aliases"] = list(speaker.aliases)
    if len(speaker.voices) == 1 and not speaker.voices[0][0]:
        values["voice"] = speaker.voices[0][1]
    elif speaker.voices:
        values["voice"] = dict(speaker.voices)
    return values


def values_of(text: str, name: str) -> dict[str, Any]:
    """The keys and values of a front matter.

    Raises:
        ConfigError: it is not YAML, or no mapping; the line is named.
    """
    try:
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else None
        raise ConfigError(f"the front matter is not valid YAML: {error.problem}", name, line) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise ConfigError("the front matter is not valid YAML", name) from None
    if not isinstance(values, dict):
        raise ConfigError("the front matter is not a list of keys and values", name)
    return values


def identity_of(values: dict[str, Any], name: str) -> Identity | None:
    """The episode that the script is of, where it says so.

    Raises:
        ConfigError: it is not written as a slug and a UUID.
    """
    entry = values.get("episode")
    if entry is None:
        return None
    if not isinstance(entry, dict) or set(entry) != {"slug", "guid"}:
        raise ConfigError("episode: a slug and a guid are expected, as `duologue script` writes them", name)
    slug = str(entry["slug"])
    if slug_of(slug) != slug:
        raise ConfigError(f"episode: {slug!r} cannot name a folder; {slug_of(slug)!r} could", name)
    try:
        return Identity(slug, str(uuid.UUID(str(entry["guid"]))))
    except ValueError:
        raise ConfigError(f"episode: the guid {str(entry['guid'])!r} is not a UUID", name) from None


def speakers_of(values: dict[str, Any], name: str) -> Iterator[Speaker]:
    """The speakers that it names.

    Raises:
        ConfigError: one has no name, no known role, or a voice that is none.
    """
    entries = values.get("speakers") or []
    if not isinstance(entries, list):
        raise ConfigError("speakers: must be a list of names and roles", name)
    for entry in entries:
        if not isinstance(entry, dict) or "name" not in entry:
            raise ConfigError("speakers: each needs a name and a role", name)
        try:
            role = Role(entry.get("role", "interviewee"))
        except ValueError:
            raise ConfigError(
                f"speakers: {entry.get('role')!r} is not interviewer, interviewee or narrator", name
            ) from None
        yield Speaker(
            str(entry["name"]),
            role,
            tuple(str(a) for a in entry.get("aliases") or ()),
            ("declared in the script",),
            _voices(entry.get("voice"), str(entry["name"]), name),
        )


def _voices(value: object, speaker: str, name: str) -> tuple[tuple[str, str], ...]:
    """``zm_yunxi``, ``kokoro:zm_yunxi`` or ``{kokoro: zm_yunxi, edge: zh-CN-YunxiNeural}``."""
    if value is None:
        return ()
    if isinstance(value, str) and value.strip():
        engine, colon, voice = value.strip().partition(":")
        return ((engine, voice),) if colon and voice else (("", value.strip()),)
    if isinstance(value, dict) and all(
        isinstance(part, str) and part for pair in value.items() for part in pair
    ):
        return tuple(value.items())
    raise ConfigError(
        f"speakers: the voice of {speaker} must be a name, such as zm_yunxi or kokoro:zm_yunxi, "
        "or one for each engine",
        name,
    )
