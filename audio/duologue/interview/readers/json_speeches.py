"""Which strings of a JSON document are speeches, and whose.

A document may hold the same talk several times: as words, as sentences, as paragraphs. Its lists are gathered
by where they stand, and of those that begin with the same words the one is read that names its speakers in
the longest pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duologue.interview.labels.names import ANSWERERS, ASKERS
from duologue.interview.marks import ASKED, SENTENCE_END
from duologue.interview.readers.field_names import ANSWER, QUESTION, SPEAKER, TEXT

_PIECES = ("elements", "sentences", "segments", *TEXT)
"""Keys of a list whose pieces make up one speech."""
_PARTS = ASKERS | ANSWERERS
_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Literal:
    """A string and where it stands in the file, its quotation mark first."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """An object, its keys in order."""

    items: tuple[tuple[Literal, Any], ...]

    def get(self, *keys: str) -> Any:
        """The value of the first of these keys that there is."""
        return next((value for key in keys for name, value in self.items if name.value.lower() == key), None)


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody says without a break.

    Attributes:
        speaker: the name, if one is given.
        literals: the strings that make it up.
        spaced: whether the strings bring the spaces between them.
        whole: whether it is a question or an answer of its own, and no segment of a longer speech.
    """

    speaker: str | None
    literals: tuple[Literal, ...]
    spaced: bool = False
    whole: bool = False

    @property
    def said(self) -> str:
        """Its words."""
        return ("" if self.spaced else " ").join(literal.value for literal in self.literals)


def find_speeches(root: Any) -> list[Speech]:
    """The speeches of a document, in order."""
    lists: dict[tuple[str, ...], list[Speech]] = {}
    for path, speeches in _lists(root, (), _names(root)):
        lists.setdefault(path, []).extend(speeches)
    if not any(one.speaker for speeches in lists.values() for one in speeches):
        lists = {(): [Speech(None, (one,)) for one in _texts(root)]}
    chosen: dict[str, list[Speech]] = {}
    for speeches in lists.values():
        opening = _opening(speeches)
        if opening not in chosen or _worth(speeches) > _worth(chosen[opening]):
            chosen[opening] = speeches
    talks = list(chosen.values())
    if any(_has_sentences(talk) for talk in talks):
        talks = [talk for talk in talks if _has_sentences(talk)]
    return sorted((one for talk in talks for one in talk), key=lambda one: one.literals[0].at)


def _opening(speeches: list[Speech]) -> str:
    """The first letters of what is said."""
    letters: list[str] = []
    for speech in speeches:
        letters += [char for char in speech.said[:400].casefold() if char.isalnum()]
        if len(letters) >= _SAMPLE:
            break
    return "".join(letters[:_SAMPLE])


def _worth(speeches: list[Speech]) -> tuple[bool, float]:
    size = sum(len(literal.value) for speech in speeches for literal in speech.literals)
    return len({speech.speaker for speech in speeches}) > 1, size / max(1, len(speeches))


def _has_sentences(speeches: list[Speech]) -> bool:
    return any(SENTENCE_END.search(speech.said[-8:].strip()) for speech in speeches)


def _texts(root: Any) -> Iterator[Literal]:
    """The texts of a document that names no speakers beside them: their labels may stand in them."""
    if isinstance(root, Pairs):
        for key, value in root.items:
            if not isinstance(value, Literal):
                yield from _texts(value)
            elif key.value.lower() in TEXT:
                yield value
    elif isinstance(root, list):
        for one in root:
            yield from [one] if isinstance(one, Literal) else _texts(one)


def _names(root: Any) -> dict[str, str]:
    """The names that a table of speakers gives to numbers."""
    table = root.get("speakers", "speaker_names", "participants") if isinstance(root, Pairs) else None
    names: dict[str, str] = {}
    if isinstance(table, Pairs):
        names = {key.value: value.value for key, value in table.items if isinstance(value, Literal)}
    for entry in table if isinstance(table, list) else ():
        if isinstance(entry, Pairs):
            number, name = entry.get("id", "speaker", "key", "label"), entry.get("name", "display_name")
            if isinstance(name, Literal) and number is not None:
                names[number.value if isinstance(number, Literal) else str(number)] = name.value
    return names


def _lists(
    root: Any, path: tuple[str, ...], names: dict[str, str]
) -> Iterator[tuple[tuple[str, ...], list[Speech]]]:
    """The lists of speeches in a document, each with the keys that lead to it."""
    if isinstance(root, list):
        speeches = _of_list(root, names)
        if speeches:
            yield path, speeches
        if not any(speech.speaker for speech in speeches):
            for entry in root:
                yield from _lists(entry, path, names)
    elif isinstance(root, Pairs):
        if len(path) <= 1 and (speeches := _of_mapping(root)):
            yield path, speeches
        for key, value in root.items:
            if isinstance(value, list | Pairs):
                yield from _lists(value, (*path, key.value), names)


def _of_list(entries: list[Any], names: dict[str, str]) -> list[Speech]:
    """The speeches of a list; none if it is another kind of list."""
    speeches: list[Speech] = []
    by_name = _keyed_by_name(entries)
    last: str | None = None
    for entry in entries:
        if isinstance(entry, list) and len(entry) == 2 and all(isinstance(one, Literal) for one in entry):
            found = [Speech(entry[0].value.strip(), (entry[1],))]
        elif not isinstance(entry, Pairs):
            continue
        elif by_name:
            key, value = entry.items[0]
            found = [Speech(key.value.strip(), (value,))]
        else:
            found = _pair(entry) or _said(entry, last, names)
        speeches += sorted(found, key=lambda one: one.literals[0].at)
        if found:
            last = found[-1].speaker or last
    return speeches


def _keyed_by_name(entries: list[Any]) -> bool:
    """``[{"Ann": "…"}, {"Bo": "…"}, {"Ann": "…"}]``."""
    single = [
        entry.items[0][0].value
        for entry in entries
        if isinstance(entry, Pairs) and len(entry.items) == 1 and isinstance(entry.items[0][1], Literal)
    ]
    people = len(set(single))
    return len(single) == len(entries) and (people == len(entries) == 2 or 2 <= people < len(entries))


def _of_mapping(root: Pairs) -> list[Speech]:
    """``{"What is it?": "A clock.", …}``."""
    asked = [(key, value) for key, value in root.items if key.value.rstrip().endswith(tuple(ASKED))]
    if len(asked) < 2 or not all(isinstance(value, Literal) for _, value in asked):
        return []
    return [
        Speech(name, (one,), whole=True) for pair in asked for name, one in zip(("Q", "A"), pair, strict=True)
    ]


def _pair(entry: Pairs) -> list[Speech]:
    """A question and its answer, or what two parts say: ``{"interviewer": "…", "guest": "…"}``."""
    question = entry.get(*QUESTION)
    if _literals(question):
        answer = entry.get(*ANSWER, "answers")
        answers = answer if isinstance(answer, list) else [answer]
        speeches = [Speech("Q", _literals(question), whole=True)]
        given = [(_name(one, {}) or "A", literals) for one in answers if (literals := _literals(one))]
        return speeches + [Speech(name, literals, whole=True) for name, literals in given]
    parts = [
        Speech(key.value, (value,), whole=True)
        for key, value in entry.items
        if isinstance(value, Literal) and key.value.casefold() in _PARTS
    ]
    return parts if len(parts) > 1 else []


def _said(entry: Pairs, last: str | None, names: dict[str, str]) -> list[Speech]:
    name = _name(entry, names) or last
    text = next((value for key in TEXT if isinstance(value := entry.get(key), Literal)), None)
    if text is not None:
        return [Speech(name, (text,))]
    pieces = next((value for key in _PIECES if isinstance(value := entry.get(key), list)), [])
    if name == last and any(isinstance(one, Pairs) and _name(one, names) for one in pieces):
        return []
    literals = tuple(literal for piece in pieces for literal in _literals(piece))
    spaced = any(literal.value.isspace() for literal in literals)
    return [Speech(name, literals, spaced)] if literals else []


def _literals(value: Any) -> tuple[Literal, ...]:
    """The text of a string, or of an object that holds one."""
    if isinstance(value, Pairs):
        value = value.get("punctuated_word", *TEXT, "word")
    return (value,) if isinstance(value, Literal) else ()


def _name(entry: Any, names: dict[str, str]) -> str | None:
    if not isinstance(entry, Pairs):
        return None
    speaker = entry.get(*SPEAKER)
    if isinstance(speaker, Pairs):
        speaker = speaker.get("name", "label", "id")
    if speaker is None and isinstance(kind := entry.get("type", "kind"), Literal):
        speaker = kind if kind.value.casefold() in _PARTS else None
    if isinstance(speaker, Literal):
        name = speaker.value.strip()
        return names.get(name, f"Speaker {name}" if name.isdigit() else name) or None
    if isinstance(speaker, int) and not isinstance(speaker, bool):
        return names.get(str(speaker), f"Speaker {speaker}")
    return None
