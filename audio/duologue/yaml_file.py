"""Reading a YAML file into a pydantic model, with errors that name the file and the line.

Casts, lexicons and settings all come through here, so that they all fail the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from duologue import yaml_guard
from duologue.errors import ConfigError
from duologue.limits import Beyond, read_file

M = TypeVar("M", bound=BaseModel)
Location = tuple[int | str, ...]

_MAX_BYTES = 4 * yaml_guard.MAX_CHARACTERS

_KEYS = "keys with values are expected here, such as `key: value`"
_EXPECTED = {
    "extra_forbidden": "this key is not known",
    "missing": "this key is missing",
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
    "tuple_type": "a list is expected here",
    "list_type": "a list is expected here",
    "string_type": "a text is expected here",
    "bool_type": "true or false is expected here",
    "bool_parsing": "true or false is expected here",
    "int_type": "a whole number is expected here",
    "int_parsing": "a whole number is expected here",
    "float_type": "a number is expected here",
    "float_parsing": "a number is expected here",
    "string_too_short": "a text is expected here, and there is none",
    "string_pattern_mismatch": "it is not written like that",
    "too_short": "a list with something in it is expected here",
}
"""What pydantic calls a mistake, in words for whoever writes the file."""


@dataclass(frozen=True, slots=True)
class Place:
    """A key in a YAML file, for errors found long after the file was read.

    Attributes:
        path: the file; None where the value came from elsewhere.
        keys: the way to the key from the top, e.g. ``("pool", 2)``.
    """

    path: Path | None = None
    keys: Location = ()

    @property
    def line(self) -> int | None:
        """The line of the key, or of the nearest key above it that the file has."""
        if self.path is None:
            return None
        try:
            return _nearest(_lines(yaml_guard.compose(read_utf8(self.path)), self.path), self.keys)
        except (ConfigError, yaml.YAMLError):  # the file has changed since
            return None

    def error(self, message: str) -> ConfigError:
        """What is wrong here; names file and line."""
        return ConfigError(message, self.path, self.line)


def load_yaml(path: Path, model: type[M]) -> M:
    """The file's content as a checked `model`.

    Raises:
        ConfigError: no such file, not UTF-8, not YAML, a key given twice, or content that `model` refuses;
            it names the file and the line, counted from 1.
    """
    return parse_yaml(read_utf8(path), model, path)


def read_utf8(path: Path) -> str:
    """The file's text; a byte order mark is taken off."""
    try:
        return read_file(path, _MAX_BYTES).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        raise ConfigError("no such file", path) from None
    except Beyond as beyond:
        raise ConfigError(str(beyond), path) from None
    except UnicodeDecodeError:
        raise ConfigError("is not UTF-8 text", path) from None
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror})", path) from None


def parse_yaml(
    text: str, model: type[M], path: Path | str, *, first_line: int = 1, as_written: bool = False
) -> M:
    """Like `load_yaml`, from a text.

    Args:
        text: YAML.
        model: checks it.
        path: named in errors.
        first_line: the line of the file on which the text begins.
        as_written: whether every value is the text that stands there: `Yes`, `007` and dates too.
    """
    try:
        node = yaml_guard.compose(text)
        lines = {key: line + first_line - 1 for key, line in _lines(node, path, first_line).items()}
        content = yaml_guard.written(node) if as_written else yaml_guard.construct(node)
    except yaml.YAMLError as error:
        problem, line = yaml_guard.problem(error, text)
        place = None if line is None else line + first_line - 1
        raise ConfigError(_not_yaml(problem, line, text), path, place) from None
    if content is None:
        content = {}
    try:
        return model.model_validate(content)
    except ValidationError as error:
        location, message = fault(error, model)
        raise ConfigError(message, path, _nearest(lines, location)) from None


def _not_yaml(problem: str, number: int | None, text: str) -> str:
    """What is wrong with the YAML, and where a colon is the reason, what to do."""
    rows = text.splitlines()
    line = rows[number - 1] if number and number <= len(rows) else ""
    key, colon, value = line.partition(": ")
    if colon and ": " in value and not value.strip().startswith(('"', "'", "{", "[")):
        quoted = value.strip().replace("'", "''")
        return f"a value with a colon wants quotes: {key.strip()}: '{quoted}'"
    return f"not valid YAML: {problem}"


def fault(error: ValidationError, model: type[BaseModel]) -> tuple[Location, str]:
    """The first thing that `model` refuses: the way to it, and a sentence for a person."""
    found = error.errors(include_url=False)
    first = found[0]
    if first["type"] == "missing":  # a misspelt key is missing under its right name: the wrong one says more
        unknown = (each for each in found if each["type"] == "extra_forbidden")
        first = next((each for each in unknown if _meant(model, each["loc"]) == first["loc"][-1]), first)
    message = first["msg"].removeprefix("Value error, ")
    unknown_key = first["type"] == "extra_forbidden"
    # pydantic names the forms that a value may have, in brackets; the key that is not known may hold one too.
    named = first["loc"][: -1 if unknown_key else None]
    location = (
        *(part for part in named if not (isinstance(part, str) and "[" in part)),
        *(first["loc"][-1:] if unknown_key else ()),
    )
    where = ".".join(map(str, location))
    message = _EXPECTED.get(first["type"], message.replace("Input should be", "this must be"))
    if unknown_key and (meant := _meant(model, location)):
        message += f"; did you mean {meant!r}?"
    return location, f"{where}: {message}" if where else message


def _meant(model: type[BaseModel], location: Location) -> str:
    """The key known in the place of an unknown one that is most like it; empty for none."""
    schema = model.model_json_schema()
    nodes: list[Any] = [schema]
    for key in location[:-1]:
        nodes = [below for node in nodes for each in _forms(node, schema) for below in _below(each, key)]
    known = [key for node in nodes for each in _forms(node, schema) for key in each.get("properties", {})]
    return next(iter(get_close_matches(str(location[-1]), known, n=1)), "")


def _forms(node: Any, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The forms that a value may have by its node of a JSON Schema, references followed."""
    if isinstance(node, dict):
        yield node
        if "$ref" in node:
            yield from _forms(schema["$defs"][node["$ref"].rpartition("/")[2]], schema)
        for one in node.get("anyOf", ()):
            yield from _forms(one, schema)


def _below(node: dict[str, Any], key: int | str) -> Iterator[Any]:
    """What the schema says of the value under a key or index."""
    if isinstance(key, int):
        yield node.get("items")
    else:
        yield node.get("properties", {}).get(key, node.get("additionalProperties"))


def _lines(node: yaml.Node | None, path: Path | str, first_line: int = 1) -> dict[Location, int]:
    """The line of every key and item, counted from 1 in the text, by its place in the document."""
    lines: dict[Location, int] = {}

    def visit(node: yaml.Node, location: Location) -> None:
        lines.setdefault(location, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                place = (
                    *location,
                    key.value if isinstance(key, yaml.ScalarNode) else f"<{key.start_mark.index}>",
                )
                if place in lines:
                    line = key.start_mark.line + first_line
                    raise ConfigError(f"the key {place[-1]!r} is given twice", path, line)
                lines[place] = key.start_mark.line + 1
                visit(value, place)
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                visit(item, (*location, index))

    if node is not None:
        visit(node, ())
    return lines


def _nearest(lines: dict[Location, int], location: Location) -> int | None:
    """The line of the longest known beginning of `location`."""
    while location and location not in lines:
        location = location[:-1]
    return lines.get(location)
