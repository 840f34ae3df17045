"""Numbers as English says them."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def digits(text: str, zero: str = "zero") -> str:
    """Digit by digit."""
    return " ".join(zero if c == "0" else _SMALL[int(c)] for c in text if c.isdigit())


def cardinal(number: int) -> str:
    """A quantity: ``1234`` → one thousand two hundred thirty-four."""
    if number < 0:
        return "minus " + cardinal(-number)
    if number < 1000:
        return _below_thousand(number)
    if number >= 1000 ** len(_SCALES):
        return digits(str(number))
    groups: list[str] = []
    for scale in _SCALES:
        number, group = divmod(number, 1000)
        if group:
            groups.append(f"{_below_thousand(group)} {scale}".strip())
    return " ".join(reversed(groups))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        said.append(_TENS[tens] + (f"-{_SMALL[ones]}" if ones else ""))
    elif rest or not said:
        said.append(_SMALL[rest])
    return " ".join(said)


def ordinal(number: int) -> str:
    """``21`` → twenty-first."""
    said = cardinal(number)
    stem, separator, last = said.rpartition("-") if "-" in said.split(" ")[-1] else said.rpartition(" ")
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return stem + separator + last


def year(number: int) -> str:
    """``1905`` → nineteen oh five, ``2024`` → twenty twenty-four, ``2005`` → two thousand five."""
    century, rest = divmod(number, 100)
    if number % 1000 < 10 and century % 10 == 0:
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def number(text: str) -> str:
    """A number as written, with sign, thousands separators or decimals."""
    text = text.replace(",", "")
    sign = ""
    if text[0] in "-−–+":
        sign = "plus " if text[0] == "+" else "minus "
        text = text[1:]
    whole, _, decimals = text.partition(".")
    if len(whole) > 1 and whole[0] == "0" and not decimals:
        return sign + digits(whole, "oh")
    return sign + cardinal(int(whole or "0")) + (f" point {digits(decimals)}" if decimals else "")


def plural(word: str) -> str:
    """``sixty`` → sixties, ``ten`` → tens."""
    return word[:-1] + "ies" if word.endswith("y") else word + ("es" if word.endswith("x") else "s")


def model_number(figure: str) -> str:
    """The figure in a model's name: A100 → one hundred, 4090 → forty ninety, 3.11 → three point eleven."""
    if "." in figure:
        head, *parts = figure.split(".")
        return " point ".join(
            [model_number(head), *(cardinal(int(p)) if p[0] != "0" else digits(p) for p in parts)]
        )
    if figure[0] == "0" and len(figure) > 1:
        return digits(figure, "oh")
    if len(figure) == 4 and not figure.endswith("00"):
        return year(int(figure))
    if len(figure) == 3 and figure.strip("0") != figure[0]:
        return f"{cardinal(int(figure[0]))} {'oh ' if figure[1] == '0' else ''}{cardinal(int(figure[1:]))}"
    return cardinal(int(figure)) if len(figure) < 7 else digits(figure)
