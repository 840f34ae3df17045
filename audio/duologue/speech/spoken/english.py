"""Written English as it is spoken: figures, dates, money, units, abbreviations and signs in words."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken.compose import ENDLESS, Rule, compose, fixed, rule
from duologue.speech.spoken.english_abbreviations import ABBREVIATIONS
from duologue.speech.spoken.english_calendar import CALENDAR
from duologue.speech.spoken.english_codes import CODES
from duologue.speech.spoken.english_numbers import (
    digits,
    model_number,
    number,
    plural,
    year,
)
from duologue.speech.spoken.english_quantities import QUANTITIES, is_year
from duologue.speech.spoken.english_signs import POWERS, SIGNS
from duologue.speech.spoken.english_tables import BEFORE, COUNTED, EVERY, NUMBER
from duologue.speech.spoken.english_units import UNITS
from duologue.speech.spoken.form import SpokenForm
from duologue.speech.spoken.mandarin_symbols import EMAIL, EMOJI

if TYPE_CHECKING:
    from duologue.model import Pause, Reading


def spoken_english(written: str, lexicon: Lexicon, cues: Sequence[Pause | Reading]) -> SpokenForm:
    """The spoken form of an English text."""
    return compose(written, lexicon, cues, _RULES, _PLAIN, _join)


_PLAIN = re.compile(r"[a-z]{2,}(?![\w.+#&/@'’-]|:/)|[,;:?] (?=[A-Za-z])|(?<=[\w,;:.?!]) (?=[A-Za-z])")


def _join(before: str, after: str) -> str:
    """A space where two words would touch."""
    return " " if before.isalnum() and after[0].isalnum() and not before.isspace() else ""


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
        is_year(text)
        and not counted
        and not (int(text) % 100 == 0 and int(text) % 1000 != 0 and int(text) < 1500)
    ):
        return year(int(text))
    if "," not in text and "." not in text and (len(text) >= 7 and not text.endswith("000")):
        return digits(text, "oh")
    return number(text)


def _named(match: re.Match[str]) -> str:
    """A name with a figure in it: H100, GPT-4o; H100s are more than one."""
    figure, letters = model_number(match["n"]), match["l"] or ""
    if letters == "s":
        return f"{match['w']} {plural(figure)}"
    return f"{match['w']} {figure}" + (f" {letters}" if letters else "")


_RULES: tuple[Rule, ...] = (
    Rule(ENDLESS, lambda m: digits(m.group())),
    rule(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]|www\.[\w./?=&%-]*\w", fixed("the link")),
    rule(EMAIL, lambda m: m.group().replace("@", " at ").replace(".", " dot ")),
    rule(
        r"(?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|io|ai|dev|app|edu|gov|co|cn)/[\w./?=&%#~-]*\w",
        fixed("the link"),
    ),
    rule(
        r"(?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|io|ai|dev|app|edu|gov|co|cn)(?![\w])",
        lambda m: m.group().replace(".", " dot "),
    ),
    rule(EMOJI + " ?", fixed("")),
    rule(r"\b[A-Z]\.(?= [A-Z]\.)|(?<=[A-Z]\. )[A-Z]\.(?= [A-Z])", lambda m: m.group()[0]),
    rule(rf"\b(?P<w>{'|'.join(COUNTED)})\. ?(?=\d)", lambda m: COUNTED[m["w"]] + " "),
    *ABBREVIATIONS,
    *POWERS,
    *CODES,
    *CALENDAR,
    *UNITS,
    *SIGNS,
    *QUANTITIES,
    # Names with figures.
    rule(r"(?<=\b[Aa] )7\d7\b", lambda m: model_number(m.group())),
    rule(
        r"(?P<w>Python|Node|Ruby|Go|Java|Rust|Perl|PHP|Django|Ubuntu|Kubernetes|Swift|[Vv]ersion) (?P<n>\d+\.\d\d)(?![\d.])",
        lambda m: f"{m['w']} {model_number(m['n'])}",
    ),
    rule(r"\b[vV](?P<n>\d+(?:\.\d+)*)\b", lambda m: f"version {model_number(m['n'])}"),
    rule(r"(?P<w>[A-Za-z]+)-?(?P<n>\d+(?:\.\d+)*)(?![\d,])(?P<l>[A-Za-z]{1,2}\b)?", _named),
    rule(
        r"(?<=[A-Z] )\d{3,4}(?:\.\d+)?\b(?![,.]?\d)",
        lambda m: None if is_year(m.group()) else model_number(m.group()),
    ),
    rule(r"(?<=\d) (?=\d+[A-Z]\b)", fixed(", ")),
    rule(rf"{BEFORE}(?P<n>{NUMBER})-?(?=[A-Za-z])", lambda m: number(m["n"])),
    rule(rf"{NUMBER}", _bare),
    # Words and signs.
    rule(
        r"\b(?:[A-Z]\.){2,}",
        lambda m: " ".join(m.group().replace(".", "")) + ("" if m.string[m.end() :].strip() else "."),
    ),
    rule(
        r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:['’][A-Za-z]+)*(?:-[A-Za-z]+)*",
        lambda m: m.group().replace("’", "'"),
    ),
    rule(r"[^\W\d_A-Za-z]+", lambda m: m.group()),  # words of other scripts
    rule(r"(?<=\w) ?& ?(?=\w)", fixed(" and ")),
    rule(r"&", fixed("and")),
    rule(r"(?<=[A-Za-z])\+\+", fixed(" plus plus")),
    rule(r"(?<=[A-Z])#", fixed(" sharp")),
    rule(r"(?<=\w) ?\+ ?(?=\w)", fixed(" plus ")),
    rule(r"(?<=[A-Za-z])\+", fixed(" plus")),
    rule(r" ?= ?", fixed(" equals ")),
    rule(r"(?<=\d) ?[×x*] ?(?=\d)", fixed(" times ")),
    rule(r"~(?=[\d$])", fixed("about ")),
    rule(r"§+ ?", fixed("section ")),
    rule(r"(?<=\b[A-D])-(?=[\s.,;!?]|$)", fixed(" minus")),
    rule(r" ?(?:->|→|=>) ?", fixed(" to ")),
    rule(r"(?<![\w])\.(?=[A-Z]{2})", fixed("dot ")),
    rule(r"(?<=[A-Za-z])\.(?=[A-Za-z])", fixed(" dot ")),
    rule(
        rf"(?<=[a-z]) ?/ ?(?P<every>{'|'.join(EVERY)}|s|sec)\b",
        lambda m: f" per {EVERY.get(m['every'], 'second')}",
    ),
    rule(r" / ", fixed(", ")),
    rule(r"(?<=[A-Za-z]) ?/ ?(?=[A-Za-z\d])", fixed(" ")),
    rule(r" ?(?:—|–|--+|―) ?", fixed(" — ")),
    rule(r" [-−] ", fixed(" — ")),
    rule(r"\.{3,}|…+", fixed("…")),
    rule(r"@ ?", fixed("at ")),
    rule(r"[*_^`~|\\<>■□●○◆◇▲▼★☆※†‡§¶©®™•#]+", fixed("")),
    rule(r"[‘’]", fixed("'")),
    rule(r"\r?\n\s*", fixed("\n")),
    rule(r"[ \t\u00a0\u2000-\u200f\ufeff]+", fixed(" ")),
    rule(r".", lambda m: m.group()),
)
