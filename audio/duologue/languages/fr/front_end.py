"""French by eSpeak NG: that of France, Belgium and Switzerland; elsewhere that of France."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from duologue.languages.espeak import EspeakFrontEnd

_TH = re.compile(r"th(\b)?", re.IGNORECASE)


def _respelled(word: str) -> str:
    """A word as eSpeak reads it rightly: it takes every *th*, and some words, for English."""
    plain = _TH.sub(lambda th: "t" if th[1] is None else "tte", word)
    return _words().get(plain.lower(), plain)


@cache
def _words() -> dict[str, str]:
    text = files(__package__).joinpath("respelled.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines() if not line.startswith("#"))


FRONT_END = EspeakFrontEnd("fr", "fr-fr", {"fr-be": "fr-be", "fr-ch": "fr-ch"}, respelled=_respelled)
