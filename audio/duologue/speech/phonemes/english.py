"""English words to phonemes, by hibari's dictionaries and its network for unknown words."""

# ruff: noqa: E501 - a table row stays on one line
from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any

from duologue.errors import EngineError
from duologue.speech.phonemes.alphabet import only_known

_lock = threading.Lock()
_LETTERS = {"A": "ˈA", "I": "ˈI", "O": "ˈO"}


@lru_cache(maxsize=4096)
def english_words(text: str, british: bool = False) -> tuple[tuple[str, str], ...]:
    """The words and signs of `text`, each with the space behind it, and their phonemes.

    The words together are the text (spaces folded). The same text gives the same phonemes.

    Raises:
        EngineError: hibari is not installed.
    """
    with _lock:  # its tagger and network keep state
        g2p = _g2p(british)
        tokens = g2p.phonemize_tokens(g2p.tokenize(text))
    words = []
    for token in tokens:
        phonemes = token.phonemes or ""
        if len(token.text) == 1 and token.text in _LETTERS and token.tag not in ("DT", "PRP"):
            phonemes = _LETTERS[token.text]
        words.append(
            (token.text + token.whitespace, only_known(phonemes) + (" " if token.whitespace else ""))
        )
    return tuple(words)


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
    if _ACRONYM.fullmatch(word):
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
