"""Whether what stands after labels reads as speech: manuals, logs and change lists have labels too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duologue.interview.blocks import Kind
from duologue.interview.people.labels import Form
from duologue.interview.structure.questions import is_question
from duologue.interview.structure.units import Unit
from duologue.interview.words import INTERVIEWEE, INTERVIEWER

_ENOUGH = 12
"""Turns among which somebody asks something, if people talk with each other."""
_SENTENCES = 0.4
"""Of the turns, that must end as sentences do."""
_LONG = 15
"""Words of a turn that is speech even if a recogniser gave it no full stop."""
_SENTENCE = re.compile(
    r"[.。!！?？…~～—][\"'”’」』)）]{0,2}(?:\s?[(（\[【][^()（）\[\]]{1,24}[)）\]】])?$|[吗呢吧啊呀嘛了的]$|[，。？！、；]|[ぁ-ヿ가-힣]"
)
"""Also any mark or particle of Chinese, and any word of Japanese or Korean."""


def reads_as_speech(units: Sequence[Unit]) -> bool:
    """Whether the labelled turns are sentences, and some of many of them questions.

    Time codes, words for the parts (``Q``, ``host``) and formats that name the speaker are proof enough.
    """
    turns = [(unit, unit.label) for unit in units if unit.label is not None]
    sure = sum(
        label.timed
        or label.form in (Form.GIVEN, Form.BRACKET)
        or label.key in INTERVIEWER
        or label.key in INTERVIEWEE
        or unit.block.kind is Kind.CUE
        for unit, label in turns
    )
    if not turns or sure >= 0.2 * len(turns):
        return True
    said = list(_first_words(units))
    sentences = sum(_SENTENCE.search(one) is not None or len(one.split()) >= _LONG for one in said)
    asked = len(turns) < _ENOUGH or sum(map(is_question, said)) >= 0.02 * len(turns)
    return asked and sentences >= _SENTENCES * len(turns)


def _first_words(units: Sequence[Unit]) -> Iterator[str]:
    """The paragraph that begins each turn: after its label, or below it."""
    waiting = False
    for unit in units:
        if unit.label is not None or waiting:
            # A time code may stand alone on the label's line.
            waiting = not any(char.isalpha() for char in unit.string[:400])
            if not waiting:
                yield unit.string[-400:]
