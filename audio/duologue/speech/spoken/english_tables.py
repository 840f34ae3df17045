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
CURRENCIES = {
    "$": ("dollar", "cent"), "US$": ("US dollar", "cent"), "£": ("pound", "penny"), "€": ("euro", "cent"),
    "¥": ("yuan", ""), "₹": ("rupee", ""), "HK$": ("Hong Kong dollar", "cent"),
}  # fmt: skip
EVERY = {"yr": "year", "year": "year", "mo": "month", "month": "month", "wk": "week", "week": "week", "day": "day", "hr": "hour",
         "hour": "hour", "h": "hour", "min": "minute", "user": "user", "person": "person", "share": "share", "seat": "seat",
         "kg": "kilogram", "mi": "mile", "ton": "ton", "lb": "pound", "token": "token", "GB": "gigabyte", "night": "night"}  # fmt: skip
PRICED = re.compile(
    r" (?:bill|fee|budget|fund|deal|check|fine|grant|loan|prize|tax|tip|plan|subscription|valuation|round|investment|mark|"
    r"price|tag|coffee|laptop|phone|ticket|salary|bonus|startup|company|business|industry|market|gift|coupon)\b"
)
"""Things that have a price before them: a $5 bill is a five dollar bill."""
MULTIPLES = {"k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "b": "billion",
              "B": "billion", "bn": "billion", "t": "trillion", "T": "trillion"}  # fmt: skip
UNITS = {
    "km": "kilometer", "m": "meter", "cm": "centimeter", "mm": "millimeter", "nm": "nanometer", "μm": "micrometer", "µm": "micrometer", "μs": "microsecond", "mi": "mile", "ft": "foot",
    "kg": "kilogram", "mg": "milligram", "lb": "pound", "lbs": "pound", "oz": "ounce", "ms": "millisecond", "min": "minute",
    "mins": "minute", "hr": "hour", "hrs": "hour", "sec": "second", "secs": "second", "Hz": "hertz", "kHz": "kilohertz",
    "MHz": "megahertz", "GHz": "gigahertz", "kW": "kilowatt", "MW": "megawatt", "GW": "gigawatt", "kWh": "kilowatt hour",
    "KB": "kilobyte", "kB": "kilobyte", "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte", "PB": "petabyte",
    "Mbps": "megabit per second", "Gbps": "gigabit per second", "mph": "mile per hour", "ml": "milliliter", "mL": "milliliter",
    "°C": "degree Celsius", "℃": "degree Celsius", "°F": "degree Fahrenheit", "°": "degree", "dB": "decibel", "px": "pixel",
    "km/h": "kilometer per hour", "m²": "square meter", "m³": "cubic meter", "lbs.": "pound", "km²": "square kilometer", "fps": "frame per second",
}  # fmt: skip
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
ABBREVIATIONS = {
    "Dr.": "Doctor", "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miz", "Prof.": "Professor", "St.": "Saint", "Jr.": "Junior",
    "Sr.": "Senior", "vs.": "versus", "vs": "versus", "e.g.": "for example", "E.g.": "for example", "I.e.": "that is", "Etc.": "et cetera", "i.e.": "that is", "etc.": "et cetera",
    "approx.": "approximately", "Inc.": "Incorporated", "Corp.": "Corporation", "Ltd.": "Limited", "Co.": "Company",
    "No.": "number", "w/": "with", "w/o": "without", "a.k.a.": "also known as", "cf.": "compare",
    "Fig.": "figure", "ext.": "extension", "a.m.": "AM", "p.m.": "PM", "et al.": "and others", "dept.": "department", "est.": "established",
}  # fmt: skip
ABBREVIATION = "|".join(re.escape(short) for short in sorted(ABBREVIATIONS, key=len, reverse=True))
COUNTED = {
    "p": "page", "pp": "pages", "vol": "volume", "Vol": "volume", "ch": "chapter", "Ch": "chapter", "sec": "section",
    "Sec": "section", "art": "article", "Art": "article", "fig": "figure", "eq": "equation", "no": "number", "apt": "apartment", "Apt": "apartment", "ver": "version",
}  # fmt: skip
"""Abbreviations before a figure only."""
FRACTIONS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth"}  # fmt: skip
VULGAR = {"½": "one half", "⅓": "one third", "⅔": "two thirds", "¼": "one quarter", "¾": "three quarters", "⅛": "one eighth"}  # fmt: skip
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12, "XIII": 13,
         "XIV": 14, "XV": 15, "XVI": 16, "XVII": 17, "XVIII": 18, "XIX": 19, "XX": 20, "XXI": 21, "LVIII": 58, "LIX": 59}  # fmt: skip
NUMBERED = (
    "Chapter|Part|World War|Act|Phase|Type|Class|Volume|Section|Level|Stage|Episode|Book|Title|Article|Super Bowl|Rocky|Final Fantasy|"
    "Civilization|Diablo|Grand Theft Auto|Apollo|Star Wars"
)
"""What a Roman numeral counts; behind the names of RULERS it is an ordinal."""
RULERS = (
    "Henry|Louis|Elizabeth|George|Charles|Edward|Richard|William|James|Philip|Napoleon|Catherine|Alexander|Nicholas|John Paul|"
    "Benedict|Pius|Francis|Ramses|Ramesses|Frederick|Leo|Peter|Ivan|Wilhelm|Mary"
)
