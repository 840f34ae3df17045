"""Portuguese by eSpeak NG: that of Brazil, whatever the region: the offline voices were taught no other."""

from __future__ import annotations

from duologue.languages.espeak import EspeakFrontEnd

_ALONE = {"é": "hé", "à": "há"}
"""Words of one letter that eSpeak calls by the letter's name where nothing is beside them."""


def _respelled(word: str) -> str:
    return _ALONE.get(word.lower(), word)


FRONT_END = EspeakFrontEnd("pt-br", "pt-br", respelled=_respelled)
