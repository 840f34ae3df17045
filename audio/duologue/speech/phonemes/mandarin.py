"""Han characters to pinyin syllables: words, polyphones, neutral tones, erhua, sandhi."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import groupby

from duologue.errors import EngineError
from duologue.speech.phonemes.polyphones import OTHER, USUAL, by_context, by_next_word, by_place
from duologue.speech.phonemes.sandhi import apply_sandhi
from duologue.speech.phonemes.segment import cut, parts
from duologue.speech.phonemes.syllables import syllable_phonemes

_LONGEST_WORD = 8
_NEUTRAL = {"的": "de5", "了": "le5", "着": "zhe5", "吗": "ma5", "呢": "ne5", "吧": "ba5", "嘛": "ma5", "们": "men5", "啊": "a5",
            "呀": "ya5", "啦": "la5", "么": "me5", "哦": "o5", "地": "di4", "得": "de5", "个": "ge4", "过": "guo4"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its syllables after sandhi; `fixed` syllables came from a lexicon and stay."""

    text: str
    syllables: tuple[str, ...]

    @property
    def phonemes(self) -> str:
        """The word in the model's alphabet."""
        return "".join(map(syllable_phonemes, self.syllables))


@lru_cache(maxsize=2048)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a stretch of Han characters between two pauses.

    A character that no dictionary reads is a word without syllables.

    Raises:
        EngineError: the word lists of the offline voice are not installed.
    """
    found: list[Word] = []
    for readable, stretch in groupby(text, _is_read):
        characters = "".join(stretch)
        if readable:
            found += _words(characters)
        else:
            found += [Word(character, ()) for character in characters]
    return tuple(found)


def _words(text: str) -> list[Word]:
    words = _regroup(cut(text))
    syllables: list[str] = []
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < len(words) else ""
        before = words[index - 1] if index else ""
        syllables += _read(word, before, after)
    # Erhua gives fewer syllables than characters: sandhi looks at characters that have one.
    spelled = [_without_erhua(word) for word in words]
    said = apply_sandhi(spelled, syllables)
    result = []
    position = 0
    for word, letters in zip(words, spelled, strict=True):
        result.append(Word(word, tuple(said[position : position + len(letters)])))
        position += len(letters)
    return result


def uncertain(text: str) -> tuple[str, ...]:
    """What in a stretch of Han characters is read without good evidence, as sentences for a person."""
    found = []
    if not OTHER.keys().isdisjoint(text):
        words = _regroup(cut(text))
        at = 0
        for index, word in enumerate(words):
            after = words[index + 1] if index + 1 < len(words) else ""
            before = words[index - 1] if index else ""
            if word in OTHER and by_context(word, before, after) is None:
                around = text[max(0, at - 2) : at + 3]
                found.append(
                    f"{word} in {around!r} is read {_single(word, before, after)}, not {OTHER[word]}; "
                    f"{{{word}|{OTHER[word]}}} in the script changes it"
                )
            at += len(word)
    unread = (character for character in text if not _is_read(character))
    return (*found, *(f"no reading is known for {character!r}" for character in unread))


@lru_cache(maxsize=8192)
def _is_read(character: str) -> bool:
    """Whether a dictionary has the character."""
    return _pinyin(character)[0][-1:].isdigit()


def _regroup(words: list[str]) -> list[str]:
    """Words of ours that the segmenter cut in pieces, put together again; longest first, at word starts."""
    known = _word_list()
    result: list[str] = []
    index = 0
    while index < len(words):
        for count in range(min(4, len(words) - index), 1, -1):
            joined = "".join(words[index : index + count])
            if len(joined) <= _LONGEST_WORD and joined in known:
                result.append(joined)
                index += count
                break
        else:
            result.append(words[index])
            index += 1
    return result


def _read(word: str, before: str, after: str) -> list[str]:
    """The word's syllables before sandhi."""
    if reading := by_next_word(word, after):
        return reading.split()
    if word in _word_list():
        return _word_list()[word].split()
    if len(word) == 1:
        return [_single(word, before, after)]
    letters = _without_erhua(word)
    syllables = by_place(letters, _part_by_part(letters))
    if letters != word:
        syllables[-1] = syllables[-1][:-1] + "r" + syllables[-1][-1]
    if letters in _neutral_words() or (letters[-2:] in _neutral_words() and len(letters) > 2):
        syllables[-1] = syllables[-1][:-1] + "5"
    elif letters[-1] in "们么吗呢吧嘛啦" or (
        letters[-1] == "了" and letters[-2] not in "不得了明未" and syllables[-1] != "liao3"
    ):
        syllables[-1] = _NEUTRAL[letters[-1]]
    elif letters[-1] == "的" and syllables[-1][:2] == "de":
        syllables[-1] = "de5"
    return syllables


def _part_by_part(word: str) -> list[str]:
    """Dictionary reading, with the words of ours that it is made of."""
    syllables = _pinyin(word)
    if len(word) > 2 and not _is_phrase(word):
        known = _word_list()
        at = 0
        for part in _regroup(parts(word)):
            if part in known and len(known[part].split()) == len(part):
                syllables[at : at + len(part)] = known[part].split()
            at += len(part)
    return syllables


def _single(character: str, before: str, after: str) -> str:
    """A word of one character: by what stands beside it, else as it is read most often."""
    return (
        by_context(character, before, after)
        or _NEUTRAL.get(character)
        or USUAL.get(character)
        or _pinyin(character)[0]
    )


def _without_erhua(word: str) -> str:
    """The characters that are syllables: 玩儿 is one."""
    if word in _word_list():
        return word[: len(_word_list()[word].split())]
    return word[:-1] if len(word) >= 2 and word[-1] == "儿" and word not in _NOT_ERHUA else word


_NOT_ERHUA = frozenset(
    ["女儿", "婴儿", "幼儿", "胎儿", "少儿", "孤儿", "健儿", "男儿", "小儿", "宠儿", "幸运儿", "混血儿", "育儿", "新生儿", "托儿", "儿"]
)  # fmt: skip


def _pinyin(text: str) -> list[str]:
    """One syllable per character from the dictionaries, neutral tone as 5; empty where there is none."""
    try:
        from pypinyin import Style, lazy_pinyin
    except ImportError:
        raise EngineError("Chinese readings need pypinyin: pip install 'duologue[offline]'") from None
    found: list[str] = lazy_pinyin(
        text,
        style=Style.TONE3,
        neutral_tone_with_five=True,
        v_to_u=True,
        errors=lambda run: [""] * len(run),  # type: ignore[arg-type, return-value]  # a list is allowed
    )
    for index, character in enumerate(text):  # the dictionaries write some words after sandhi
        if character in _CITATION and not found[index].endswith("5"):
            found[index] = _CITATION[character]
    return found


def _is_phrase(word: str) -> bool:
    """Whether the dictionaries have a reading of the word as a whole."""
    from pypinyin.constants import PHRASES_DICT

    return word in PHRASES_DICT


_CITATION = {"一": "yi1", "不": "bu4"}


@lru_cache(maxsize=1)
def _word_list() -> dict[str, str]:
    lines = _data("mandarin_words.txt")
    return {word: reading for word, _, reading in (line.partition(" ") for line in lines)}


@lru_cache(maxsize=1)
def _neutral_words() -> frozenset[str]:
    return frozenset(word for line in _data("neutral_words.txt") for word in line.split())


def _data(name: str) -> list[str]:
    text = (resources.files("duologue.speech.phonemes") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
