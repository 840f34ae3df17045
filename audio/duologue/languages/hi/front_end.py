"""Hindi by eSpeak NG; not offered, for nothing here can hear whether it is right."""

from __future__ import annotations

from duologue.languages.espeak import EspeakFrontEnd
from duologue.languages.front_ends import Withheld

FRONT_END = Withheld(
    EspeakFrontEnd("hi", "hi-in"),
    "not proven: the recogniser that checks offline voices writes spoken Hindi down in the letters of Urdu",
)
