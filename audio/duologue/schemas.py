"""JSON Schemas of the files a person writes, so that editors complete and check them.

They are made from the models that read the files, and lie in `voices/`; `scripts/schemas` writes them anew.
A file names its schema in its first line: ``# yaml-language-server: $schema=…``.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from duologue.programme.mastering.target import TARGETS
from duologue.programme.mp3.encoding import ENCODINGS
from duologue.programme.pauses import PauseRules
from duologue.publish.categories import CATEGORIES
from duologue.publish.show import Show
from duologue.settings import Settings
from duologue.speech.cast import Cast

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FILES: dict[str, tuple[type[BaseModel], str]] = {
    "cast.schema.json": (Cast, "A cast of Duologue"),
    "duologue.schema.json": (Settings, "duologue.yaml: the settings of Duologue"),
    "show.schema.json": (Show, "show.yaml: what the feed says about a show"),
}


def schema_texts() -> dict[str, str]:
    """The text of every schema, by its file's name in `voices/`."""
    return {
        name: json.dumps(_schema(model, title), ensure_ascii=False, indent=2) + "\n"
        for name, (model, title) in _FILES.items()
    }


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    made = model.model_json_schema()
    made["properties"] |= _as_written(model, made["properties"])
    return {"$schema": _DIALECT, **_without_titles(made), "title": title}


def _as_written(model: type[BaseModel], properties: dict[str, Any]) -> dict[str, Any]:
    """Properties that a person writes in another form than the model keeps, or chooses from a list."""
    if model is Show:
        subs = [f"{main} > {sub}" for main, below in CATEGORIES.items() for sub in below]
        return {
            "category": {"enum": [*CATEGORIES, *subs], "default": "Society & Culture"},
            "show": properties["title"] | {"description": "the show's name: the same key as `title`"},
        }
    if model is Settings:
        pause = {"type": "integer", "minimum": 0}
        return {
            "loudness": properties["loudness"] | {"enum": list(TARGETS)},
            "encoding": properties["encoding"] | {"enum": list(ENCODINGS)},
            "pauses": properties["pauses"]
            | {"properties": dict.fromkeys(PauseRules.__dataclass_fields__, pause)},
        }
    return {}


def _without_titles(schema: Any) -> Any:
    """The schema without the titles that pydantic makes of field names: editors would show them twice."""
    if isinstance(schema, dict):
        return {
            key: _without_titles(value)
            for key, value in schema.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [_without_titles(item) for item in schema] if isinstance(schema, list) else schema
