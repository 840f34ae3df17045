"""English words with two readings (read, lead, record): which it is, by what stands around it.

The words and what their readings sound like are in `english_heteronyms.tsv`. A log-linear model chooses, on the
words around and their parts of speech; what it has learnt of nouns and verbs in general serves words of which it has
seen no example. `scripts/train heteronyms` makes its weights.
"""

# ruff: noqa: E501 - a list of features stays on one line
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from duologue.speech.phonemes.log_linear import LogLinear, likeliest, stored

_NEGATED = frozenset(["n't", "not"])
_ASKING = frozenset(
    [
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "should",
        "must",
        "may",
        "might",
        "shall",
        "to",
        "n't",
        "let",
        "please",
    ]
)
_PERFECT = frozenset(
    [
        "have",
        "has",
        "had",
        "'ve",
        "'d",
        "having",
        "was",
        "were",
        "be",
        "been",
        "being",
        "is",
        "are",
        "'s",
        "'re",
    ]
)
_PAST = frozenset(
    [
        "yesterday",
        "ago",
        "last",
        "once",
        "then",
        "earlier",
        "when",
        "after",
        "before",
        "later",
        "recently",
        "already",
        "first",
        "finally",
        "was",
        "were",
        "had",
        "did",
    ]
)
_NOW = frozenset(
    [
        "every",
        "always",
        "usually",
        "often",
        "never",
        "sometimes",
        "now",
        "today",
        "tomorrow",
        "will",
        "can",
        "each",
    ]
)


@dataclass(frozen=True, slots=True)
class HeteronymReading:
    """One reading of a word: its name, its kind (``vrb``, ``nou``, ``adj``, ``other``) and its sound."""

    word: str
    name: str
    kind: str
    american: str
    british: str

    def sound(self, british: bool) -> str:
        """Its phonemes."""
        return self.british if british else self.american


@lru_cache(maxsize=1)
def readings() -> dict[str, tuple[HeteronymReading, ...]]:
    """The readings of each word."""
    text = (resources.files("duologue.speech.phonemes") / "english_heteronyms.tsv").read_text(
        encoding="utf-8"
    )
    found: dict[str, list[HeteronymReading]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, name, kind, american, british = line.split("\t")
            found.setdefault(word, []).append(HeteronymReading(word, name, kind, american, british))
    return {word: tuple(several) for word, several in found.items()}


@lru_cache(maxsize=1)
def _model() -> LogLinear:
    return stored("heteronyms.model")[1]


def chosen(words: Sequence[str], tags: Sequence[str], at: int) -> HeteronymReading:
    """The reading of the word at `at`, which is one of `readings()`.

    Args:
        words: the words and marks of the sentence.
        tags: their parts of speech (Penn Treebank).
        at: which word it is.
    """
    choices = readings()[words[at].lower()]
    seen = features(words, tags, at)
    model = _model()
    sums = [
        model.sum(f"{choice.word} {choice.name}", seen) + model.sum(f"* {choice.kind}", seen)
        for choice in choices
    ]
    return choices[likeliest(sums)[0]]


def kind_of(words: Sequence[str], tags: Sequence[str], at: int, kinds: Sequence[str]) -> str:
    """Which of the kinds a word is that has no readings of its own here (``vrb``, ``nou``, ``adj``)."""
    seen = features(words, tags, at)
    return kinds[likeliest([_model().sum(f"* {kind}", seen) for kind in kinds])[0]]


def features(words: Sequence[str], tags: Sequence[str], at: int) -> list[str]:
    """What is seen around the word, as names of features."""
    low = [word.lower() for word in words]

    def word(step: int) -> str:
        return low[at + step] if 0 <= at + step < len(low) else "^"

    def tag(step: int) -> str:
        return tags[at + step] if 0 <= at + step < len(tags) else "^"

    a, b, x, y = word(-1), word(-2), word(1), word(2)
    return [
        "", f"t{tag(0)}", f"a{a}", f"b{b}", f"x{x}", f"y{y}", f"ab{b} {a}", f"xy{x} {y}", f"ax{a} {x}", f"ta{tag(-1)}", f"tb{tag(-2)}",
        f"tx{tag(1)}", f"ty{tag(2)}", f"tab{tag(-2)} {tag(-1)}", f"txy{tag(1)} {tag(2)}", f"tax{tag(-1)} {tag(1)}", f"t0a{tag(0)} {tag(-1)}",
        f"t0x{tag(0)} {tag(1)}", f"at{a} {tag(1)}", f"ta1{tag(-1)} {x}", f"btx{b} {a} {tag(1)}", f"se{a[-2:]}", f"sx{x[-3:]}", f"c{word(-3)}", f"z{word(3)}",
        f"cap{words[at][:1].isupper()}{at == 0}", f"q{'?' in words}", *_around(low, tags, at),
    ]  # fmt: skip


def _around(low: Sequence[str], tags: Sequence[str], at: int) -> Iterator[str]:
    """What the sentence holds: the words near by, who acts, and when."""
    near = {*low[max(0, at - 9) : at], *low[at + 1 : at + 10]}
    yield from (f"w{word}" for word in near if len(word) > 2 and word.isalpha())
    before = low[max(0, at - 4) : at]
    yield from (f"m{word}" for word in before if word in _ASKING)
    yield from (f"p{word}" for word in before if word in _PERFECT)
    yield from (f"n{word}" for word in before if word in _NEGATED)
    everything = set(low)
    yield f"past{bool(everything & _PAST)}now{bool(everything & _NOW)}"
    pasts = sum(tag == "VBD" for place, tag in enumerate(tags) if place != at)
    presents = sum(tag in ("VBZ", "VBP") for place, tag in enumerate(tags) if place != at)
    yield f"vbd{min(pasts, 2)}vbz{min(presents, 2)}"
    subject = next(
        (word for word in reversed(low[:at]) if word in ("i", "you", "he", "she", "it", "we", "they", "who")),
        "",
    )
    yield f"s{subject}"
    yield f"s{subject}{any(word in _ASKING for word in before)}"
