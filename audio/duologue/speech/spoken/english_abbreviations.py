"""Short forms in English: titles and ranks, streets, companies, Latin ones."""

from __future__ import annotations

import re

from duologue.speech.spoken.compose import Rule, fixed, rule
from duologue.speech.spoken.lists import lists, rows

_FORMS = lists("english_forms.yaml")
_TABLE: dict[str, dict[str, str]] = {}
for _short, _long, _where in rows("english_abbreviations.tsv"):
    _TABLE.setdefault(_short, {}).setdefault(_where, _long)

_NAME_BEFORE = re.compile(r"(?:\b[A-Z][\w'’-]*|\d(?:st|nd|rd|th)|&),? ?$")
_ENDING = frozenset({"etc.", "Etc.", "et al.", "a.m.", "p.m."})
_VERB = re.compile(r"\s+[A-Z]\w+ (?:is|was|has|had)\b")


def _long_form(match: re.Match[str]) -> str | None:
    """What a short form is where it stands; a stop that ends a sentence too stays."""
    short, places = match.group(), _TABLE[match.group()]
    rest = match.string[match.end() :]
    before = match.string[: match.start()]
    name_follows = re.match(r" ?[A-Z]", rest) is not None
    name_before = _NAME_BEFORE.search(before[-40:]) is not None
    if "figure" in places and re.match(r" ?#?\d", rest):
        return places["figure"]
    if "behind" in places and name_before and not (name_follows and "name" in places):
        return places["behind"] + _stop(short, rest)
    if "name" in places and name_follows:
        return places["name"]
    if "always" in places:
        return places["always"] + (_stop(short, rest) if short in _ENDING else "")
    return None


def _stop(short: str, rest: str) -> str:
    """The full stop of the sentence, where the one of the short form is that too."""
    if not short.endswith("."):
        return ""
    ends = re.match(r"[\"”’)]*\s*$|[\"”’)]*\s+[A-Z]", rest) and not _VERB.match(rest)
    return "." if ends else ""


def _compass(match: re.Match[str]) -> str:
    """``N. Main St.`` → North Main Street."""
    return str(_FORMS["compass"][match["d"]])


_SHORT = "|".join(re.escape(short) for short in sorted(_TABLE, key=len, reverse=True))
_STREETS = "|".join(_FORMS["streets"])
_COMPASS = "|".join(sorted(_FORMS["compass"], key=len, reverse=True))
ABBREVIATIONS: tuple[Rule, ...] = (
    rule(rf"\b(?P<d>{_COMPASS})\.?(?= (?:[A-Z][\w'’]+|\d+(?:st|nd|rd|th)) (?:{_STREETS})\b)", _compass),
    rule(
        r"\bPh\.? ?D\.?(?=\W|$)",
        lambda m: "P H D" + _stop("Ph.D." if m.group().endswith(".") else "PhD", m.string[m.end() :]),
    ),
    rule(r"(?<=\d )B\.?C\.?(?:E\.)?(?=\W|$)", lambda m: " ".join(m.group().replace(".", ""))),
    rule(rf"(?<![\w.])(?:{_SHORT})(?![\w])", _long_form),
    rule(r" & (?=Co\.)", fixed(" and ")),
)
