"""Han characters to pinyin syllables: words, polyphones, neutral tones, erhua, sandhi."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from duologue.speech.phonemes import mandarin_dictionary as dictionary
from duologue.speech.phonemes import surnames
from duologue.speech.phonemes.mandarin_dictionary import word_list
from duologue.speech.phonemes.polyphones import OTHER, by_next_word, by_place, evident, single
from duologue.speech.phonemes.sandhi import apply_sandhi
from duologue.speech.phonemes.segment import cut, parts
from duologue.speech.phonemes.setting import Setting
from duologue.speech.syllables import syllable_phonemes

_LONGEST_WORD = 8
_AROUND = 16
"""So many characters beside a stretch may decide how it is read."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its syllables.

    Attributes:
        text: its characters.
        syllables: as it is said, after sandhi; none for a character that no dictionary reads.
        readings: before sandhi.
    """

    text: str
    syllables: tuple[str, ...]
    readings: tuple[str, ...]

    @property
    def phonemes(self) -> str:
        """The word in the model's alphabet."""
        return "".join(map(syllable_phonemes, self.syllables))


def words_in(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words of the Han characters `text[start:end]`, read with what stands around them.

    Raises:
        EngineError: the word lists of the offline voice are not installed.
    """
    return words_of(text[start:end], text[max(0, start - _AROUND) : start], text[end : end + _AROUND])


@lru_cache(maxsize=2048)
def words_of(text: str, left: str = "", right: str = "") -> tuple[Word, ...]:
    """The words of a stretch of Han characters between two pauses.

    A character that no dictionary reads is a word without syllables.

    Args:
        text: the stretch.
        left: what stands before it in the spoken text, as far as it matters.
        right: what stands behind it.

    Raises:
        EngineError: the word lists of the offline voice are not installed.
    """
    found: list[Word] = []
    at = 0
    for readable, stretch in groupby(text, dictionary.is_read):
        characters = "".join(stretch)
        end = at + len(characters)
        if readable:
            found += _words(characters, (left + text[:at])[-_AROUND:], (text[end:] + right)[:_AROUND])
        else:
            found += [Word(character, (), ()) for character in characters]
        at = end
    return tuple(found)


def _words(text: str, left: str, right: str) -> list[Word]:
    words = tuple(regrouped(cut(dictionary.simplified(text))))
    syllables: list[str] = []
    for index in range(len(words)):
        syllables += _read(Setting(words, index, left, right))
    # Erhua gives fewer syllables than characters: sandhi looks at characters that have one.
    spelled = [_without_erhua(word) for word in words]
    said = apply_sandhi(spelled, syllables)
    result = []
    written = position = 0
    for word, letters in zip(words, spelled, strict=True):
        end = position + len(letters)
        as_written = text[written : written + len(word)]
        result.append(Word(as_written, tuple(said[position:end]), tuple(syllables[position:end])))
        position = end
        written += len(word)
    return result


def uncertain(text: str, left: str = "", right: str = "") -> tuple[str, ...]:
    """What in a stretch of Han characters is read without good evidence, as sentences for a person."""
    found = []
    plain = dictionary.simplified(text)
    if not OTHER.keys().isdisjoint(plain):
        words = tuple(regrouped(cut(plain)))
        at = 0
        for index, word in enumerate(words):
            setting = Setting(words, index, left, right)
            if word in OTHER and not evident(setting):
                around = text[max(0, at - 2) : at + 3]
                reading = single(setting)
                other = OTHER[word] if OTHER[word] != reading else dictionary.usual(word)
                found.append(
                    f"{word} in {around!r} is read {reading}, not {other}; "
                    f"{{{word}|{other}}} in the script changes it"
                )
            at += len(word)
    unread = (character for character in text if not dictionary.is_read(character))
    return (*found, *(f"no reading is known for {character!r}" for character in unread))


def regrouped(words: list[str]) -> list[str]:
    """Words of ours that the segmenter cut in pieces, put together again; longest first, at word starts."""
    known = word_list()
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


def _read(setting: Setting) -> list[str]:
    """The word's syllables before sandhi."""
    word = setting.character
    if reading := by_next_word(setting):
        return reading.split()
    if word in word_list():
        return word_list()[word].split()
    if len(word) == 1:
        return [single(setting)]
    if len(word) == 2 and word[0] in "老小" and (surname := surnames.surname_after(word)):
        return [dictionary.pinyin(word[0])[0], surname]
    letters = _without_erhua(word)
    syllables = by_place(letters, dictionary.corrected(letters, _part_by_part(letters)))
    if letters != word:
        syllables[-1] = syllables[-1][:-1] + "r" + syllables[-1][-1]
    return _with_light_end(letters, syllables)


def _with_light_end(letters: str, syllables: list[str]) -> list[str]:
    """The syllables with the last one neutral where it is, and full where only the dictionaries weaken it."""
    if letters[-1] == "子" and dictionary.keeps_its_end(letters):
        syllables[-1] = "zi3"
    elif dictionary.is_neutral(letters):
        syllables[-1] = syllables[-1][:-1] + "5"
    elif letters[-1] in "们么吗呢吧嘛啦" or (
        letters[-1] == "了" and letters[-2] not in "不得了明未" and syllables[-1] != "liao3"
    ):
        syllables[-1] = dictionary.NEUTRAL[letters[-1]]
    elif (letters[-1] == "的" and syllables[-1][:2] == "de") or (
        letters[-1] == "地" and dictionary.is_manner(letters)
    ):
        syllables[-1] = "de5"
    return syllables


def _part_by_part(word: str) -> list[str]:
    """Dictionary reading, with the words of ours that it is made of."""
    syllables = dictionary.pinyin(word)
    if len(word) > 2 and not dictionary.is_phrase(word):
        known = word_list()
        at = 0
        for part in regrouped(parts(word)):
            if part in known and len(known[part].split()) == len(part):
                syllables[at : at + len(part)] = known[part].split()
            at += len(part)
    return syllables


def _without_erhua(word: str) -> str:
    """The characters that are syllables: 玩儿 is one."""
    if word in word_list():
        return word[: len(word_list()[word].split())]
    return word[:-1] if len(word) >= 2 and word[-1] == "儿" and word not in _NOT_ERHUA else word


_NOT_ERHUA = frozenset(
    ["女儿", "婴儿", "幼儿", "胎儿", "少儿", "孤儿", "健儿", "男儿", "小儿", "宠儿", "幸运儿", "混血儿", "育儿", "新生儿", "托儿", "儿",
     "妻儿", "患儿", "早产儿", "弄潮儿", "低能儿", "产儿", "病儿"]
)  # fmt: skip
