"""Portuguese by eSpeak NG: that of Brazil, whatever the region: the offline voices were taught no other."""

from __future__ import annotations

from duologue.languages.espeak import EspeakFrontEnd

FRONT_END = EspeakFrontEnd("pt-br", "pt-br")
