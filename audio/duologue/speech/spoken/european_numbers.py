"""Numbers as the languages of `languages/<tag>/spoken.yaml` say them: by num2words and their own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from duologue.languages.spoken import Change, Gender, SpokenWords

_WORD_BEHIND = re.compile(r" ([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_']+(?:'[^\W\d_]+)?)[ (]$")
_LONGEST = 15
"""Figures of a number; longer ones are said one by one."""
_LONGEST_DECIMALS = 3
_YEARS = range(1100, 2100)


@lru_cache(maxsize=4096)
def _library(number: int, language: str, kind: str) -> str:
    from num2words import num2words  # loads every language it has: only when one is spoken

    return str(num2words(number, lang=language, to=kind))


class Numbers:
    """One language's numbers.

    Args:
        words: how the language says figures.
    """

    def __init__(self, words: SpokenWords) -> None:
        self._words = words.numbers
        self._ordinals = words.ordinals
        point, group = re.escape(self._words.decimal), re.escape(self.group)
        self.pattern = (
            rf"(?:\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d{{1,3}}(?: \d{{3}})+(?!\d| \d)|\d+)"
            rf"(?:{point}\d+|{group}(?:\d{{1,2}}|\d{{4,}})(?![\d]))?"
        )
        """A number as it is written, with or without groups and decimals."""

    @property
    def group(self) -> str:
        """What stands between groups of three figures, besides a space."""
        return "." if self._words.decimal == "," else ","

    def cardinal(self, number: int, gender: Gender | None = None) -> str:
        """A whole number; before a noun of a gender, or by itself."""
        if len(str(abs(number))) > _LONGEST:
            return self.digits(str(number))
        said = _changed(_library(abs(number), self._words.library, "cardinal"), self._words.repairs)
        if gender == "m":
            said = _changed(said, self._words.masculine)
        elif gender == "f":
            said = _changed(said, self._words.feminine)
        return f"{self._words.minus} {said}" if number < 0 else said

    def ordinal(self, number: int, gender: Gender = "m", *, short: bool = False) -> str:
        """A place in an order; `short` before a masculine noun."""
        said = self._ordinals.words.get(number) or _library(number, self._words.library, "ordinal")
        if gender == "f":
            return _changed(said, self._ordinals.feminine)
        return _changed(said, self._ordinals.short) if short else said

    def digits(self, text: str) -> str:
        """Figure by figure."""
        return " ".join(self.cardinal(int(figure)) for figure in text if figure.isdigit())

    def number(self, text: str, gender: Gender | None = None) -> str:
        """A number as it is written: ``1.250``, ``3,5``, ``-7``, ``007``."""
        sign = f"{self._words.minus} " if text[0] in "-−–" else ""
        whole, mark, decimals = self._parts(text.lstrip("-−–+").replace(" ", ""))
        if not mark:
            if len(whole) > 1 and whole[0] == "0":
                return sign + self.digits(whole)
            return sign + self.cardinal(int(whole), gender)
        point = self._words.comma if mark == "," else self._words.dot
        return f"{sign}{self.cardinal(int(whole))} {point} {self._decimals(decimals)}"

    def whole(self, text: str) -> int | None:
        """The value of a number as it is written; None where it has decimals."""
        whole, mark, _ = self._parts(text.replace(" ", ""))
        return None if mark else int(whole)

    def counted_gender(self, text: str, before: str, behind: str) -> Gender | None:
        """The gender of what a number counts; None where nothing is counted, or nobody knows.

        Args:
            text: the number as it is written.
            before: what is written before it.
            behind: what is written behind it.
        """
        noun = _WORD_BEHIND.match(behind)
        if noun is None or noun[1].lower() in self._words.no_nouns:
            return None
        word_before = _WORD_BEFORE.search(before[-24:])
        if word_before and word_before[1].lower() in self._words.year_before and is_year(text):
            return None
        return self._gender(noun[1].lower())

    def _gender(self, noun: str) -> Gender:
        if noun in self._words.masculine_nouns:
            return "m"
        feminine = noun in self._words.feminine_nouns or noun.endswith(self._words.feminine_ends)
        return "f" if feminine else "m"

    def _parts(self, text: str) -> tuple[str, str, str]:
        """Whole part, decimal mark and decimals, without what stands between groups."""
        if self._words.decimal in text:
            whole, mark, decimals = text.partition(self._words.decimal)
            return whole.replace(self.group, ""), mark, decimals
        head, *groups = text.split(self.group)
        if len(groups) == 1 and len(groups[0]) != 3:
            return head, self.group, groups[0]
        return head + "".join(groups), "", ""

    def _decimals(self, text: str) -> str:
        if len(text) > _LONGEST_DECIMALS:
            return self.digits(text)
        zeros = len(text) - len(text.lstrip("0"))
        rest = text[zeros:]
        return " ".join([self.cardinal(0)] * zeros + ([self.cardinal(int(rest))] if rest else []))


_NOTHING = re.compile(r"\s*\Z")


def ends_text(match: re.Match[str]) -> bool:
    """Whether nothing is written behind a match."""
    return _NOTHING.match(match.string, match.end()) is not None


def is_year(text: str) -> bool:
    """Whether four figures are most likely a year."""
    return len(text) == 4 and text.isdigit() and int(text) in _YEARS


def _changed(said: str, changes: Iterable[Change]) -> str:
    for change in changes:
        said = re.sub(change.pattern, change.replacement, said)
    return " ".join(said.split())


_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(text: str) -> int | None:
    """The value of a Roman numeral; None where it is none."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )
