"""What a text says about itself before it begins: in YAML, TOML or JSON, or in lines of its own."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import yaml

from duologue import yaml_guard
from duologue.interview.blocks import Meta
from duologue.interview.readers.header_lines import header_lines
from duologue.interview.readers.metadata import meta_from
from duologue.model import Doubt

MAX_CHARACTERS = 200_000
_MOST_DOTS = 40
"""In a key of TOML, whose parser takes time and memory by their square."""
_TOML_LINE = re.compile(r" \(at line (\d+)")
_PLAIN_LINE = re.compile(
    r"(?P<key>[^\s:#\[\]{}'\"-][^:\n]{0,60}):\s{1,8}(?P<value>\S.*)?$|(?P<open>[^\s:#]{1,60}):\s*$"
)
_NOT_PLAIN = ("[", "{", "&", "*", "!", "|", ">")
"""How values begin that are more than the words that stand there."""
_ITEM = re.compile(r"\s*-\s{1,8}(?P<value>\S.*)$")
_COMMENTED = re.compile(r"\[#\]:\s{0,4}(?P<key>[\w-]{1,30}):\s{0,4}(?P<value>.*)$")
_BARE = re.compile(
    r"(?:title|date|tags|layout|author|categories|permalink):[^\n]{0,300}\n"
    r"(?:[\w-]{1,24}:[^\n]{0,400}\n|[ \t]{1,4}-[^\n]{0,200}\n|[ \t]{0,4}\n){2,40}---[ \t]{0,4}\n"
)
"""YAML that only ends with a rule, as some site generators write it."""
_WRITER = re.compile(r"\s{0,4}[\[(]?https?://\S*[\])]?")


class _Read(NamedTuple):
    """What stands in front matter: values, the line of each key, and what is wrong with it."""

    values: dict[Any, Any]
    lines: dict[str, int]
    doubts: tuple[Doubt, ...] = ()


def split_front_matter(source: str) -> tuple[Meta, int]:
    """What the front matter says, and where the text after it begins (0 if there is none)."""
    if source.startswith(("---", "+++")):
        found = _fenced(source)
    elif source.startswith("{"):
        found = _json(source)
    elif source.startswith("[#]:"):
        return _comments(source)
    else:
        found = _bare(source) or _header(source)
    if found is None:
        return Meta(), 0
    read, end = found
    meta = meta_from(read.values, read.lines)
    return replace(meta, doubts=(*read.doubts, *meta.doubts)), end


def _fenced(source: str) -> tuple[_Read, int] | None:
    mark = source[:3]
    first = source.find("\n")
    if first < 0 or source[:first].strip() != mark:
        return None
    ends, load = (("---", "..."), _yaml) if mark == "---" else (("+++",), _toml)
    at = first + 1
    while at < min(len(source), MAX_CHARACTERS):
        end = source.find("\n", at)
        line = source[at : end if end >= 0 else len(source)].rstrip()
        if line in ends:
            read = load(source[first + 1 : at])
            return None if read is None else (read, end + 1 if end >= 0 else len(source))
        if end < 0:
            break
        at = end + 1
    return None


def _bare(source: str) -> tuple[_Read, int] | None:
    found = _BARE.match(source)
    read = _yaml(source[: source.rindex("---", 0, found.end())]) if found else None
    return (read, found.end()) if found and read is not None else None


def _header(source: str) -> tuple[_Read, int] | None:
    found = header_lines(source)
    return (_Read(found[0], found[1]), found[2]) if found else None


def _yaml(text: str) -> _Read | None:
    """None where the text between two rules is no front matter."""
    try:
        node = yaml_guard.compose(text)
    except yaml.YAMLError as error:
        return _plain_lines(text, error)
    if node is None:
        return _Read({}, {})
    if not isinstance(node, yaml.MappingNode):
        return None
    lines: dict[str, int] = {}
    doubts: list[Doubt] = []
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            line = key.start_mark.line + 2
            if key.value in lines:
                doubts.append(Doubt(line, f"{key.value}: this key is given twice; the last one counts"))
            lines[key.value] = line
    return _Read(yaml_guard.written(node), lines, tuple(doubts))


def _plain_lines(text: str, error: yaml.YAMLError) -> _Read:
    """Exports write titles with colons in them, which is no YAML: the simple lines count as they stand."""
    values: dict[Any, Any] = {}
    lines: dict[str, int] = {}
    last = ""
    lost = False
    for number, line in enumerate(text.split("\n"), start=2):
        found = _PLAIN_LINE.match(line)
        item = _ITEM.match(line)
        if found:
            last = (found["key"] or found["open"]).strip()
            values[last] = _unquoted(found["value"] or "")
            lines[last] = number
            lost = lost or (found["value"] or "").startswith(_NOT_PLAIN)
        elif item and last:
            before = values[last]
            values[last] = [*(before if isinstance(before, list) else []), _unquoted(item["value"])]
        elif line.strip() and not line.lstrip().startswith("#"):
            lost = True
    if not lost:
        return _Read(values, lines)
    problem, place = yaml_guard.problem(error, text)
    message = f"the front matter is not valid YAML ({problem}); only its plain lines are used"
    return _Read(values, lines, (Doubt(1 + (place or 0), message),))


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _toml(text: str) -> _Read:
    try:
        if any(line.partition("=")[0].count(".") > _MOST_DOTS for line in text.split("\n")):
            raise ValueError("a key of too many parts")
        values = tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        place = _TOML_LINE.search(str(error))
        problem = re.sub(r" \(at .*", "", str(error)) or "nested too deep"
        message = f"the front matter is not valid TOML ({problem}), so nothing of it is used"
        return _Read({}, {}, (Doubt(1 + int(place[1]) if place else 1, message),))
    return _Read(_words(values), _lines_of(values, text, 2, "="))


def _json(source: str) -> tuple[_Read, int] | None:
    """An object with a text after it."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
    try:
        values, end = decoder.raw_decode(source[:MAX_CHARACTERS])
    except (ValueError, RecursionError):
        return None
    row = source.find("\n", end)
    if not isinstance(values, dict) or row < 0 or source[end:row].strip(" ;") or not source[row:].strip():
        return None
    return _Read(_words(values), _lines_of(values, source[:end], 1, ":")), row + 1


def _words(value: Any, depth: int = 0) -> Any:
    """The value with texts for all that is no list or mapping."""
    if depth > yaml_guard.MAX_DEPTH:
        return ""
    if isinstance(value, dict):
        return {str(key): _words(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_words(one, depth + 1) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _lines_of(values: dict[str, Any], text: str, first: int, mark: str) -> dict[str, int]:
    """The line at whose beginning each key stands."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=first):
        key = line.partition(mark)[0].strip().lstrip("{ ").strip().strip("\"'")
        if key in values:
            lines.setdefault(key, number)
    return lines


def _comments(source: str) -> tuple[Meta, int]:
    """Lines that Markdown takes for link targets: ``[#]: title: (…)``, ``[#]: subject: "…"``."""
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    at = 0
    for number, (line, end) in enumerate(_rows(source), start=1):
        found = _COMMENTED.match(line)
        if not found:
            break
        key = {"via": "url", "subject": "original title"}.get(found["key"], found["key"])
        value = _enclosed(found["value"].strip())
        if key == "author":
            value = _WRITER.sub("", value)
        if value and not (key == "url" and "url" in values):
            values[key], lines[key] = value, number
        at = end
    if "title" not in values and not _begins_with_a_heading(source[at : at + 2000]):
        values["title"] = values.get("original title", "")
    return meta_from(values, lines), at


def _enclosed(value: str) -> str:
    """Without the brackets or quotation marks around all of it, whatever stands between them."""
    pairs = ("()", '""', "''")
    return value[1:-1].strip() if len(value) > 1 and value[0] + value[-1] in pairs else value


def _begins_with_a_heading(text: str) -> bool:
    head, _, rest = text.lstrip().partition("\n")
    under = rest.partition("\n")[0].strip()
    return head.startswith("#") or (len(under) > 2 and set(under) <= {"="})


def _rows(source: str) -> Iterator[tuple[str, int]]:
    """Each line, and where the next one begins."""
    at = 0
    while at < len(source):
        end = source.find("\n", at)
        end = len(source) if end < 0 else end
        yield source[at:end], min(end + 1, len(source))
        at = end + 1
