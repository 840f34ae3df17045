"""The names of an interview's speakers: those with a surname of its own reading are said right everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec

from duologue.languages.tags import spoken_language
from duologue.speech.lexicon import Entry, Lexicon
from duologue.speech.pronunciation import pinyin
from duologue.speech.respelling import respell

_HAN_NAME = re.compile("[\u3400-\u9fff]{2,4}")
_TITLES = ("总", "老师", "先生", "女士", "博士", "教授")


def with_names(lexicon: Lexicon, names: Iterable[str], language: str) -> Lexicon:
    """The lexicon with the names of speakers under its own entries.

    Args:
        lexicon: how names and terms are said; what it says of a name counts.
        names: the speakers' names.
        language: BCP 47 language of the interview.
    """
    if spoken_language(language) != "zh":
        return lexicon
    entries = [entry for name in names for entry in _entries(name)]
    return Lexicon(entries).extended(lexicon) if entries else lexicon


def _entries(name: str) -> Iterator[Entry]:
    """单明远 and 单总, for a name that begins with such a surname."""
    from duologue.speech.phonemes.surnames import surname_reading

    if not _HAN_NAME.fullmatch(name) or (reading := surname_reading(name)) is None:
        return
    for written in (name, *(name[0] + title for title in _TITLES)):
        yield _entry(written, reading)


def _entry(written: str, surname: str) -> Entry:
    """The entry of a name; without the dictionaries of the offline voice it only spells the surname anew."""
    if find_spec("pypinyin") is None:
        return Entry(written, say=respell(written[0], [surname]) + written[1:])
    from duologue.speech.phonemes.mandarin_dictionary import pinyin as dictionary_pinyin

    syllables = [surname, *dictionary_pinyin(written[1:])]
    return Entry(written, pronunciation=pinyin(" ".join(syllables)))
