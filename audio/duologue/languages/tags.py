"""What a language tag (BCP 47) means for those who speak: which language is heard, and what it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_CANTONESE = frozenset(("zh-hk", "zh-mo", "zh-hant-hk", "zh-hant-mo", "zh-yue"))
"""Regions whose written Chinese is read aloud in Cantonese."""
_SCRIPTS = {"zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant"}
"""Regions that write their language in another script than most who write it."""


@dataclass(frozen=True)
class _Names:
    """The languages that are known by name.

    Attributes:
        english: subtag → English name.
        subtags: every subtag and every name, in lower case → the subtag that is used.
    """

    english: dict[str, str]
    subtags: dict[str, str]


def spoken_language(tag: str) -> str:
    """The language that is heard, as a primary subtag: `zh-HK` is ``yue``, `no` is ``nb``.

    Two tags with the same one can be read by the same voices.
    """
    lower = tag.lower().replace("_", "-")
    parts = lower.split("-")
    if lower in _CANTONESE or "-".join(parts[:2]) in _CANTONESE:
        return "yue"
    return _names().subtags.get(parts[0], parts[0])


def pack_tags(tag: str) -> tuple[str, ...]:
    """The names that a language's folder may have, from the general to the particular.

    `pt-BR` is ``pt``, ``pt-BR``; `zh-TW`, whose script is another, is ``zh``, ``zh-Hant``, ``zh-TW``.
    """
    parts = tag.lower().split("-")
    tags = ["-".join(parts[:end]) for end in range(1, len(parts) + 1)]
    script = _SCRIPTS.get("-".join(parts[:2]))
    if script:
        tags.insert(1, script)
    return tuple(_cased_tag(each) for each in tags)


def language_name(tag: str) -> str:
    """What to call a language in a sentence: ``Basque (eu)``; the tag alone where it has no name here."""
    name = _names().english.get(spoken_language(tag))
    return f"{name} ({tag})" if name else tag


def canonical_tag(said: str) -> str | None:
    """What a source calls its language, as a tag; None where it is none.

    `zh_cn` is ``zh-CN``, `Español` is ``es``. The case is that of BCP 47: `ZH-hant-tw` is ``zh-Hant-TW``.
    """
    text, known = said.strip(), _names().subtags
    if not _TAG.fullmatch(text) or text.lower() in known:
        return known.get(text.lower())
    primary, *rest = text.replace("_", "-").split("-")
    if primary.lower() not in known:
        return None
    return _cased_tag("-".join((known[primary.lower()], *rest)))


def _cased_tag(tag: str) -> str:
    primary, *rest = tag.split("-")
    return "-".join((primary, *map(_cased, rest)))


def _cased(part: str) -> str:
    """A script as ``Hant``, a region as ``TW``, anything else in lower case."""
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


@cache
def _names() -> _Names:
    english: dict[str, str] = {}
    subtags: dict[str, str] = {}
    for line in files(__package__).joinpath("names.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        codes, name, *others = line.split("\t")
        first, *aliases = codes.split(",")
        english[first] = name
        for each in (first, *aliases, name.lower(), *(other.lower() for other in others)):
            subtags[each] = first
    return _Names(english, subtags)
