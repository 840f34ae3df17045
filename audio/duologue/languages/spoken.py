"""How a language says figures and signs: `<tag>/spoken.yaml`, where a language has one.

The rules are the same for all of these languages (`duologue.speech.spoken.european`); what differs is here.
`regions` holds what regions say in their own way, by their tags.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from duologue.languages.tags import spoken_language
from duologue.yaml_file import load_yaml

FILE_NAME = "spoken.yaml"
_FOLDER = Path(__file__).parent
Gender = Literal["m", "f"]


class Thing(NamedTuple):
    """What is counted: one of it, several of it, and the gender of its name."""

    one: str
    many: str
    gender: Gender = "m"


class Money(NamedTuple):
    """A currency, its gender, and its hundredth part; empty where it has none."""

    one: str
    many: str
    gender: Gender = "m"
    cent: str = ""
    cents: str = ""


class Change(NamedTuple):
    """A regular expression in what a number is called, and what stands there instead."""

    pattern: str
    replacement: str


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NumberWords(_Group):
    """Numbers.

    Attributes:
        library: num2words's name of the language.
        decimal: what stands before the decimals; the other of ``.`` and ``,`` groups the figures.
        comma: how a decimal comma is said.
        dot: how a decimal point is said.
        minus: before a negative number.
        repairs: of what the library says.
        masculine: changes before a masculine noun.
        feminine: changes before a feminine noun.
        feminine_nouns: nouns whose ending does not say it.
        masculine_nouns: nouns that end like feminine ones.
        feminine_ends: what feminine nouns end in.
        no_nouns: words behind a number that are not counted.
        year_before: words before a year, which counts nothing.
    """

    library: str
    decimal: Literal[".", ","] = ","
    comma: str
    dot: str
    minus: str
    repairs: tuple[Change, ...] = ()
    masculine: tuple[Change, ...] = ()
    feminine: tuple[Change, ...] = ()
    feminine_nouns: frozenset[str] = frozenset()
    masculine_nouns: frozenset[str] = frozenset()
    feminine_ends: tuple[str, ...] = ()
    no_nouns: frozenset[str] = frozenset()
    year_before: frozenset[str] = frozenset()


class OrdinalWords(_Group):
    """Ordinals and Roman numerals.

    Attributes:
        suffixes: what stands behind the figure → its gender.
        words: where the library's are not used.
        short: changes before a masculine noun.
        feminine: changes for a feminine one.
        ordinals_before: words whose Roman numeral is an ordinal; ``siglo``.
        ordinals_behind: words behind a Roman numeral that is an ordinal; ``secolo``.
        cardinals_before: words whose Roman numeral is a cardinal.
        men: of rulers.
        women: of rulers.
        roman_suffixes: of `suffixes`, those that stand behind Roman numerals too.
        highest: Roman ordinal; what is higher is said as a cardinal.
    """

    suffixes: dict[str, Gender]
    words: dict[int, str] = {}
    short: tuple[Change, ...] = ()
    feminine: tuple[Change, ...] = ()
    ordinals_before: tuple[str, ...] = ()
    ordinals_behind: tuple[str, ...] = ()
    cardinals_before: tuple[str, ...] = ()
    men: tuple[str, ...] = ()
    women: tuple[str, ...] = ()
    roman_suffixes: tuple[str, ...] = ()
    highest: int


class CalendarWords(_Group):
    """Dates and times.

    Attributes:
        months: their names.
        date: ``{day}``, ``{month}`` and ``{year}``, of a date in figures.
        before_month: what may stand between a day and its month, as a regular expression.
        first: the first day of a month.
        clock: ``{hour}`` and ``{minute}``, of a time up to twelve.
        minutes: minutes that have a name of their own there.
        long_clock: of a time after twelve.
        full_hour: an hour, and hours.
        full_hours: when a time without minutes is called so.
        hour_sign: what may stand between hours and minutes besides a colon, as a regular expression.
        day_parts: what stands behind a time, as it is written → as it is said.
    """

    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    date: str
    before_month: str
    first: str
    clock: str
    minutes: dict[int, str] = {}
    long_clock: str
    full_hour: Thing
    full_hours: Literal["always", "after twelve", "never"]
    hour_sign: str
    day_parts: dict[str, str] = {}


class QuantityWords(_Group):
    """Money, units, parts.

    Attributes:
        percent: behind a number.
        per: between an amount and what it is for.
        of: between a million and what it counts.
        of_vowel: the same before a vowel.
        coins: ``{whole}`` and ``{cents}``, of an amount with its hundredths.
        scales: words for thousands and millions that stand behind figures.
        letters: the same as a letter, before or without a currency.
        currencies: sign or code → currency.
        units: sign → unit.
        fractions: denominator → its name.
        half: behind a whole number and what it counts, by the gender of that.
        half_of: half of something, by its gender.
        out_of: between two figures with a stroke that is no fraction.
        times: between the sides of a format.
        to: between the ends of a range.
    """

    percent: str
    per: str
    of: str
    of_vowel: str = ""
    coins: str
    scales: tuple[str, ...]
    letters: dict[str, Thing]
    currencies: dict[str, Money]
    units: dict[str, Thing]
    fractions: dict[int, Thing]
    half: dict[Gender, str]
    half_of: dict[Gender, str]
    out_of: str
    times: str
    to: str


class SpokenWords(_Group):
    """How one language says figures and signs.

    Attributes:
        abbreviations: as written → as said.
        closing: abbreviations that a sentence may end with, whose full stop then ends it.
        signs: as written → as said.
        link: what is said for an address.
        at: the sign of an e-mail address.
        dot_in_names: the dot in an address.
    """

    language: str
    numbers: NumberWords
    ordinals: OrdinalWords
    calendar: CalendarWords
    quantities: QuantityWords
    abbreviations: dict[str, str]
    closing: frozenset[str] = frozenset()
    signs: dict[str, str]
    link: str
    at: str
    dot_in_names: str


class _File(SpokenWords):
    regions: dict[str, dict[str, dict[str, Any]]] = {}


@cache
def spoken_words(language: str) -> SpokenWords | None:
    """How a language (BCP 47) says figures, as its region does; None where its folder does not say.

    Raises:
        ConfigError: the file is wrong; it names file and line.
    """
    path = _FOLDER / spoken_language(language) / FILE_NAME
    if not path.is_file():
        return None
    read = load_yaml(path, _File)
    whole = read.model_dump(exclude={"regions"})
    own = (region for tags, region in read.regions.items() if language in tags.split())
    for group, changes in next(own, {}).items():
        whole[group] = {**whole[group], **changes}
    return SpokenWords.model_validate(whole)
