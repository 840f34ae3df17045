"""Setting one key of a YAML file that a person writes; every comment and every other key stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

_PLAIN = re.compile(r"[A-Za-z./][\w./-]*")


def with_key(text: str, key: str, value: str | bool) -> str:
    """The text of a YAML mapping with `key` set to `value`: in its place, else behind all others.

    The result is to be parsed and compared by whoever asks: not every mapping can be edited like this.

    Args:
        text: of the file; empty for none yet.
        key: at the top of the mapping.
        value: plain text, quoted where YAML asks for that; or yes or no.
    """
    said = str(value).lower() if isinstance(value, bool) else as_yaml(value)
    newline = "\r\n" if "\r\n" in text else "\n"
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return _line_behind(text, f"{key}: {said}", newline)
    for name, old in root.value:
        if name.value == key:
            start, end = old.start_mark.index, old.end_mark.index
            return text[:start] + (" " if start == end else "") + said + text[end:]
    if root.flow_style:
        start = root.start_mark.index + 1
        return f"{text[:start]}{key}: {said}{', ' if root.value else ''}{text[start:]}"
    return _line_behind(text, " " * root.start_mark.column + f"{key}: {said}", newline)


def with_entry(text: str, key: str, entry: Mapping[str, str]) -> str:
    """The text of a YAML mapping with `key` set to a mapping of texts: in its place, else behind all others.

    As for `with_key`, the result is to be parsed and compared.
    """
    said = "{" + ", ".join(f"{name}: {as_yaml(value)}" for name, value in entry.items()) + "}"
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for name, old in root.value if isinstance(root, yaml.MappingNode) else ():
        if name.value == key:
            return text[: old.start_mark.index] + said + text[old.end_mark.index :]
    return _line_behind(text, f"{as_yaml(key)}: {said}", "\r\n" if "\r\n" in text else "\n")


def as_yaml(value: str) -> str:
    """A text as a YAML scalar on one line."""
    if _PLAIN.fullmatch(value) and yaml.safe_load(value) == value:
        return value
    if value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return yaml.safe_dump(value, default_style='"', allow_unicode=True, width=10**6).strip()


def _line_behind(text: str, line: str, newline: str) -> str:
    """The text with one more line at its end, or before its end mark."""
    body, mark, rest = text, "", ""
    if found := re.search(r"^\.\.\.[ \t]*\r?$", text, re.MULTILINE):
        body, mark, rest = text[: found.start()], text[found.start() : found.end()], text[found.end() :]
    if body and not body.endswith("\n"):
        body += newline
    return body + line + newline + mark + rest
