"""Tables of months, money, units and abbreviations, and what English calls them."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
BEFORE = r"(?<![\w.])"
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
]  # fmt: skip
MONTH = "|".join([*MONTHS, *(f"{m[:3]}\\.?" for m in MONTHS if m != "May"), "Sept\\.?"])
DAYS = {"Mo": "Monday", "Tu": "Tuesday", "We": "Wednesday", "Th": "Thursday", "Fr": "Friday", "Sa": "Saturday",
        "Su": "Sunday"}  # fmt: skip
DAY = "Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun"
EVERY = {"yr": "year", "year": "year", "mo": "month", "month": "month", "wk": "week", "week": "week", "day": "day", "hr": "hour",
         "hour": "hour", "h": "hour", "min": "minute", "user": "user", "person": "person", "share": "share", "seat": "seat",
         "kg": "kilogram", "mi": "mile", "ton": "ton", "lb": "pound", "token": "token", "GB": "gigabyte", "night": "night"}  # fmt: skip
_PRICED_THINGS = (
    "bill fee budget fund deal check fine grant loan prize tax tip plan subscription valuation "
    "round investment mark price tag coffee laptop phone ticket salary bonus startup company business industry market gift coupon"
)
PRICED = re.compile(rf" (?:{'|'.join(_PRICED_THINGS.split())})\b")
"""Things that have a price before them: a $5 bill is a five dollar bill."""
MULTIPLES = {"k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "b": "billion", "tn": "trillion",
              "B": "billion", "bn": "billion", "t": "trillion", "T": "trillion"}  # fmt: skip
COUNTED = {
    "p": "page", "pp": "pages", "vol": "volume", "Vol": "volume", "ch": "chapter", "Ch": "chapter", "sec": "section",
    "Sec": "section", "art": "article", "Art": "article", "fig": "figure", "eq": "equation", "no": "number", "apt": "apartment", "Apt": "apartment", "ver": "version",
}  # fmt: skip
"""Abbreviations before a figure only."""
FRACTIONS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth"}  # fmt: skip
VULGAR = {"½": "one half", "⅓": "one third", "⅔": "two thirds", "¼": "one quarter", "¾": "three quarters", "⅛": "one eighth"}  # fmt: skip
