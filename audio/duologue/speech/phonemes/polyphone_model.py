"""Characters that are words of their own, read by what stands around them: a small log-linear model.

For each character it knows it adds up the weights of what is seen around it (characters, words, their parts
of speech, what the clause holds), one sum for each reading. `scripts/train polyphones` makes the weights.
"""

# ruff: noqa: E501 - a rule stays on one line
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from duologue.speech.phonemes import wei
from duologue.speech.phonemes.log_linear import LogLinear, likeliest, stored
from duologue.speech.phonemes.segment import kind_of
from duologue.speech.phonemes.setting import Setting

_CLAUSE_END = re.compile('[，。！？；：、,.!?;:…—（）()“”"「」《》\n]')
_LEFT_CUES = "以把将被称叫让使从作因之所有是"
_RIGHT_CUES = "而来才的了所之"


@dataclass(frozen=True, slots=True)
class PolyphoneModel:
    """The readings of each character that the model knows, and the weights."""

    readings: dict[str, tuple[str, ...]]
    weights: LogLinear

    def best(self, setting: Setting, rule: str) -> tuple[str, float] | None:
        """The likeliest reading and its probability; None for a character the model does not know.

        Args:
            setting: the character where it stands.
            rule: the reading that its neighbours decide by rule; empty if they do not.
        """
        readings = self.readings.get(setting.character)
        if readings is None:
            return None
        seen = features(setting, rule)
        sums = [self.weights.sum(f"{setting.character} {reading}", seen) for reading in readings]
        at, chance = likeliest(sums)
        return readings[at], chance


def features(setting: Setting, rule: str) -> list[str]:
    """What is seen around the character, and what a rule makes of it, as names of features."""
    words, index = setting.words, setting.index
    before_text = setting.left + "".join(words[:index])
    after_text = "".join(words[index + 1 :]) + setting.right
    a, b, c = (_sign(before_text, -at) for at in (1, 2, 3))
    x, y, z = (_sign(after_text, at) for at in (0, 1, 2))
    before, after = setting.before or a, setting.after or x
    second_before = words[index - 2] if index > 1 else ""
    second_after = setting.second
    kind_before, kind_after = kind_of(setting.before)[:2], kind_of(setting.after)[:2]
    return [
        "", f"r{rule}", f"a{a}", f"b{b}", f"x{x}", f"y{y}", f"ab{b}{a}", f"xy{x}{y}", f"ax{a}{x}", f"xyz{x}{y}{z}", f"abc{c}{b}{a}",
        f"B{before}", f"A{after}", f"BA{before} {after}", f"BB{second_before} {before}", f"AA{after} {second_after}",
        f"kb{kind_before}", f"ka{kind_after}", f"k{kind_before} {kind_after}", f"bk{before} {kind_after}",
        f"ak{kind_before} {after}", f"kk{kind_after}{kind_of(second_after)[:1]}", f"s2{second_after}",
        f"lb{min(len(setting.before), 3)}", f"la{min(len(setting.after), 3)}", *_cues(before_text, after_text),
        *_words_behind(setting), *_of_wei(setting),
    ]  # fmt: skip


def _sign(text: str, at: int) -> str:
    """The character at a place; one sign for all Latin letters, one for all figures, one for none."""
    if not -len(text) <= at < len(text):
        return "^"
    character = text[at]
    if character.isascii() and character.isalpha():
        return "L"
    return "0" if character.isdigit() else character


def _cues(before: str, after: str) -> Iterator[str]:
    """What the clause holds before and behind the character, and how much of it there is."""
    head = _CLAUSE_END.split(before)[-1]
    tail = _CLAUSE_END.split(after, maxsplit=1)[0]
    yield from (f"<{cue}" for cue in _LEFT_CUES if cue in head)
    yield from (f">{cue}" for cue in _RIGHT_CUES if cue in tail)
    yield f"h{min(len(head), 5)}"
    yield f"t{min(len(tail), 7)}"


def _words_behind(setting: Setting) -> Iterator[str]:
    """What kinds of words stand behind the character in its stretch: what a preposition needs is a verb."""
    rest = setting.words[setting.index + 2 :]
    kinds = [kind_of(word)[:1] for word in rest]
    yield f"v{min(kinds.count('v'), 2)}"
    yield f"e{kinds[-1] if kinds else ''}"
    yield from {f"w{word}" for word in rest[:8]}
    yield f"f{next((word for word, kind in zip(rest, kinds, strict=True) if kind == 'v'), '')}"
    yield f"n{setting.words[-1] if len(rest) < 5 else ''}"
    yield from {f"u{word}" for word in setting.words[max(0, setting.index - 5) : max(0, setting.index - 1)]}
    yield f"{'L' if setting.right[:1].isascii() and setting.right[:1].isalnum() else '-'}{min(len(rest), 3)}"


def _of_wei(setting: Setting) -> Iterator[str]:
    """What the rules for 为 make of it."""
    if setting.character == "为":
        found, action = wei.verdict(setting), wei.action_behind(setting)
        yield from (f"R{found.reading}", f"Y{found.why}", f"T{action}", f"Z{found.reading}{action}")


@lru_cache(maxsize=1)
def shipped() -> PolyphoneModel:
    """The model that comes with the package."""
    notes, weights = stored("polyphones.model")
    rows = (line.split() for line in notes.splitlines())
    return PolyphoneModel({row[0]: tuple(row[1:]) for row in rows}, weights)
