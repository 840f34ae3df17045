"""Written → spoken for the languages whose folder says how: figures, dates, money, units and signs in words.

The rules are one for all of them; their words are data (`duologue.languages.spoken`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from duologue.languages.spoken import SpokenWords, spoken_words
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken.compose import ENDLESS, Rule, compose, fixed, rule
from duologue.speech.spoken.european_calendar import calendar_rules, ordinal_rules
from duologue.speech.spoken.european_numbers import Numbers, ends_text
from duologue.speech.spoken.european_quantities import quantity_rules
from duologue.speech.spoken.form import SpokenForm
from duologue.speech.spoken.mandarin_symbols import EMAIL, EMOJI

if TYPE_CHECKING:
    from duologue.model import Pause, Reading

Say = Callable[[str, Lexicon, Sequence["Pause | Reading"]], SpokenForm]

_PLAIN = re.compile(
    r"[^\W\d_A-Z]{2,}(?![\w.+#&/@'’-]|:/)|[,;:?!] (?=[^\W\d_])|(?<=[\w,;:.?!]) (?=[^\W\d_A-Z])"
)
"""Words in small letters, and what stands between them."""
_DOMAINS = (
    r"(?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|io|ai|dev|app|edu|gov|eu|es|fr|it|pt|br|mx|ar|ch|be|ca)"
)
_CAPITAL = re.compile(r"\s+[¿¡«“\"]?[A-ZÀ-Þ]")
_WORD = 40
"""As much of the text around a number as a word may have."""
_FEWEST_DIGITS = 8
"""Figures without groups that are a code, not a number, from so many on."""


def speaker(language: str) -> Say | None:
    """What says texts of a language (BCP 47); None where its folder does not say how."""
    words = spoken_words(language)
    return None if words is None else partial(_spoken, language)


def _spoken(language: str, written: str, lexicon: Lexicon, cues: Sequence[Pause | Reading]) -> SpokenForm:
    return compose(written, lexicon, cues, _rules(language), _PLAIN, _join)


def _join(before: str, after: str) -> str:
    """A space where two words would touch."""
    return " " if before.isalnum() and after[0].isalnum() and not before.isspace() else ""


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    words = spoken_words(language)
    assert words is not None, "asked only for languages that have them"  # noqa: S101
    numbers = Numbers(words)
    return (
        Rule(ENDLESS, lambda match: numbers.digits(match.group())),
        *_address_rules(words),
        rule(EMOJI + " ?", fixed("")),
        *_abbreviation_rules(words),
        *calendar_rules(words, numbers),
        *ordinal_rules(words, numbers),
        rule(
            r"(?<![\w.,])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}",
            lambda match: f"{words.signs['+']} {numbers.digits(match.group())}",
        ),
        *quantity_rules(words, numbers),
        *_number_rules(numbers, words.numbers.dot),
        *_sign_rules(words),
    )


def _address_rules(words: SpokenWords) -> Iterator[Rule]:
    def spelled(match: re.Match[str]) -> str:
        return match.group().replace("@", f" {words.at} ").replace(".", f" {words.dot_in_names} ")

    yield rule(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)»]|www\.[\w./?=&%-]*\w", fixed(words.link))
    yield rule(EMAIL, spelled)
    yield rule(rf"{_DOMAINS}/[\w./?=&%#~-]*\w", fixed(words.link))
    yield rule(rf"{_DOMAINS}(?!\w)", spelled)


def _abbreviation_rules(words: SpokenWords) -> Iterator[Rule]:
    """Abbreviations; one that ends a sentence keeps its full stop."""
    known = words.abbreviations
    pattern = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))

    def said(match: re.Match[str]) -> str:
        capital = match.group() in words.closing and _CAPITAL.match(match.string, match.end())
        ends = match.group().endswith(".") and (ends_text(match) or capital)
        return known[match.group()] + ("." if ends else "")

    yield rule(rf"(?<![\w.])(?:{pattern})(?!\w)", said)


def _number_rules(numbers: Numbers, dot: str) -> Iterator[Rule]:
    """Names with figures, codes, and any other number with the gender of what it counts."""

    def bare(match: re.Match[str]) -> str:
        text, whole = match["n"], match.string
        if text.isdigit() and len(text) >= _FEWEST_DIGITS and not text.endswith("000"):
            return numbers.digits(text)
        before, behind = (
            whole[max(0, match.start() - _WORD) : match.start()],
            whole[match.end() : match.end() + _WORD],
        )
        gender = numbers.counted_gender(text, before, behind)
        return numbers.number((match["s"] or "") + text, gender)

    def named(match: re.Match[str]) -> str:
        letters = f" {match['l']}" if match["l"] else ""
        return f"{match['w']} {numbers.number(match['n'])}{letters}"

    def version(match: re.Match[str]) -> str | None:
        parts = match.group().split(".")
        grouped = numbers.group == "." and all(len(part) == 3 for part in parts[1:])
        return None if grouped else f" {dot} ".join(numbers.number(part) for part in parts)

    yield rule(r"\d+(?:\.\d+){2,}", version)
    yield rule(
        r"(?P<w>[^\W\d_]+)-?(?P<n>\d+(?:[.,]\d+)?)(?![\d,])(?P<l>[A-Za-z]{1,2}\b)?",
        lambda match: named(match) if any(map(str.isupper, match["w"])) or len(match["w"]) > 1 else None,
    )
    yield rule(
        rf"(?<![\w.,])(?P<n>{numbers.pattern})-?(?=[^\W\d_])", lambda match: numbers.number(match["n"])
    )
    yield rule(rf"(?P<s>(?:(?<=[\s(])|^)[-−])?(?P<n>{numbers.pattern})", bare)


def _sign_rules(words: SpokenWords) -> Iterator[Rule]:
    yield rule(r"\b(?:[A-Z]\.){2,}", lambda match: _initials(match))
    yield rule(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*", lambda match: match.group())
    yield rule(r"(?<=[A-Za-z])\+\+", fixed(f" {words.signs['+']} {words.signs['+']}"))
    for sign, said in words.signs.items():
        yield rule(rf"{re.escape(sign)} ?", partial(_sign, said))
    yield rule(r"(?<=[^\W\d_])/(?=[^\W\d_])", fixed(" "))
    yield rule(r" / ", fixed(", "))
    yield rule(r" ?(?:—|–|--+|―) ?", fixed(" — "))
    yield rule(r"\.{3,}|…+", fixed("…"))
    yield rule(r"[*_^`|\\■□●○◆◇▲▼★☆※†‡¶©®™•°ºª]+", fixed(""))
    yield rule(r"[‘’]", fixed("'"))
    yield rule(r"\r?\n\s*", fixed("\n"))
    yield rule(r"[ \t\u00a0\u2000-\u200f\ufeff]+", fixed(" "))
    yield rule(r".", lambda match: match.group())


def _sign(said: str, match: re.Match[str]) -> str:
    """A sign in words, with a space where it touches a word or had one behind it."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    behind = match.string[match.end() : match.end() + 1]
    lead = " " if before.isalnum() else ""
    return lead + said + (" " if match.group().endswith(" ") or behind.isalnum() else "")


def _initials(match: re.Match[str]) -> str:
    return " ".join(match.group().replace(".", "")) + ("." if ends_text(match) else "")
