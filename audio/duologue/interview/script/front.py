"""A script's front matter, written and read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from duologue.errors import ConfigError
from duologue.interview.model import Interview, Role, Speaker


def front_matter(interview: Interview) -> str:
    """The front matter of an interview, with its fences."""
    values: dict[str, Any] = {"duologue": "script", "title": interview.title, "language": interview.language}
    known = {"date": interview.published, "source": interview.source, "url": interview.url}
    values |= {key: value for key, value in known.items() if value is not None}
    if interview.authors:
        values["authors"] = list(interview.authors)
    values["speakers"] = [
        {"name": one.name, "role": one.role.value, **({"aliases": list(one.aliases)} if one.aliases else {})}
        for one in interview.speakers
    ]
    return "---\n" + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10**6) + "---"


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


def speakers_of(values: dict[str, Any], name: str) -> Iterator[Speaker]:
    """The speakers that it names.

    Raises:
        ConfigError: one has no name or no known role.
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
        )
