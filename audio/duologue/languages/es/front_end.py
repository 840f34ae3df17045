"""Spanish by eSpeak NG: that of Spain; elsewhere that of Latin America, which says *caza* like *casa*."""

from __future__ import annotations

from duologue.languages.espeak import EspeakFrontEnd

FRONT_END = EspeakFrontEnd("es", "es-es", {"*": "es-419"})
