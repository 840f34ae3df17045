"""The words of the studio's page: `<tag>/studio.yaml`, one file for each language, as names and texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, RootModel

from duologue.languages.page import FALLBACK
from duologue.yaml_file import load_yaml

FILE_NAME = "studio.yaml"
_FOLDER = Path(__file__).parent


class _Words(RootModel[dict[str, str]]):
    model_config = ConfigDict(frozen=True)


class StudioWords(BaseModel):
    """A language's words."""

    model_config = ConfigDict(frozen=True)
    language: str
    words: dict[str, str]


def studio_languages() -> tuple[str, ...]:
    """The tags of the languages that the page speaks."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob(f"*/{FILE_NAME}")))


@cache
def studio_words(tag: str) -> StudioWords:
    """The words for a language (BCP 47): its own, else those of its language, else English.

    Raises:
        ConfigError: a file is wrong.
    """
    fallback = load_yaml(_FOLDER / FALLBACK / FILE_NAME, _Words).root
    names = {name.lower(): name for name in studio_languages()}
    for wanted in (tag.lower(), tag.lower().split("-")[0]):
        if wanted in names and names[wanted] != FALLBACK:
            own = load_yaml(_FOLDER / names[wanted] / FILE_NAME, _Words).root
            return StudioWords(language=names[wanted], words=fallback | own)
    return StudioWords(language=FALLBACK, words=fallback)
