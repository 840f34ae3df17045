# ruff: noqa: E501, S506, SIM905
"""What is known of each language: one folder a language, data that a person can read and add to.

    reading_words().words("credits")        every language's words for credits
    reading_words().of("ja", "unnamed")     one language's

A language is added by adding a folder with a `reading.yaml`; its keys are those of `KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from duologue.errors import ConfigError
from duologue.languages.tags import pack_tags

MARKS = (
    "credits captions notes prefaces hand_overs more share accounts adverts footers endings contents biographies glossary definitions "
    "key_points headers frames asks requests question_ends second_person first_person third_person greetings thanks "
    "replies remarks host_said host_named guest_said months"
).split()
"""Kinds of words that are looked for in every paragraph."""
KINDS = frozenset(
    "askers answerers audience numbered and narrators groups never name_starts name_ends asking_name_ends name_particles prose_in_names "
    "surnames asides unnamed".split()
) | frozenset(MARKS)
"""The keys of a `reading.yaml`; `surnames` is one string of characters, all others are lists."""


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """The words by language and kind, in small letters (`unnamed` as written)."""

    by_language: dict[str, dict[str, tuple[str, ...]]]

    def of(self, language: str, kind: str) -> tuple[str, ...]:
        """One language's words of a kind (BCP 47), those of its region or script first; empty where it has none."""
        packs = [self.by_language.get(tag, {}) for tag in reversed(pack_tags(language))]
        return next((pack[kind] for pack in packs if kind in pack), ())

    def words(self, kind: str) -> frozenset[str]:
        """Every language's words of a kind."""
        return frozenset(word for kinds in self.by_language.values() for word in kinds.get(kind, ()))


@cache
def reading_words() -> ReadingWords:
    """The words of all `languages/<tag>/reading.yaml`.

    Raises:
        ConfigError: a file is no mapping of known kinds to lists of words.
    """
    folders = sorted(path for path in Path(__file__).parent.iterdir() if (path / "reading.yaml").is_file())
    return ReadingWords({folder.name: _load(folder / "reading.yaml") for folder in folders})


def _load(path: Path) -> dict[str, tuple[str, ...]]:
    values: Any = yaml.load(
        path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    if not isinstance(values, dict) or not values.keys() <= KINDS:
        strange = sorted(set(values) - KINDS) if isinstance(values, dict) else [type(values).__name__]
        raise ConfigError(f"{path}: not kinds of words: {', '.join(map(str, strange))}.")
    found: dict[str, tuple[str, ...]] = {}
    for kind, words in values.items():
        if not isinstance(words, list | str) or not all(isinstance(word, str) for word in words):
            raise ConfigError(f"{path}: {kind} is no list of words.")
        found[kind] = tuple(word if kind == "unnamed" else word.lower() for word in words)
    return found
