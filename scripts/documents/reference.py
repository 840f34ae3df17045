"""docs/reference.md: all keys that a person writes, from the models that read them (`scripts/reference`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from duologue.schemas import schema_texts
from duologue.settings import ENVIRONMENT

_FILES = (
    ("duologue.yaml", "duologue.schema.json", "Beside the article, or in the working folder."),
    ("show.yaml", "show.schema.json", "In the folder of the episodes: what the feed says of the show."),
    ("A cast", "cast.schema.json", "In `voices/`, or anywhere with `--voices FILE`."),
)
_SAME_AS_EDGE = ("kokoro", "openai")
"""Parts name a voice for each engine; what is said of one holds for all."""
_OTHERS = {
    "DUOLOGUE_CACHE": "the folder of the cache, instead of the system's own",
    "DUOLOGUE_KEYS": "the folder of the key that episodes are signed with, instead of the user's data folder",
    "OPENAI_API_KEY": "the key of the `openai` engine; read from here and from nowhere else",
    "OPENAI_BASE_URL": "the address of its server, with `/v1` at the end",
    "HTTPS_PROXY, HTTP_PROXY, NO_PROXY": "the proxy for engines that use the network",
    "DUOLOGUE_PYTHON": "the Python that `scripts/render` and `scripts/test` make their environment with",
}
"""Environment variables that are no setting."""


def reference_text() -> str:
    """The Markdown of docs/reference.md."""
    texts = schema_texts()
    parts = [
        "# Reference of all keys",
        "Made by `scripts/reference` from the models that read the files. Later over earlier: built-in\n"
        "defaults, `duologue.yaml`, environment variables, options of the command line.",
    ]
    for title, name, where in _FILES:
        schema = json.loads(texts[name])
        parts += [f"## {title}", where, _table(("key", "value", "default", ""), _rows(schema, schema))]
    variables = [(f"`DUOLOGUE_{key.upper()}`", f"`{key}` of duologue.yaml") for key in ENVIRONMENT]
    variables += [(f"`{key}`", says) for key, says in _OTHERS.items()]
    parts += ["## Environment variables", _table(("variable", "sets"), variables)]
    return "\n\n".join(parts) + "\n"


def _rows(node: Any, schema: Any, prefix: str = "") -> Iterator[tuple[str, ...]]:
    for key, value in node.get("properties", {}).items():
        if key in _SAME_AS_EDGE:
            continue
        resolved = _resolved(value, schema)
        says = " ".join(str(value.get("description") or "").split())
        below = resolved if resolved.get("properties") else _items(resolved, schema)
        nested = bool(below and below.get("properties"))
        says = says or " ".join(str(resolved.get("description") or "").split() if nested else [])
        yield f"`{prefix}{key}`", _kind(value, schema), _default(value), says
        if nested and below is not None:
            yield from _rows(below, schema, f"{prefix}{key}.{_each(resolved)}")


def _resolved(value: Any, schema: Any) -> Any:
    """The node itself, with references followed; of several forms the one with keys."""
    if "$ref" in value:
        return _resolved(schema["$defs"][value["$ref"].rpartition("/")[2]], schema)
    forms = [_resolved(form, schema) for form in value.get("anyOf", ())]
    return next((form for form in forms if form.get("properties")), value)


def _items(value: Any, schema: Any) -> Any:
    """What a list or a mapping by names holds."""
    inner = value.get("items") or value.get("additionalProperties")
    return _resolved(inner, schema) if isinstance(inner, dict) else None


def _each(value: Any) -> str:
    return "" if value.get("properties") else "[].".replace("[]", "*") if value.get("items") else "NAME."


def _kind(value: Any, schema: Any) -> str:
    if "enum" in value:
        shown = [str(each) for each in value["enum"]]
        return ", ".join(shown) if len(shown) <= 6 else "one of a list"
    if "$ref" in value:
        return _kind(schema["$defs"][value["$ref"].rpartition("/")[2]], schema)
    if "anyOf" in value:
        kinds = dict.fromkeys(_kind(form, schema) for form in value["anyOf"])
        return " or ".join(kind for kind in kinds if kind != "null") or "text"
    names = {
        "string": "text",
        "integer": "whole number",
        "boolean": "true, false",
        "object": "keys",
        "array": "list",
    }
    return names.get(str(value.get("type", "")), str(value.get("type", "") or "text"))


def _default(value: Any) -> str:
    default = value.get("default")
    if default in (None, "", [], {}) or isinstance(default, dict):
        return ""
    return f"`{json.dumps(default, ensure_ascii=False)}`"


def _table(head: tuple[str, ...], rows: Any) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
