"""What a spoken label of synthetic sound has to name: artificial intelligence, and that it made the sound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, RootModel

from duologue.yaml_file import load_yaml

_FILE = Path(__file__).with_name("labels.yaml")
_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_OTHER = re.compile(r"[A-Za-z]+|\d")


class _Names(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    ai: tuple[str, ...]
    made: tuple[str, ...]


class _Languages(RootModel[dict[str, _Names]]):
    """The file: language → names."""


@cache
def _languages() -> Mapping[str, _Names]:
    return load_yaml(_FILE, _Languages).root


def unnamed(text: str, language: str) -> tuple[str, ...]:
    """What a label does not name, ``AI`` or ``generation``; nothing where nobody knows the language's words.

    Args:
        text: the label as it is said.
        language: BCP 47.
    """
    names = _languages().get(language.lower().split("-")[0])
    if names is None:
        return ()
    wanted = {"AI": names.ai, "generation": names.made}
    return tuple(what for what, words in wanted.items() if not any(_says(text, word) for word in words))


def _says(text: str, word: str) -> bool:
    """Whether a text has a word, or one that begins with it; an abbreviation only as a whole."""
    if word.isascii() and word.isupper():
        return re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", text) is not None
    return word.casefold() in text.casefold()


def chinese_characters(text: str) -> int:
    """How many characters a Chinese text is said in, a Latin word or a digit as one; 0 for any other text."""
    han = len(_HAN.findall(text))
    if _KANA.search(text) or han <= len(_OTHER.findall(text)):
        return 0
    return han + len(_OTHER.findall(text))
