"""Phonemes by eSpeak NG (GPL-3.0-or-later), where the extra `espeak` is installed.

The offline voice learnt these languages from eSpeak's phonemes, in IPA with affricates and diphthongs tied.
What was one symbol to it then is made one here.
"""

from __future__ import annotations

import ctypes
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec

from duologue.errors import EngineError
from duologue.languages.front_ends import Sound

EXTRA = "espeak"
_PACKAGE = "espeakng_loader"
_RETRIEVAL, _DONT_EXIT = 2, 0x8000
"""`espeak_Initialize`: no sound is played; a missing file ends no process."""
_UTF8 = 1
_TIE = "^"
_IPA_TIED = 0x02 | 0x80 | ord(_TIE) << 8
_ONE_SYMBOL = {
    "a^ɪ": "I", "a^ʊ": "W", "e^ɪ": "A", "o^ʊ": "O", "ə^ʊ": "Q", "ɔ^ɪ": "Y", "d^z": "ʣ", "d^ʒ": "ʤ",
    "t^s": "ʦ", "t^ʃ": "ʧ", "s^s": "S", **{vowel: unicodedata.normalize("NFD", vowel) for vowel in "ãẽĩõũ"},
}  # fmt: skip
"""Sounds that are one symbol of the voice's alphabet; nasal vowels as it writes them: letter and tilde."""
_TIED = re.compile("|".join(map(re.escape, _ONE_SYMBOL)))
_RUN_WORDS = 24
"""So many words are read at once: where their sounds cannot be told apart, a chunk still is not too long."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_SOUND = re.compile(r"\([a-z]{2,3}(?:-[a-z0-9]+)*\)|[\-\u0329\u032a\u031e\u0325]")
"""Where another language begins or ends, hyphens and finer marks."""


class EspeakFrontEnd:
    """One language as eSpeak NG reads it. Thread-safe: the library itself holds one voice at a time.

    Args:
        voice: eSpeak's name of the language.
        regions: eSpeak's names for regions that sound otherwise, by the tag in lower case; ``*`` is any other
            region than that of `home`.
        home: the region that `voice` speaks for.
        respelled: a word as eSpeak reads it rightly; None where all are read as they are written.
    """

    def __init__(
        self,
        voice: str,
        home: str,
        regions: Mapping[str, str] | None = None,
        respelled: Callable[[str], str] | None = None,
    ) -> None:
        self._voice = voice
        self._home = home.lower()
        self._regions = dict(regions or {})
        self._respelled = respelled

    def lacking(self) -> str:
        """What is missing here; empty where it can read."""
        return "" if find_spec(_PACKAGE) else f"pip install 'duologue[{EXTRA}]'"

    def sounds(self, text: str, language: str) -> Sequence[Sound]:
        """How the words are said: one by one, or together where eSpeak runs some into one."""
        words = list(re.finditer(r"\S+", text))
        voice = self.voice_for(language)
        runs = (words[at : at + _RUN_WORDS] for at in range(0, len(words), _RUN_WORDS))
        return [sound for run in runs for sound in self._run(run, voice)]

    def _run(self, words: Sequence[re.Match[str]], voice: str) -> Iterator[Sound]:
        said = phonemes(" ".join(self._plain(word.group()) for word in words), voice).split()
        if len(said) == len(words):
            yield from (Sound(*word.span(), sound) for word, sound in zip(words, said, strict=True))
        elif said:
            yield Sound(words[0].start(), words[-1].end(), " ".join(said))

    def _plain(self, word: str) -> str:
        """A word as eSpeak is given it."""
        plain = word.replace("’", "'")
        if self._respelled is None:
            return plain
        respelled = self._respelled
        return _WORD.sub(lambda part: respelled(part.group()), plain)

    def voice_for(self, language: str) -> str:
        """ESpeak's name for a tag."""
        tag = language.lower()
        if tag in self._regions:
            return self._regions[tag]
        elsewhere = "-" in tag and not tag.startswith(self._home)
        return self._regions.get("*", self._voice) if elsewhere else self._voice

    def release(self) -> None:
        """Nothing: eSpeak's dictionaries are small."""


_lock = threading.Lock()


def phonemes(text: str, voice: str) -> str:
    """The words of `text` in the alphabet of the offline voice, with a space between words.

    Raises:
        EngineError: eSpeak NG is not installed, or does not know the voice.
    """
    with _lock:  # it keeps its voice and its place in the text
        library = _library()
        if library.espeak_SetVoiceByName(voice.encode()):
            raise EngineError(f"eSpeak NG has no voice {voice!r}: reinstall duologue[{EXTRA}]")
        place = ctypes.pointer(ctypes.c_char_p(text.encode()))
        clauses = []
        while place.contents.value is not None:
            clauses.append(library.espeak_TextToPhonemes(place, _UTF8, _IPA_TIED).decode())
    said = _TIED.sub(lambda tied: _ONE_SYMBOL[tied.group()], " ".join(clauses))
    return _NO_SOUND.sub("", said.replace(_TIE, "")).strip()


@cache
def _library() -> ctypes.CDLL:
    """The library, ready to be asked."""
    try:
        import espeakng_loader
    except ImportError:
        raise EngineError(f"eSpeak NG is not installed: pip install 'duologue[{EXTRA}]'") from None
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        raise EngineError(f"eSpeak NG cannot be loaded ({error}): reinstall duologue[{EXTRA}]") from None
    folder = espeakng_loader.get_data_path().encode()
    if library.espeak_Initialize(_RETRIEVAL, 0, folder, _DONT_EXIT) < 0:
        raise EngineError(f"eSpeak NG finds no dictionaries: reinstall duologue[{EXTRA}]")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    return library
