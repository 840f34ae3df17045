"""The spoken form of a language without rules of its own: what is written, with lexicon, readings and pauses.

The engine reads numbers and signs its own way, which in its own language is better than the rules of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken.compose import compose
from duologue.speech.spoken.form import SpokenForm

if TYPE_CHECKING:
    from duologue.model import Pause, Reading

_WORD = re.compile(
    r"[^\W\d_\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+|\d[\d.,]{0,200}"
)
"""A word or number, in which no entry of the lexicon begins; scripts without spaces go by characters."""


def spoken_as_written(written: str, lexicon: Lexicon, cues: Sequence[Pause | Reading]) -> SpokenForm:
    """What is said for `written`."""
    return compose(written, lexicon, cues, (), _WORD, lambda _before, _after: "")
