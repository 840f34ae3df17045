"""French by eSpeak NG: the French of France, Belgium and Switzerland; elsewhere that of France."""

from __future__ import annotations

from duologue.languages.espeak import EspeakFrontEnd

FRONT_END = EspeakFrontEnd("fr", "fr-fr", {"fr-be": "fr-be", "fr-ch": "fr-ch"})
