"""The lexicon: how names and terms are said.

A YAML file maps what is written to how it is said, one entry a line:

    混元:    {pinyin: hun4 yuan2}          # one syllable per character, tone 1-4, 5 for the neutral tone
    SaaS:    {say: sass}                   # a respelling, read like any other text
    Qwen:    {say: 千问, ipa: kwɛn}        # `ipa` for engines that take phonemes, `say` for the others

An engine that takes only text is given `say`; where only pinyin is there, characters that sound so.

The longest entry wins; one that begins or ends with a Latin letter or a digit matches whole words only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, RootModel, field_validator, model_validator

from duologue.errors import ConfigError
from duologue.languages.tags import spoken_language
from duologue.resources import voices_dir
from duologue.speech.pronunciation import Notation, Pronunciation, check_length, ipa, pinyin
from duologue.speech.respelling import respell
from duologue.yaml_file import Place, load_yaml


@dataclass(frozen=True, slots=True)
class Entry:
    """How `written` is said: the text `say`, a fixed pronunciation, or both (one per kind of engine)."""

    written: str
    say: str | None = None
    pronunciation: Pronunciation | None = None

    def said(self, written: str) -> str:
        """The text that says it: `say`, else characters with the pinyin's sound, else what is written."""
        if self.say is not None:
            return self.say
        if self.pronunciation is not None and self.pronunciation.notation is Notation.PINYIN:
            return respell(written, self.pronunciation.syllables)
        return written


_MEANT_AS_PINYIN = re.compile(r"(?=.*[a-zü:][0-9])[a-zü:]+[0-9]?(?:\s+[a-zü:]+[0-9]?)*")


def reading(say: str) -> Entry:
    """A reading given in a script: pinyin (``hun4 yuan2``), IPA between slashes, or a respelling.

    Raises:
        ValueError: it is empty, or invalid pinyin or IPA.
    """
    text = say.strip()
    if not text:
        raise ValueError("the reading is empty (write pinyin like hun4 yuan2, IPA like /ˈnaɪki/, or words)")
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        return Entry("", pronunciation=ipa(text))
    if _MEANT_AS_PINYIN.fullmatch(text):
        return Entry("", pronunciation=pinyin(text))
    return Entry("", say=text)


_HAN = re.compile("[\u3400-\u9fff]")


class Lexicon:
    """Entries, found longest first. Immutable.

    Args:
        entries: later ones replace earlier ones with the same `written`.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: Mapping[str, Entry] = {entry.written: entry for entry in entries}
        lengths: dict[str, set[int]] = {}
        for written in self._entries:
            lengths.setdefault(written[0], set()).add(len(written))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}

    def __len__(self) -> int:
        return len(self._entries)

    @classmethod
    def load(cls, *paths: Path) -> Lexicon:
        """The entries of the files; a later file replaces entries of an earlier one.

        Raises:
            ConfigError: a file is missing or wrong; it names the file and the line.
        """
        return cls(entry for path in paths for entry in _read(path))

    @classmethod
    def shipped(cls, language: str) -> Lexicon:
        """The lexicon for technology interviews that comes with the package."""
        return _shipped(spoken_language(language))

    def extended(self, other: Lexicon) -> Lexicon:
        """This lexicon with the other's entries over its own."""
        return Lexicon([*self._entries.values(), *other._entries.values()])

    def for_other_language(self, language: str) -> Lexicon:
        """What of this lexicon serves an utterance in another language, over what is shipped for that one.

        An English utterance has no use for respellings in Han characters or for pinyin.
        """
        if spoken_language(language) != "en":
            return self.shipped(language).extended(self)
        usable = [
            Entry(
                entry.written,
                None if entry.say and _HAN.search(entry.say) else entry.say,
                entry.pronunciation,
            )
            for entry in self._entries.values()
            if entry.pronunciation is None or entry.pronunciation.notation is Notation.IPA
        ]
        kept = [entry for entry in usable if entry.say or entry.pronunciation]
        return Lexicon(kept).extended(self.shipped(language))

    def find(self, text: str, position: int) -> Entry | None:
        """The longest entry that is written at `position`; None if there is none."""
        for size in self._lengths.get(text[position], ()):
            end = position + size
            entry = self._entries.get(text[position:end])
            if entry and _whole(text, position, end):
                return entry
        return None


def _whole(text: str, start: int, end: int) -> bool:
    """Whether [start, end) does not cut a Latin word or a number in two."""
    return not (
        (start > 0 and _joined(text[start - 1], text[start]))
        or (end < len(text) and _joined(text[end - 1], text[end]))
    )


def _joined(left: str, right: str) -> bool:
    if not (left.isascii() and right.isascii()):
        return False
    return left.isalnum() and right.isalnum() and not (left.isalpha() and right.isdigit())  # Qwen|2.5


class _EntryModel(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    say: str | None = None
    pinyin: str | None = None
    ipa: str | None = None

    @field_validator("say")
    @classmethod
    def _check_say(cls, value: str | None) -> str | None:
        if value is not None and not value.strip():
            raise ValueError("it is empty")
        return value

    @field_validator("pinyin")
    @classmethod
    def _check_pinyin(cls, value: str | None) -> str | None:
        return value if value is None else pinyin(value).value

    @field_validator("ipa")
    @classmethod
    def _check_ipa(cls, value: str | None) -> str | None:
        return value if value is None else ipa(value).value

    @model_validator(mode="before")
    @classmethod
    def _check_form(cls, value: object) -> object:
        if not isinstance(value, dict):
            raise ValueError(
                f"{value!r} does not say how: write {{pinyin: hun4 yuan2}}, {{say: …}} or {{ipa: …}}"
            )
        return value

    @model_validator(mode="after")
    def _check_one(self) -> _EntryModel:
        if self.pinyin and self.ipa:
            raise ValueError("give pinyin or ipa, not both")
        if not (self.say or self.pinyin or self.ipa):
            raise ValueError("say how it is said: say, pinyin or ipa")
        return self


class _LexiconModel(RootModel[dict[str, _EntryModel]]):
    @field_validator("root", mode="before")
    @classmethod
    def _check_keys(cls, value: object) -> object:
        if isinstance(value, dict):
            for key in value:
                if not isinstance(key, str):
                    raise ValueError(f"write {key!r} in quotes: YAML reads it as something else than text")
                if not key.strip():
                    raise ValueError("an entry has no written form")
        elif value is not None:
            raise ValueError("a lexicon is a list of entries like  混元: {pinyin: hun4 yuan2}")
        return value


def _read(path: Path) -> list[Entry]:
    """The file's entries.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    entries = []
    for written, model in load_yaml(path, _LexiconModel).root.items():
        sound = None
        if model.pinyin:
            sound = Pronunciation(Notation.PINYIN, model.pinyin)
            try:
                check_length(written, sound)
            except ValueError as error:
                raise Place(path, (written, "pinyin")).error(str(error)) from None
        elif model.ipa:
            sound = Pronunciation(Notation.IPA, model.ipa)
        entries.append(Entry(written, model.say, sound))
    return entries


@lru_cache(maxsize=4)
def _shipped(primary: str) -> Lexicon:
    names = {"zh": "technology.yaml", "en": "technology-en.yaml"}
    if primary not in names:
        return Lexicon()
    path = voices_dir() / "lexicons" / names[primary]
    if not path.is_file():
        raise ConfigError("the shipped lexicon is missing; install Duologue again", path)
    return Lexicon.load(path)
