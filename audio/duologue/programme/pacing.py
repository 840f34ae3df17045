"""How a pause varies about its middle, as pauses of people who talk do.

Between a question and its answer it is silent for some hundred milliseconds, never twice the same: in
informal interviews the median is 360 ms, with a long tail (Weingartová et al. 2014). Pauses are log-normal
(Campione and Véronis 2002). Yes/no questions are answered sooner than open ones, and answers that take up the
question sooner than others (Stivers et al. 2009; Languages 2023, 8, 115). Pauses are short where phrases are
short (Zvonik and Cummins 2003). These interviews are read aloud, so nobody overlaps.

What varies is drawn from the text before the pause: the same text has the same pauses, and an edited line
changes none but those beside it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from statistics import NormalDist

from duologue.languages.talk import talk
from duologue.model import Utterance
from duologue.programme.pauses import PauseRules

SPREADS: Mapping[str, float] = {
    "question_to_answer_ms": 0.50,
    "other_speaker_ms": 0.45,
    "answer_to_question_ms": 0.38,
    "next_paragraph_ms": 0.30,
    "to_or_from_narrator_ms": 0.25,
    "within_paragraph_ms": 0.20,
    "before_section_ms": 0.15,
    "after_section_ms": 0.12,
    "after_title_ms": 0.12,
    "after_disclosure_ms": 0.12,
}
"""Standard deviation of the logarithm of each pause; music, lead-in and tail do not vary."""
_FARTHEST = 2.0
"""In standard deviations: no pause is out of place."""
_SHORTEST_MS = 120
"""Less between two people is heard as one interrupting the other."""
_ONE_TURN = {"within_paragraph_ms", "next_paragraph_ms"}
_TYPICAL_UNITS, _LENGTH_POWER, _LENGTH_BOUNDS = 40, 0.12, (0.75, 1.25)
"""A turn of 40 syllables leaves the pause after it as it is; twice the length makes it longer by 9 %."""
_POLAR, _OPEN, _NO_QUESTION = 0.85, 1.1, 1.0
_DIRECT, _SLOW = 0.75, 1.35
_UNIT = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|\d"
)
_SYLLABLES_OF_A_WORD = 1.5
_LAST_SENTENCE = re.compile(r"[^。！？!?…\n]*[。！？!?…”’」』）)\"'\s]*$")


def paced_ms(rules: PauseRules, before: Utterance, after: Utterance, variation: float) -> int:
    """The pause between two neighbours, in milliseconds.

    Args:
        rules: the middle of each pause.
        before: what is said before it.
        after: what is said after it.
        variation: 0 for the middle itself, 1 for as much as people vary.
    """
    rule = rules.rule_between(before, after)
    middle: int = getattr(rules, rule)
    spread = SPREADS.get(rule, 0.0)
    if not (middle and spread and variation):
        return middle
    shape = math.log(_fitting(rule, before, after)) + spread * _drawn(rule, before)
    paced = round(middle * math.exp(variation * shape))
    shortest = 0 if rule in _ONE_TURN else min(_SHORTEST_MS, middle)
    return max(paced, shortest)


def _drawn(rule: str, before: Utterance) -> float:
    """A normal deviate within bounds, the same for the same text."""
    words = "\n".join((rule, before.speaker, before.written))
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
    share = (int.from_bytes(digest[:6], "big") + 0.5) / (1 << 48)
    return max(-_FARTHEST, min(NormalDist().inv_cdf(share), _FARTHEST))


def _fitting(rule: str, before: Utterance, after: Utterance) -> float:
    """What the words on both sides make of a pause, as a factor."""
    if rule == "question_to_answer_ms":
        return _length(before.written) * _question(before.written) * _answer(after.written)
    if rule in ("answer_to_question_ms", "other_speaker_ms", "next_paragraph_ms"):
        return _length(before.written)
    return 1.0


def _length(text: str) -> float:
    """People think longer after more was said."""
    low, high = _LENGTH_BOUNDS
    longer = max(_syllables(text), 1) / _TYPICAL_UNITS
    return max(low, min(math.pow(longer, _LENGTH_POWER), high))


def _syllables(text: str) -> float:
    """About as many as a text has."""
    return sum(1 if len(unit) == 1 else _SYLLABLES_OF_A_WORD for unit in _UNIT.findall(text))


def _question(text: str) -> float:
    """The factor of what kind of question a turn ends with."""
    found = _LAST_SENTENCE.search(text)
    last = found[0] if found else text
    if not re.search("[?？]", last):
        return _NO_QUESTION
    words = talk()
    return _OPEN if words.open_question.search(last) and not words.polar_question.search(last) else _POLAR


def _answer(text: str) -> float:
    """The factor of how an answer begins."""
    words = talk()
    if words.slow_answer.match(text):
        return _SLOW
    return _DIRECT if words.direct_answer.match(text) else 1.0
