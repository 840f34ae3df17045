"""The cast of an article's language: a shipped one, or one made from the online service's list of voices."""

from __future__ import annotations

from duologue.errors import NoEngineError
from duologue.languages.tags import language_name, spoken_language
from duologue.speech.cast import Cast, load_cast, shipped_casts
from duologue.speech.made_cast import made_cast
from duologue.speech.online_voices import online_locales

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
