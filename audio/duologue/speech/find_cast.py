"""Finds a cast: by its name, by its file, or by the article's language.

For a language it is a shipped one, or one made from the online service's list of voices.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duologue.errors import NoEngineError, UsageError
from duologue.languages.tags import language_name, spoken_language
from duologue.resources import voices_dir
from duologue.speech.cast import Cast
from duologue.speech.engines.registry import engine_names, misspelt
from duologue.speech.made_cast import made_cast
from duologue.speech.online_voices import online_locales
from duologue.yaml_file import Location, Place, load_yaml

_SCRIPTS = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}
"""Scripts that say more of a text's region than its language does."""


def cast_for_language(language: str) -> Cast:
    """The cast for `language` (BCP 47).

    A shipped cast of its locale; else one made from the online voices of its locale; else the shipped cast of
    its language; else one made from the online voices of the language's usual locale.

    Raises:
        NoEngineError: no engine that comes with Duologue speaks it.
    """
    if shipped := _shipped(language):
        return load_cast(shipped)
    nearest = _nearest(language)
    base = load_cast(nearest) if nearest else None
    if language.lower() in {each.locale.lower() for each in online_locales()} or base is None:
        cast = made_cast(language, base)
        if cast is not None:
            return cast
    if base is not None:
        return base
    count = len({spoken_language(each.locale) for each in online_locales()})
    raise NoEngineError(
        f"no engine here speaks {language_name(language)}: it is none of the {count} languages of the online "
        "voices. If the article is in another language, say so with --language; a voice of an engine of your "
        "own is named in a cast (--voices FILE)"
    )


def _shipped(language: str) -> str:
    """The shipped cast of exactly this locale, or of its script's."""
    names = {name.lower(): name for name in shipped_casts()}
    tag = language.lower()
    script = "-".join(tag.split("-")[:2])
    return names.get(tag) or names.get(_SCRIPTS.get(script, ""), "")


def _nearest(language: str) -> str:
    """The shipped cast that speaks the same language, in its usual locale; empty for none."""
    heard = spoken_language(language)
    names = shipped_casts()
    usual = [each.locale for each in online_locales() if spoken_language(each.locale) == heard]
    return next((locale for locale in usual if locale in names), "")


def shipped_casts() -> tuple[str, ...]:
    """The names of the casts that come with Duologue."""
    return tuple(sorted(path.stem for path in voices_dir().glob("*.yaml")))


def made_names() -> frozenset[str]:
    """The locales for which a cast is made from the list of online voices: what it is called."""
    return frozenset(each.locale for each in online_locales())


def load_cast(name_or_path: str, base: Path | None = None) -> Cast:
    """A shipped cast by name (``zh-CN``), one made for a locale (``bg-BG``), or any cast by its file.

    Raises:
        UsageError: there is neither such a cast nor such a file.
        ConfigError: the file is wrong; names file and line.
    """
    shipped = voices_dir() / f"{name_or_path}.yaml"
    if name_or_path in shipped_casts():
        path = shipped
    else:
        path = (base or Path()) / name_or_path
        if name_or_path in made_names() and not path.is_file():
            return cast_for_language(name_or_path)
        if not path.is_file():
            raise UsageError(no_such_cast(name_or_path))
    loaded = load_yaml(path, Cast)
    cast = loaded.model_copy(update={"name": loaded.name or path.stem})
    cast._path = path
    written: list[tuple[Location, str]] = [(("engines", at), name) for at, name in enumerate(cast.engines)]
    written += [(("limits", name), name) for name in cast.limits]
    people = ((("speakers", person), part) for person, part in cast.speakers.items())
    for keys, part in (*cast.parts(), *people):
        written += [((*keys, name), name) for name in part.voices]
    refuse_misspelt_engines(written, path)
    return cast


def no_such_cast(name: str) -> str:
    """What to say of a name that is neither a shipped cast's nor a file's."""
    return (
        f"there is no cast {name!r}: name a file, a locale that the online voices speak (bg-BG), or one of "
        f"{', '.join(shipped_casts())}"
    )


def refuse_misspelt_engines(written: Iterable[tuple[Location, str]], path: Path) -> None:
    """Refuses names that are nearly an engine's; any other may be a plug-in that is not here.

    Args:
        written: every name of an engine in a file, with its place.
        path: the file.

    Raises:
        ConfigError: there is one; names file and line.
    """
    names = engine_names()
    for keys, name in written:
        if meant := misspelt(name, names):
            raise Place(path, keys).error(f"there is no engine called {name!r}; did you mean {meant!r}?")
