"""The studio's page: one template with the words of a language, and the files that run it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from duologue.languages.page import direction
from duologue.languages.studio import studio_languages, studio_words

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


def page(language: str) -> str:
    """The page in a language (BCP 47), or in English where it does not speak it."""
    found = studio_words(language)
    return (
        _environment()
        .get_template("studio.html")
        .render(
            words=found.words,
            language=found.language,
            direction=direction(found.language),
            languages=[(tag, studio_words(tag).words["language_name"]) for tag in studio_languages()],
        )
    )


def language_for(accepted: str) -> str:
    """The language that a browser asks for first, of those that the page speaks."""
    known = {tag.lower() for tag in studio_languages()}
    for each in accepted.split(","):
        tag = each.partition(";")[0].strip()
        if tag.lower() in known or tag.lower().split("-")[0] in known:
            return tag
    return "en"


def static(name: str) -> tuple[bytes, str] | None:
    """A file of the page and its media type; None where there is none of this name."""
    path = _FOLDER / "static" / name
    kind = _TYPES.get(path.suffix)
    if kind is None or path.parent != _FOLDER / "static" or not path.is_file():
        return None
    return path.read_bytes(), kind


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
