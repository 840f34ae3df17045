"""The lists that the readings are made of, kept as data beside them."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml


@lru_cache(maxsize=8)
def lists(name: str) -> dict[str, Any]:
    """The lists of a YAML file, by name."""
    text = (resources.files("duologue.speech.phonemes") / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return loaded
