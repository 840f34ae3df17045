"""Italian by eSpeak NG: one for all regions."""

from __future__ import annotations

from duologue.languages.espeak import EspeakFrontEnd

FRONT_END = EspeakFrontEnd("it", "it-it")
