"""Written English as it is spoken: figures, dates, money, units, abbreviations and signs in words."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken.compose import ENDLESS, Rule, compose
from duologue.speech.spoken.english_numbers import cardinal, digits, number, ordinal, plural, year
from duologue.speech.spoken.english_tables import (
    ABBREVIATION,
    ABBREVIATIONS,
    CURRENCIES,
    FRACTIONS,
    MONTH,
    MONTHS,
    MULTIPLES,
    ROMAN,
    UNIT,
    UNITS,
)
from duologue.speech.spoken.form import SpokenForm
from duologue.speech.spoken.mandarin_symbols import EMAIL, EMOJI

if TYPE_CHECKING:
    from duologue.interview.model import Pause, Reading

_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_B = r"(?<![\w.])"


def spoken_english(written: str, lexicon: Lexicon, cues: Sequence[Pause | Reading]) -> SpokenForm:
    """The spoken form of an English text."""
    return compose(written, lexicon, cues, _RULES, _PLAIN, _join)


_PLAIN = re.compile(r"[a-z]{2,}(?![\w.+#&/@'’-]|:/)|[,;:?] (?=[A-Za-z])|(?<=[\w,;:.?!]) (?=[A-Za-z])")


def _join(before: str, after: str) -> str:
    """A space where two words would touch."""
    return " " if before.isalnum() and after[0].isalnum() and not before.isspace() else ""


def _units(amount: str, unit: str) -> str:
    """The unit's name in the number its amount asks for."""
    name = UNITS[unit]
    if amount.lstrip("-−") == "1" or name.endswith("hertz"):
        return name
    head, _, tail = name.partition(" ")
    if head == "square":
        return f"square {tail}s"
    if name == "kilowatt hour":
        return "kilowatt hours"
    return ("feet" if head == "foot" else head + "s") + (f" {tail}" if tail else "")


def _money(match: re.Match[str]) -> str:
    """``$3.5M`` → three point five million dollars; ``$5.99`` → five dollars and ninety-nine cents."""
    name, cent = CURRENCIES[match["c"]]
    amount, scale, word = match["n"], match["k"], match["w"]
    plus = " plus" if match["plus"] else ""
    article = re.search(r"\b[Aa]n? $", match.string[max(0, match.start() - 8) : match.start()])
    adjective = (
        match["adj"] or name == "yuan" or (article and re.match(r"[ -][a-z]", match.string[match.end() :]))
    )
    if scale or word:
        said = f"{number(amount)} {MULTIPLES[scale] if scale else word.strip(' -')}{plus}"
        return f"{said} {name}" if adjective else f"{said} {name}s"
    if adjective and "." not in amount:
        return f"{number(amount)} {name}"
    whole, _, cents = amount.replace(",", "").partition(".")
    if cent and len(cents) == 2 and int(cents):
        coins = ("pence" if cent == "penny" else cent + "s") if int(cents) > 1 else cent
        small = f"{cardinal(int(cents))} {coins}"
        return (
            small
            if int(whole) == 0
            else f"{cardinal(int(whole))} {name}{'s' if int(whole) != 1 else ''} and {small}"
        )
    if cents.strip("0"):
        return f"{number(amount)} {name}s"
    return f"{cardinal(int(whole))}{plus} {name}{'s' if int(whole) != 1 or plus else ''}"


def _time(match: re.Match[str]) -> str | None:
    hour, minute, half = int(match["h"]), int(match["m"]), match["ap"]
    if hour > 24 or minute > 59:
        return None
    if minute == 0:
        said = cardinal(hour) + ("" if half else " o'clock")
    else:
        said = f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    return said + (f" {_half(half)}" if half else "")


def _half(letters: str) -> str:
    return "AM" if letters.strip().lower().startswith("a") else "PM"


def _month(name: str) -> str:
    return next(month for month in MONTHS if month.startswith(name[:3]))


def _iso_date(match: re.Match[str]) -> str | None:
    month, day = int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{MONTHS[month - 1]} {ordinal(day)}, {year(int(match['y']))}"


def _month_day(match: re.Match[str]) -> str | None:
    if not 1 <= int(match["d"]) <= 31:
        return None
    tail = f", {year(int(match['y']))}" if match["y"] else ""
    return f"{_month(match['mon'])} {ordinal(int(match['d']))}{tail}"


def _the(match: re.Match[str]) -> str:
    return "" if re.search(r"\b[Tt]he $", match.string[max(0, match.start() - 8) : match.start()]) else "the "


def _colon(match: re.Match[str]) -> str:
    """A picture's format is 16 by 9; any other ratio is so many to so many."""
    word = "by" if match.group() in {"16:9", "4:3", "21:9", "9:16", "3:4"} else "to"
    return f"{cardinal(int(match['a']))} {word} {cardinal(int(match['b']))}"


def _range(match: re.Match[str]) -> str | None:
    a, b = match["a"], match["b"]
    if _years(a) and (_years(b) or len(b) == 2):
        return f"{year(int(a))} to {year(int(b)) if len(b) == 4 else cardinal(int(b))}"
    return f"{number(a)} to {number(b)}"


def _years(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and 1100 <= int(text) <= 2099


def _decade(match: re.Match[str]) -> str:
    text = match["n"]
    if len(text) == 4:
        century, rest = divmod(int(text), 100)
        if rest == 0:
            return f"{cardinal(century)} hundreds" if century % 10 else f"{cardinal(int(text))}s"
        return f"{cardinal(century)} {plural(cardinal(rest))}"
    return plural(cardinal(int(text)))


def _bare(match: re.Match[str]) -> str:
    text = match.group()
    before = match.string[max(0, match.start() - 12) : match.start()]
    dated = re.search(r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom) $", before)
    if (
        dated
        and text.isdigit()
        and 1000 <= int(text) < 2100
        and not (int(text) % 50 == 0 and re.match(r" [a-z]+s\b", match.string[match.end() :]))
    ):
        return year(int(text))
    after = match.string[match.end() :]
    counted = re.match(
        r"\+? ?(?:people|users|employees|lines|words|dollars|times|days|hours|miles|of|companies|customers)\b",
        after,
    )
    if (
        _years(text)
        and not counted
        and not (int(text) % 100 == 0 and int(text) % 1000 != 0 and int(text) < 1500)
    ):
        return year(int(text))
    if "," not in text and "." not in text and (len(text) >= 7 and not text.endswith("000")):
        return digits(text, "oh")
    return number(text)


def _fraction(match: re.Match[str]) -> str | None:
    a, b = int(match["a"]), int(match["b"])
    if not (0 < a < b and b in FRACTIONS):
        return f"{cardinal(a)} {'over' if b > 99 else 'out of' if b == 10 else 'over'} {cardinal(b)}"
    if b == 2:
        return "one half"
    return f"{cardinal(a)} {FRACTIONS[b]}{'s' if a > 1 else ''}"


def _code(figure: str) -> str:
    """The figure in a model's name: A100 → one hundred, RTX 4090 → forty ninety, 3.11 → three point eleven."""
    if "." in figure:
        head, *parts = figure.split(".")
        return " point ".join([_code(head), *(cardinal(int(p)) if p[0] != "0" else digits(p) for p in parts)])
    if figure[0] == "0" and len(figure) > 1:
        return digits(figure, "oh")
    if len(figure) == 4 and not figure.endswith("00"):
        return year(int(figure))
    if len(figure) == 3 and figure.strip("0") != figure[0]:
        return f"{cardinal(int(figure[0]))} {'oh ' if figure[1] == '0' else ''}{cardinal(int(figure[1:]))}"
    return cardinal(int(figure)) if len(figure) < 7 else digits(figure)


def _scaled(match: re.Match[str]) -> str:
    return f"{number(match['n'])} {MULTIPLES[match['k']]}"


def _kilo(match: re.Match[str]) -> str:
    """``20k`` → twenty thousand; a power of two with a capital K is a size: 128K."""
    text = match["n"]
    if match["k"] == "K" and text.isdigit() and int(text) & (int(text) - 1) == 0:
        return f"{number(text)} K"
    return _scaled(match)


def _fixed(text: str) -> Callable[[re.Match[str]], str]:
    return lambda _: text


def _abbreviation(match: re.Match[str]) -> str | None:
    """The long form; a sentence's own full stop behind ``etc.`` stays."""
    short = match.group()
    rest = match.string[match.end() :]
    if short == "No." and not re.match(r" ?\d", rest):
        return None
    if short == "St." and not re.match(r" [A-Z]", rest):
        return "Street"
    ends = short in {"etc.", "Inc.", "Corp.", "Ltd.", "Co.", "Jr.", "Sr.", "et al."} and re.match(
        r"\s*$|\s+[A-Z]", rest
    )
    return ABBREVIATIONS[short] + (
        "." if ends and not re.match(r"\s+[A-Z]\w+ (?:is|was|has|had)\b", rest) else ""
    )


def _rule(pattern: str, say: Callable[[re.Match[str]], str | None], doubt: str | None = None) -> Rule:
    return Rule(re.compile(pattern), say, doubt)


_CURRENCY = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))

_RULES: tuple[Rule, ...] = (
    Rule(ENDLESS, lambda m: digits(m.group())),
    _rule(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]|www\.[\w./?=&%-]*\w", _fixed("the link")),
    _rule(EMAIL, lambda m: m.group().replace("@", " at ").replace(".", " dot ")),
    _rule(
        r"(?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|io|ai|dev|app|edu|gov|co|cn)(?![\w])",
        lambda m: m.group().replace(".", " dot "),
    ),
    _rule(EMOJI + " ?", _fixed("")),
    _rule(r"\b[A-Z]\.(?= [A-Z]\.)|(?<=[A-Z]\. )[A-Z]\.(?= [A-Z])", lambda m: m.group()[0]),
    _rule(rf"(?<![\w.])(?:{ABBREVIATION})(?![\w])", _abbreviation),
    _rule(
        r"\b(?P<w>Chapter|Part|World War|Act|Phase|Type|Class|Volume|Section) (?P<r>[IVX]{1,4})\b",
        lambda m: f"{m['w']} {ROMAN[m['r']]}" if m["r"] in ROMAN else None,
    ),
    # Dates and times.
    _rule(rf"{_B}(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", _iso_date),
    _rule(rf"{_B}(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>(?:19|20)\d\d)(?!\d)", _iso_date),
    _rule(
        rf"\b(?P<mon>{MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%]|\.\d|[-–]\d)(?:,? (?P<y>(?:1[1-9]|20)\d\d)\b)?",
        _month_day,
    ),
    _rule(
        rf"{_B}(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<mon>{MONTH})\b(?:,? (?P<y>(?:1[1-9]|20)\d\d)\b)?",
        lambda m: (
            f"{_the(m)}{ordinal(int(m['d']))} of {_month(m['mon'])}"
            + (f", {year(int(m['y']))}" if m["y"] else "")
        ),
    ),
    _rule(rf"{_B}(?P<h>\d{{1,2}}):(?P<m>\d\d)(?P<ap> ?[AaPp]\.?[Mm]\b\.?)?(?![\d:])", _time),
    _rule(
        rf"{_B}(?P<h>\d{{1,2}}) ?(?P<ap>[AaPp]\.?[Mm])\b\.?(?!\w)",
        lambda m: f"{cardinal(int(m['h']))} {_half(m['ap'])}",
    ),
    _rule(rf"{_B}(?P<n>(?:1[1-9]|20)?\d0)['’]?s\b", _decade),
    _rule(r"['’](?P<n>\d0)s\b", _decade),
    _rule(
        r"['’](?P<n>\d\d)\b", lambda m: digits(m["n"], "oh") if m["n"][0] == "0" else cardinal(int(m["n"]))
    ),
    # Telephones, versions with several points, ranges.
    _rule(
        rf"{_B}(?:\+1[- ])?(?:\(\d{{3}}\) ?|\d{{3}}-)?\d{{3}}-\d{{4}}(?!\d)",
        lambda m: digits(m.group(), "oh"),
    ),
    _rule(
        r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d)",
        lambda m: " dot ".join(digits(part) for part in m.group().split(".")),
    ),
    _rule(r"\d+(?:\.\d+){2,}", lambda m: " point ".join(cardinal(int(p)) for p in m.group().split("."))),
    _rule(
        rf"{_B}(?P<a>{_N})% ?[-–—] ?(?P<b>{_N})%", lambda m: f"{number(m['a'])} to {number(m['b'])} percent"
    ),
    _rule(rf"{_B}(?P<a>{_N}) ?[-–] ?(?P<b>{_N})%", lambda m: f"{number(m['a'])} to {number(m['b'])} percent"),
    _rule(
        rf"(?P<c>{_CURRENCY})(?P<a>{_N}) ?[-–—] ?(?:{_CURRENCY})?(?P<b>{_N})(?: ?(?P<k>bn|mn|[kKmMbBtT])\b| (?P<w>thousand|million|billion|trillion)\b)?",
        lambda m: (
            f"{number(m['a'])} to {number(m['b'])} "
            + (f"{MULTIPLES[m['k']] if m['k'] else m['w']} " if m["k"] or m["w"] else "")
            + CURRENCIES[m["c"]][0]
            + "s"
        ),
    ),
    _rule(
        rf"(?P<c>{_CURRENCY})(?P<n>{_N})(?: ?(?P<k>bn|mn|[kKmMbBtT])\b)?(?P<w>[ -](?:hundred|thousand|million|billion|trillion)\b)?(?P<plus>\+)?(?P<adj>-(?=[a-z]))?",
        _money,
    ),
    _rule(
        rf"(?P<s>(?:(?<=[\s(])|^)[-−+])?(?<![\w.])(?P<n>{_N}) ?%",
        lambda m: f"{number((m['s'] or '') + m['n'])} percent",
    ),
    _rule(
        rf"(?P<s>(?:(?<=[\s(])|^)[-−])?(?<![\w.])(?P<n>{_N})[ -]?(?P<u>{UNIT})(?![\w])",
        lambda m: f"{number((m['s'] or '') + m['n'])} {_units((m['s'] or '') + m['n'], m['u'])}",
    ),
    _rule(rf"{_B}(?P<a>\d{{1,4}}(?:\.\d+)?) ?[–—-] ?(?P<b>\d{{1,4}}(?:\.\d+)?)(?![\w%-])", _range),
    _rule(rf"{_B}(?P<n>\d+)(?:st|nd|rd|th)\b", lambda m: ordinal(int(m["n"]))),
    _rule(rf"{_B}(?P<a>\d{{1,3}})/(?P<b>\d{{1,3}})(?![\w/])", _fraction),
    _rule(
        rf"{_B}(?P<a>\d+):(?P<b>\d+)(?![\w:])",
        _colon,
    ),
    _rule(
        rf"{_B}(?P<n>{_N}) ?[x×](?![\w])",
        lambda m: "one time" if m["n"] == "1" else f"{number(m['n'])} times",
    ),
    _rule(
        rf"{_B}(?P<n>{_N})(?P<k>k|K|M|bn|mn)(?P<plus>\+)?(?![\w])",
        lambda m: _kilo(m) + (" plus" if m["plus"] else ""),
    ),
    _rule(rf"{_B}(?P<n>{_N})\+", lambda m: f"{number(m['n'])} plus"),
    _rule(r"(?<![\w&])#(?=\d)", _fixed("number ")),
    # Names with figures.
    _rule(r"(?<=\b[Aa] )7\d7\b", lambda m: _code(m.group())),
    _rule(
        r"(?P<w>Python|Node|Ruby|Go|Java|Rust|Perl|PHP|Django|Ubuntu|Kubernetes|Swift|[Vv]ersion) (?P<n>\d+\.\d\d)(?![\d.])",
        lambda m: f"{m['w']} {_code(m['n'])}",
    ),
    _rule(r"\b[vV](?P<n>\d+(?:\.\d+)*)\b", lambda m: f"version {_code(m['n'])}"),
    _rule(
        r"(?P<w>[A-Za-z]+)-?(?P<n>\d+(?:\.\d+)*)(?![\d,])(?P<l>[A-Za-z]{1,2}\b)?",
        lambda m: f"{m['w']} {_code(m['n'])}" + (f" {m['l']}" if m["l"] else ""),
    ),
    _rule(
        r"(?<=[A-Z] )\d{3,4}(?:\.\d+)?\b(?![,.]?\d)",
        lambda m: None if _years(m.group()) else _code(m.group()),
    ),
    _rule(rf"{_B}(?P<n>{_N})-?(?=[A-Za-z])", lambda m: number(m["n"])),
    _rule(r"(?:(?<=[\s(])|^)[-−](?=\d)", _fixed("minus ")),
    _rule(rf"{_N}", _bare),
    # Words and signs.
    _rule(r"\b(?:[A-Z]\.){2,}(?=\s+[a-z]|[,;:]|\s*$)?", lambda m: " ".join(m.group().replace(".", ""))),
    _rule(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)*(?:-[A-Za-z]+)*", lambda m: m.group().replace("’", "'")),
    _rule(r"[^\W\d_A-Za-z]+", lambda m: m.group()),  # words of other scripts
    _rule(r"(?<=\w) ?& ?(?=\w)", _fixed(" and ")),
    _rule(r"&", _fixed("and")),
    _rule(r"(?<=[A-Za-z])\+\+", _fixed(" plus plus")),
    _rule(r"(?<=[A-Z])#", _fixed(" sharp")),
    _rule(r"(?<=\w) ?\+ ?(?=\w)", _fixed(" plus ")),
    _rule(r"(?<=[A-Za-z])\+", _fixed(" plus")),
    _rule(r" ?= ?", _fixed(" equals ")),
    _rule(r"(?<=\d) ?[×x*] ?(?=\d)", _fixed(" times ")),
    _rule(r" ?[≈] ?", _fixed(" about ")),
    _rule(r"~(?=[\d$])", _fixed("about ")),
    _rule(r" ?(?:->|→|=>) ?", _fixed(" to ")),
    _rule(r"(?<![\w])\.(?=[A-Z]{2})", _fixed("dot ")),
    _rule(r"(?<=[A-Za-z])\.(?=[A-Za-z])", _fixed(" dot ")),
    _rule(r"(?<=[A-Za-z]) ?/ ?(?=[A-Za-z\d])", _fixed(" ")),
    _rule(r" ?(?:—|–|--+|―) ?", _fixed(" — ")),
    _rule(r" [-−] ", _fixed(" — ")),
    _rule(r"\.{3,}|…+", _fixed("…")),
    _rule(r"@", _fixed("at ")),
    _rule(r"[*_^`~|\\<>■□●○◆◇▲▼★☆※†‡§¶©®™•#]+", _fixed("")),
    _rule(r"[‘’]", _fixed("'")),
    _rule(r"\r?\n\s*", _fixed("\n")),
    _rule(r"[ \t\u00a0\u2000-\u200f\ufeff]+", _fixed(" ")),
    _rule(r".", lambda m: m.group()),
)
