"""What was heard beside what was to be said: by syllables in Mandarin, by words elsewhere.

Mandarin is compared by syllables without tones, so that characters that sound alike count as the same; both
sides are read by the same front end. Where writing hides which of two sounds was said (地 is *de* or *di*; a
figure 2 is 二 or 两), either counts. Inside it a Latin word is one unit, in capitals, and so is a letter that
is spelled; it may also be heard as the syllable that speakers of Mandarin say for it (V as *wei*).

Words of a language with a front end in its folder are the same where they sound alike (*arrivé*, *arrivés*).
Japanese, which parts no words, is compared by morae of what both sides sound like, or by characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from duologue.languages import front_ends
from duologue.languages.tags import spoken_language
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken import SpokenForm, spoken_form

_HAN = re.compile(r"[\u3400-\u9fff\u3007]")
_EITHER = {
    "地": "de/di", "得": "de/dei", "的": "de", "二": "er/liang", "两": "er/liang", "兩": "er/liang",
    "一": "yi/yao", "幺": "yi/yao", "谁": "shei/shui", "誰": "shei/shui", "着": "zhe/zhao", "著": "zhe/zhao",
    "麽": "me",
}  # fmt: skip

_LETTERS = {
    "A": "ei", "B": "bi", "C": "xi", "D": "di", "E": "yi", "G": "ji", "I": "ai", "M": "mu", "O": "ou",
    "P": "pi", "Q": "qiu", "T": "ti", "U": "you", "V": "wei", "Y": "wai",
}  # fmt: skip
_MORA = re.compile("[ɴʔː]|[mnŋɲ](?![aiɯeoɨ])|[^aiɯeoɨɴʔː ]*[aiɯeoɨ]")
"""A mora of Japanese: a syllable, or its long end, its nasal end, its stop."""
_NASAL = frozenset("mnŋɲ")
_LONGEST_COMPOUND = 5
_TIME_WITH_A_POINT = re.compile(r"(?<=\bat )(\d{1,2})\.([0-5]\d)\b")


@dataclass(frozen=True, slots=True)
class Difference:
    """How far what was heard is from what was to be said.

    Attributes:
        expected: the units (syllables without tone, or words) that were to be said.
        heard: the units that were heard.
        errors: substitutions, deletions and insertions between the two.
        edits: the stretches that differ, as (expected, heard).
    """

    expected: tuple[str, ...]
    heard: tuple[str, ...]
    errors: int
    edits: tuple[tuple[str, str], ...]

    @property
    def rate(self) -> float:
        """Errors per expected unit."""
        return self.errors / max(1, len(self.expected))


class ReadingSource(StrEnum):
    """Who reads the characters of both sides."""

    OWN = "own"
    """The front end that the voice was given its readings by."""
    DICTIONARIES = "dictionaries"
    """pypinyin's characters and phrases with its own division into words: it shares no rule of ours."""


def compare(
    form: SpokenForm, heard: str, language: str, judge: ReadingSource = ReadingSource.OWN
) -> Difference:
    """The difference between what `form` says and what was heard.

    Args:
        form: what was to be said.
        heard: what was written down.
        language: BCP 47.
        judge: who reads the Han characters of both.

    Raises:
        UsageError: Duologue cannot speak the language.
    """
    said = units(form.text, language, judge)
    # Whisper writes figures: they are said the same way on both sides. Some of its times have a point.
    if not _mandarin(language):
        heard = _TIME_WITH_A_POINT.sub(r"\1:\2", heard)
    caught = units(spoken_form(heard, language, Lexicon()).text, language, judge)
    errors, edits = _align(said, caught, words=spoken_language(language) not in ("zh", "ja"))
    return Difference(said, caught, errors, edits)


def units(text: str, language: str, judge: ReadingSource = ReadingSource.OWN) -> tuple[str, ...]:
    """What is compared: toneless syllables, Latin words and letters (in capitals); or words.

    A unit with a slash in it may be heard either way.
    """
    if _mandarin(language):
        found: list[str] = []
        for run in re.findall(r"[\u3400-\u9fff\u3007]+|[A-Z](?![a-z])|[A-Za-z][a-z']*", text):
            found += _syllables(run, judge) if _HAN.match(run) else [_latin(run)]
        return tuple(found)
    if spoken_language(language) == "ja":
        letters = "".join(re.findall(r"[^\W_]+", text))
        own = judge is ReadingSource.OWN and "ja" in front_ends.readable()
        return tuple(_morae(text, language)) if own else tuple(letters)
    words = re.findall(_word_of(language), text.lower().replace("’", "'").replace("-", " "))
    if judge is ReadingSource.OWN and spoken_language(language) in front_ends.readable():
        return tuple(f"{word}/{_sound(word, language)}" for word in words)
    return tuple(_joined_letters(words))


def _word_of(language: str) -> str:
    """A word as a regular expression: English ones hold their apostrophe, others end behind it."""
    english = spoken_language(language) == "en"
    return r"[a-z0-9]+(?:'[a-z]+)?" if english else r"[^\W_]+"


def _morae(text: str, language: str) -> Iterator[str]:
    """What a text without divided words sounds like, clause by clause; ン is one mora whatever follows it."""
    reader = front_ends.front_end(language)
    clauses = re.findall(r"[^\W_]+(?:[ー・ ]+[^\W_]+)*", text)
    for said in (sound for clause in clauses if reader for sound in reader.sounds(clause, language)):
        for mora in _MORA.findall(said.phonemes):
            yield "ɴ" if mora in _NASAL else mora


@lru_cache(maxsize=4096)
def _sound(word: str, language: str) -> str:
    """A word's phonemes, without stress and length."""
    reader = front_ends.front_end(language)
    sounds = reader.sounds(word, language) if reader else ()
    return re.sub(r"[ˈˌː ]", "", "".join(sound.phonemes for sound in sounds))


def _mandarin(language: str) -> bool:
    return spoken_language(language) == "zh"


def _latin(run: str) -> str:
    """A word in capitals; a capital by itself with the syllable it may be heard as."""
    if run in _LETTERS:
        return f"{run}/{_LETTERS[run]}"
    return "TO/tu" if run == "to" else run.replace("'", "").upper()


def _joined_letters(words: list[str]) -> list[str]:
    """Letters said one by one are one word: ``a p i`` and ``api`` are the same."""
    joined: list[str] = []
    spelling = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and spelling:
            joined[-1] += word
        else:
            joined.append(word)
        spelling = single
    return joined


def _syllables(run: str, judge: ReadingSource) -> list[str]:
    if judge is ReadingSource.DICTIONARIES:
        return _by_dictionaries(run)
    if not _simplified(
        run
    ):  # Whisper now and then writes traditional characters, whose words no dictionary has
        from pypinyin import Style, pinyin

        every = pinyin(run, style=Style.NORMAL, heteronym=True)
        read = ["/".join(dict.fromkeys(readings)) for readings in every]
        if len(read) != len(run):  # a character that no dictionary reads: it is compared as it is written
            return list(run)
        return [
            _EITHER.get(character, syllable.replace("ü", "v"))
            for character, syllable in zip(run, read, strict=True)
        ]
    from duologue.speech.phonemes.mandarin import words_of

    found: list[str] = []
    for word in words_of(run):
        # Erhua is part of a syllable, and may be left out: 点儿 counts as 点.
        for character, syllable in zip(word.text, word.syllables or word.text, strict=False):
            found.append(_EITHER.get(character, _toneless(syllable)))
    return found


def _one_by_one(rest: str) -> Any:
    """What no dictionary reads, as it is written; pypinyin takes a list too."""
    return list(rest)


def _by_dictionaries(run: str) -> list[str]:
    """The syllables as pypinyin reads the whole stretch by its phrases."""
    from pypinyin import Style, lazy_pinyin

    read: list[str] = lazy_pinyin(run, style=Style.NORMAL, errors=_one_by_one)
    return [
        _EITHER.get(character, syllable.replace("ü", "v"))
        for character, syllable in zip(run, read, strict=False)
        if character != "儿" or syllable != "er"  # erhua is part of the syllable before it
    ]


def _toneless(syllable: str) -> str:
    """``nü3`` → nv, ``dianr3`` → dian."""
    letters = syllable.rstrip("12345").replace("ü", "v")
    return letters[:-1] if letters.endswith("r") and letters != "er" else letters


def _simplified(run: str) -> bool:
    """Whether the standard set of simplified characters has all of them."""
    try:
        run.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _same(said: str, caught: str) -> bool:
    return said == caught or bool(set(said.split("/")) & set(caught.split("/")))


def _align(
    said: tuple[str, ...], caught: tuple[str, ...], *, words: bool
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Levenshtein's distance, and the stretches that differ on one shortest way.

    A word that is written as several (*book shop*, *A P I*) is the same as one; without `words`, only a Latin
    word is one.
    """
    rows, columns = len(said) + 1, len(caught) + 1
    cost = [[0] * columns for _ in range(rows)]
    step = [[(0, 0)] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            ways = []
            if i and j:
                ways.append((cost[i - 1][j - 1] + (not _same(said[i - 1], caught[j - 1])), (1, 1)))
            if i:
                ways.append((cost[i - 1][j] + 1, (1, 0)))
            if j:
                ways.append((cost[i][j - 1] + 1, (0, 1)))
            for size in range(2, _LONGEST_COMPOUND + 1):
                if i >= size and j and _compound(said[i - size : i], caught[j - 1], words):
                    ways.append((cost[i - size][j - 1], (size, 1)))
                if j >= size and i and _compound(caught[j - size : j], said[i - 1], words):
                    ways.append((cost[i - 1][j - size], (1, size)))
            if ways:
                cost[i][j], step[i][j] = min(ways, key=lambda way: way[0])
    return cost[-1][-1], _differing(said, caught, cost, step)


def _compound(parts: tuple[str, ...], whole: str, words: bool) -> bool:
    """Whether the parts are the whole; syllables of Mandarin never are."""
    letters = "".join(part.partition("/")[0] for part in parts)
    return letters == whole.partition("/")[0] and (words or letters.isupper())


def _differing(
    said: tuple[str, ...],
    caught: tuple[str, ...],
    cost: list[list[int]],
    step: list[list[tuple[int, int]]],
) -> tuple[tuple[str, str], ...]:
    """The steps that cost something, walked from the end; neighbours are one stretch."""
    edits: list[tuple[list[str], list[str]]] = []
    i, j = len(said), len(caught)
    touching = False
    while i or j:
        down, right = step[i][j]
        wrong = cost[i][j] > cost[i - down][j - right]
        if wrong:
            if not touching:
                edits.append(([], []))
            edits[-1][0][:0] = said[i - down : i]
            edits[-1][1][:0] = caught[j - right : j]
        touching = wrong
        i, j = i - down, j - right
    return tuple((" ".join(left), " ".join(right)) for left, right in reversed(edits))
