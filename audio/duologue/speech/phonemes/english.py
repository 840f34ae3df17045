"""English words to phonemes, by hibari's dictionaries and its network for unknown words."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Any

from duologue.errors import EngineError
from duologue.speech.phonemes import english_pinyin, heteronyms
from duologue.speech.phonemes.alphabet import only_known

_lock = threading.Lock()
_SHARED_KINDS = {"VERB": ("vrb", "VB"), "NOUN": ("nou", "NN"), "ADJ": ("adj", "JJ")}
_BASE_FORMS = frozenset(["NN", "VB", "VBP", "JJ", "NNP"])
_ACCENTED = re.compile(r"\w*[\u00c0-\u024f\u1e00-\u1eff]\w*")
_BASE_LETTERS = {
    "đ": "d",
    "Đ": "D",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "æ": "e",
    "Æ": "E",
    "ß": "s",
    "ı": "i",
    "ð": "d",
    "þ": "t",
}


@lru_cache(maxsize=4096)
def english_words(text: str, british: bool = False) -> tuple[tuple[str, str], ...]:
    """The words and signs of `text`, each with the space behind it, and their phonemes.

    The words together are the text (spaces folded, letters that no dictionary has without their accents).
    The same text gives the same phonemes.

    Raises:
        EngineError: hibari is not installed.
    """
    with _lock:  # its tagger and network keep state
        g2p = _g2p(british)
        tokens = g2p.tokenize(plain_letters(text))
        _decide(g2p, tokens, british)
        tokens = g2p.phonemize_tokens(tokens)
    spelled = [_is_letter(token.text) for token in tokens]
    said = []
    for token, letter, follows in zip(tokens, spelled, [*spelled[1:], False], strict=False):
        gap = " " if token.whitespace and not (letter and follows) else ""  # letters are one word
        said.append((token.text + token.whitespace, only_known(token.phonemes or "") + gap))
    return tuple(said)


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word.isupper()


def plain_letters(text: str) -> str:
    """The text with the base letters of words that no list has with their accents; as long as it was."""
    if text.isascii():
        return text
    text = "".join(_plain_digit(character) for character in text)
    return _ACCENTED.sub(lambda word: word.group() if word.group() in names() else _base(word.group()), text)


def _plain_digit(character: str) -> str:
    """A figure of another script as one of ours; raised and circled ones, which no dictionary reads, as a space."""
    if character.isascii() or not character.isdigit():
        return character
    return str(unicodedata.decimal(character)) if character.isdecimal() else " "


def _base(word: str) -> str:
    return "".join(
        _BASE_LETTERS.get(letter) or unicodedata.normalize("NFD", letter)[:1] or letter for letter in word
    )


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Names from other languages and how English speakers say them."""
    text = (resources.files("duologue.speech.phonemes") / "english_names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def _decide(g2p: Any, tokens: list[Any], british: bool) -> None:
    """Fixes what the general rules would miss: letters, names, and words with two readings."""
    words = [token.text for token in tokens]
    tags = [token.tag for token in tokens]
    for at, token in enumerate(tokens):
        if token.phonemes is not None:
            continue
        if (sound := _letter(words, tags, at)) or (sound := _name(g2p, words, at, british)):
            token.phonemes, token.rating = sound, 5
            if at + 1 < len(words) and words[at + 1] in ("'s", "’s") and not token.whitespace:
                tokens[at + 1].phonemes, tokens[at + 1].rating = g2p.lexicon._s(sound)[len(sound) :], 5
        elif words[at].lower() in heteronyms.readings():
            reading = heteronyms.chosen(words, _own_tags(g2p, words, tags, at), at)
            token.phonemes, token.rating = reading.sound(british), 5
        elif token.tag in _BASE_FORMS and len(kinds := _kinds(g2p, words[at])) > 1:
            kind = heteronyms.kind_of(words, _own_tags(g2p, words, tags, at), at, sorted(kinds))
            token.tag = kinds[kind]


def _letter(words: list[str], tags: list[str], at: int) -> str | None:
    """A capital that is said as a letter: beside another one (A I, U N), or no article and no pronoun."""
    word = words[at]
    if not _is_letter(word):
        return None
    if any(_is_letter(words[place]) for place in (at - 1, at + 1) if 0 <= place < len(words)):
        last = at + 1 == len(words) or not _is_letter(words[at + 1])
        return _LETTERS[word] if last else _LETTERS[word].replace("ˈ", "ˌ")
    return _LETTERS[word] if word in "AIO" and tags[at] not in ("DT", "PRP") else None


def _name(g2p: Any, words: list[str], at: int, british: bool) -> str | None:
    """A name from another language, by our list or by its pinyin."""
    word = words[at]
    sound = names().get(word)
    if (
        sound is None
        and word[:1].isupper()
        and word not in g2p.lexicon.golds
        and word.lower() not in g2p.lexicon.golds
    ):
        beside = next(
            (
                words[place]
                for place in (at - 1, at + 1)
                if 0 <= place < len(words) and words[place].istitle()
            ),
            "",
        )
        sound = english_pinyin.name_sound(word, beside)
    return sound.replace("O", "Q") if sound and british else sound


def _own_tags(g2p: Any, words: list[str], tags: list[str], at: int) -> list[str]:
    """The tags, with the word's own as the sentence asks for it and not as it is most of the time."""
    from hibari.g2p.tagger import START, context, features

    before = [*START, *tags[:at]]
    seen = features(at, words[at], context(words, g2p.tagger.vocab), before[-1], before[-2])
    return [*tags[:at], g2p.tagger.predict(seen), *tags[at + 1 :]]


def _kinds(g2p: Any, word: str) -> dict[str, str]:
    """The kinds that a word of the dictionary is read differently as, and the tag that asks for each."""
    entry = g2p.lexicon.golds.get(word.lower())
    if not isinstance(entry, dict) or word.isupper():
        return {}
    found = {tag: entry[tag] for tag in _SHARED_KINDS if entry.get(tag)}
    if not found or len({entry["DEFAULT"], *found.values()}) < 2:
        return {}
    if "VERB" in found:
        found.setdefault("NOUN", entry["DEFAULT"])
    else:
        found["VERB"] = entry["DEFAULT"]
    return {_SHARED_KINDS[tag][0]: _SHARED_KINDS[tag][1] for tag in found}


_LETTERS = {
    "A": "ˈA", "B": "bˈi", "C": "sˈi", "D": "dˈi", "E": "ˈi", "F": "ˈɛf", "G": "ʤˈi", "H": "ˈAʧ", "I": "ˈI", "J": "ʤˈA",
    "K": "kˈA", "L": "ˈɛl", "M": "ˈɛm", "N": "ˈɛn", "O": "ˈO", "P": "pˈi", "Q": "kjˈu", "R": "ˈɑɹ", "S": "ˈɛs", "T": "tˈi",
    "U": "jˈu", "V": "vˈi", "W": "dˈʌbəlju", "X": "ˈɛks", "Y": "wˈI", "Z": "zˈi",
}  # fmt: skip


# A Mandarin voice takes an English p for the pinyin b and an English b for a blur: its stops differ by their
# breath, and some English consonants and the one-letter diphthongs it has never said.
_MANDARIN_SOUNDS = {
    "b": "p", "p": "pʰ", "d": "t", "t": "tʰ", "ɡ": "k", "k": "kʰ", "ʤ": "ꭧ", "ʧ": "ꭧʰ", "z": "ʦ", "ð": "ʦ", "θ": "s",
    "v": "w", "ʃ": "ʂ", "ʒ": "ɻ", "ɹ": "ɻ", "h": "x", "ɾ": "t", "T": "t", "A": "ei", "O": "ou", "I": "ai",
    "W": "au",
}  # fmt: skip


def with_mandarin_sounds(phonemes: str) -> str:
    """English phonemes with the consonants and diphthongs of Mandarin; p, t and k stay without breath behind s.

    What has a sign that only Mandarin has (a tone, breath) is left as it is.
    """
    if any(sign in phonemes for sign in "→↗↓↘ʰ"):
        return phonemes
    return "".join(
        sound if sound in "ptk" and before == "s" else _MANDARIN_SOUNDS.get(sound, sound)
        for before, sound in zip(" " + phonemes, phonemes, strict=False)
    )


@lru_cache(maxsize=4096)
def english_insert(text: str) -> str:
    """English words inside Mandarin: capitals are letters, said with a Mandarin voice's own sounds."""
    said = []
    for word in text.split():
        if _ACRONYM.fullmatch(word) and word not in _READ:
            said.append("".join(_MANDARIN_LETTERS[letter] for letter in word))
        else:
            said.append(with_mandarin_sounds("".join(sound for _, sound in english_words(word)).strip()))
    return " ".join(said)


_ACRONYM = re.compile("[A-Z]{1,5}")
_READ = frozenset(
    {"NASA", "NATO", "RAM", "ROM", "LASER", "OPEC", "APEC", "COVID", "OK", "TOP", "NEW", "THE", "AND", "PRO"}
)
# Voices trained on Mandarin alone blur English vowels and drop final consonants; with the letters' names in
# Mandarin's own syllables, as speakers of Mandarin say them, the ear hears far more of them.
_MANDARIN_LETTERS = {
    "A": "ei→", "B": "pi→", "C": "ɕi→", "D": "ti→", "E": "i→", "F": "ɛ→fu", "G": "ʨi→", "H": "ei↗ʨʰy→", "I": "ai→",
    "J": "ꭧei→", "K": "kʰei→", "L": "ɛ→l", "M": "ɛ→mu", "N": "ɛ→n", "O": "ou→", "P": "pʰi→", "Q": "kʰjou→", "R": "a→ɚ",
    "S": "ɛ→s", "T": "tʰi→", "U": "jou→", "V": "wei→", "W": "ta→pu↗ljou↘", "X": "ai→kʰɤ↘s", "Y": "wai→", "Z": "ʦei→",
}  # fmt: skip


@lru_cache(maxsize=2048)
def is_known(word: str, british: bool = False) -> bool:
    """Whether a dictionary has the word, or capitals are said as letters, so that nothing was guessed."""
    if _ACRONYM.fullmatch(word) or word in names() or english_pinyin.name_sound(word):
        return True
    with _lock:
        g2p = _g2p(british)
        listed = g2p.lexicon.golds, g2p.lexicon.silvers
        if any(form in words for form in (word, word.lower()) for words in listed):
            return True
        heard: list[str] = []
        oov = g2p.oov

        def listen(piece: str) -> Any:
            heard.append(piece)
            return oov(piece)

        g2p._oov = listen
        try:
            g2p.phonemize_tokens(g2p.tokenize(word))
        finally:
            g2p._oov = oov
    return not heard


def release() -> None:
    """Lets the dictionaries go; the next word loads them again."""
    with _lock:
        for cached in (_g2p, english_words, english_insert, is_known):
            cached.cache_clear()


@lru_cache(maxsize=2)
def _g2p(british: bool) -> Any:
    try:
        from hibari.g2p import G2P
    except ImportError:
        raise EngineError("English readings need hibari-tts: pip install 'duologue[offline]'") from None
    return G2P(british=british)
