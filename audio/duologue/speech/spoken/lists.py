"""The lists that rules of the spoken form are made of, kept as data beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table (TSV); lines that begin with # are comments."""
    for line in _text(name).splitlines():
        if line and not line.startswith("# "):
            yield line.split("\t")


@lru_cache(maxsize=8)
def lists(name: str) -> dict[str, Any]:
    """The lists of a YAML file, by name."""
    loaded: dict[str, Any] = yaml.load(_text(name), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return loaded


def _text(name: str) -> str:
    return (resources.files("duologue.speech.spoken") / name).read_text(encoding="utf-8")
