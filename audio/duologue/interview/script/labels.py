"""Labels of a script: who is meant, what is certain, and what is asked about.

A label is what stands before the first colon of a paragraph, or of a line within one. It is certain where it
is a name or an alias of the front matter, whatever its case, marks of bold and spaces. What looks like a name
and is none is refused, with the name that was probably meant: it would be read aloud in the wrong voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from duologue.errors import ConfigError
from duologue.interview.script.escape import LABEL, plain
from duologue.model import Speaker

_MARKS = re.compile(r"(?<!\\)[*_`]+")
_SENTENCE = re.compile(r"[:：,.;!?，。！？；、…「」“”\"()（）]|\d:\d")
_LONGEST_NAME = 40
_MOST_WORDS = 4
_WIDE_NAME = 6
"""Characters of a Chinese or Japanese name at most."""
_COLONS = ":：∶"
_NEAR = 0.75


class Labels:
    """The names of a script.

    Args:
        known: name or alias → speaker.
        name: the script, for errors.
    """

    def __init__(self, known: Mapping[str, Speaker], name: str) -> None:
        self._name = name
        self._known: dict[str, Speaker] = {}
        for key, speaker in known.items():
            self._known.setdefault(_folded(key), speaker)
        self._names = {_folded(key): key for key in known}

    def at(self, line: str) -> tuple[Speaker, int] | None:
        """Who is named at the beginning of a line, and where their words begin; None for nobody."""
        found = LABEL.match(line)
        if found is None:
            return None
        speaker = next(
            (self._known[form] for form in _forms(found.group()[:-1]) if form in self._known), None
        )
        if speaker is None:
            return None
        end = found.end()
        if marks := re.match(r"[*_]+", line[end:]):  # **Anna Quill:** …
            opened = _MARKS.match(line)
            end += marks.end() if opened and opened.group() == marks.group() else 0
        return speaker, end

    def refuse_unknown(self, text: str, line: int, *, first: bool) -> None:
        """Refuses a label that names nobody.

        Args:
            text: a line of the script.
            line: its number.
            first: whether a paragraph begins with it; within one, only what nearly is a name is refused.

        Raises:
            ConfigError: names the script and the line.
        """
        found = LABEL.match(text)
        if found is None:
            return
        label = plain(_MARKS.sub("", found.group()[:-1])).strip()
        near = get_close_matches(_folded(label), self._names, n=1, cutoff=_NEAR)
        if not near and not (first and looks_like_name(label)):
            return
        meant = f"did you mean {self._names[near[0]]!r}?" if near else "add the name to speakers:"
        raise ConfigError(
            f"nobody is called {label!r}: {meant} Where it is no name, write {label}\\:", self._name, line
        )


def looks_like_name(label: str) -> bool:
    """Whether a label could be a name: a few words that begin with a capital, or a few characters."""
    words = label.split()
    if not words or len(label) > _LONGEST_NAME or len(words) > _MOST_WORDS or _SENTENCE.search(label):
        return False
    if not label[0].isalpha():
        return False
    if any(character.isupper() or character.islower() for character in label):
        return all(word[0].isupper() or word[0].isdigit() for word in words)
    return len(label) <= _WIDE_NAME


def reads_as_label(text: str, names: Iterable[str]) -> bool:
    """Whether the beginning of an unlabelled paragraph would be taken for a label."""
    found = LABEL.match(text)
    if found is None:
        return False
    label = plain(_MARKS.sub("", found.group()[:-1])).strip()
    folded = [_folded(name) for name in names]
    return looks_like_name(label) or bool(get_close_matches(_folded(label), folded, n=1, cutoff=_NEAR))


def _forms(label: str) -> tuple[str, str]:
    """What a label may mean: as it stands, and without marks of bold and italics."""
    return _folded(plain(label)), _folded(plain(_MARKS.sub("", label)))


def _folded(name: str) -> str:
    """The name without case and doubled spaces."""
    return " ".join(name.split()).casefold()
