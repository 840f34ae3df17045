"""Which labels mean the same person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duologue.interview.blocks import Document
from duologue.interview.people.announced import Announced, known_names
from duologue.interview.people.labels import key_of
from duologue.interview.people.names import initials, one_typo, role_word
from duologue.interview.people.tally import Found

_LISTED = re.compile(r"[,，、]")
_FULL_NAME = re.compile(r"[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20}){1,2}")


@dataclass(frozen=True, slots=True)
class Same:
    """The person's name for every label's key, the person's other names, and why they were taken together."""

    names: dict[str, str]
    aliases: dict[str, tuple[str, ...]]
    evidence: dict[str, tuple[str, ...]]
    doubts: tuple[tuple[str, str], ...]
    """Keys that were taken for another person's name on thin evidence, and what was done."""


def merge(accepted: dict[str, Found], document: Document, announced: Announced, introduced: str) -> Same:
    """Takes the names of one person together, surest evidence first.

    Args:
        accepted: the labels that are people.
        document: for the names that it declares.
        announced: abbreviations and legends.
        introduced: the text before the dialogue.
    """
    merger = _Merger(accepted, document, announced)
    merger.declared()
    merger.notes()
    merger.slips(introduced)
    merger.short_forms()
    merger.full_names(introduced)
    merger.letters()
    return merger.result()


class _Merger:
    def __init__(self, accepted: dict[str, Found], document: Document, announced: Announced) -> None:
        self.accepted = accepted
        self.meta = document.meta
        self.announced = announced
        self.known = known_names(document)
        self.parent = {key: key for key in accepted}
        self.why: dict[str, list[str]] = {}
        self.full: dict[str, str] = {}
        self.doubts: list[tuple[str, str]] = []
        declared = {key_of(name) for name, _ in document.meta.aliases}
        self.keys = sorted(accepted, key=lambda key: (-len(key), key))
        self.people = [key for key in self.keys if key not in declared and not role_word(key)]

    def root(self, key: str) -> str:
        while self.parent[key] != key:
            key = self.parent[key]
        return key

    def join(self, key: str, into: str, reason: str) -> None:
        one, other = self.root(key), self.root(into)
        if one != other:
            self.parent[one] = other
            self.why.setdefault(other, []).append(reason)

    def doubt(self, key: str, other: str) -> None:
        message = f"{self.accepted[key].display} is taken for {self.accepted[other].display}"
        self.doubts.append((key, message))

    def declared(self) -> None:
        """Aliases that the front matter or a hint names."""
        for name, others in self.meta.aliases:
            for other in others:
                if key_of(other) in self.accepted and key_of(name) in self.accepted:
                    self.join(
                        key_of(other), key_of(name), f"{other} is an alias of {name} in the front matter"
                    )

    def notes(self) -> None:
        """``Frederico (FSM):``, ``Host (Ann Ray, Weekly):``."""
        for key in self.people:
            one = self.accepted[key]
            for note in (key_of(note) for note in one.notes):
                if note in self.accepted and note != key:
                    self.join(note, key, f"{one.display} ({self.accepted[note].display})")
        for key in filter(role_word, self.keys):
            one = self.accepted[key]
            named = {key_of(part) for note in one.notes for part in _LISTED.split(note)} & set(self.people)
            if len(named) == 1:
                name = named.pop()
                self.join(key, name, f"{one.display} ({self.accepted[name].display})")

    def slips(self, introduced: str) -> None:
        """One character wrong, and rare beside the right form."""
        for key in self.people:
            if self.root(key) != key or key in self.known:
                continue
            if any(self.root(other) == key for other in self.keys if other != key):
                continue
            one = self.accepted[key]
            right = [
                other
                for other in self.keys
                if self.root(other) != key
                and not role_word(other)
                and _is_typo(one, self.accepted[other], introduced)
            ]
            if len({self.root(other) for other in right}) == 1:
                self.doubt(key, right[0])
                self.join(key, right[0], f"{one.display} is a slip for {self.accepted[right[0]].display}")

    def short_forms(self) -> None:
        """Initials, first names and the like, where only one full name begins so."""
        for key in self.people:
            if self.root(key) != key:
                continue
            one = self.accepted[key]
            matches = [
                other
                for other in self.keys
                if self.root(other) != key
                and not role_word(other)
                and len(other) > len(key)
                and _same_person(one, self.accepted[other], key, other, self.announced.abbreviations)
            ]
            if len({self.root(other) for other in matches}) == 1:
                if key not in matches[0].split() and not initials(matches[0], key.upper()):
                    self.doubt(key, matches[0])
                self.join(key, matches[0], f"{one.display} is short for {self.accepted[matches[0]].display}")

    def full_names(self, introduced: str) -> None:
        """``Arvid`` and ``AP``, where the text speaks of one Arvid Paulsen."""
        meta = self.meta
        named = (*meta.people, *meta.hosts, *meta.guests, *meta.interviewers, *meta.authors)
        declared = {key_of(name): name for name in named}
        names = {key_of(name): name for name in _FULL_NAME.findall(introduced)} | declared
        meant: dict[str, list[str]] = {}
        for key in self.people:
            if self.root(key) != key:
                continue
            one = self.accepted[key]
            own = [name for name in declared if _stands_for(one, key, name)]
            own = own or [name for name in names if _stands_for(one, key, name)]
            if len(own) == 1:
                meant.setdefault(own[0], []).append(key)
        for name, keys in meant.items():
            common = max(keys, key=lambda key: self.accepted[key].count)
            for key in keys:
                self.join(key, common, f"{self.accepted[key].display} is short for {names[name]}")
            if len(keys) > 1:
                self.full[common] = names[name]

    def letters(self) -> None:
        """``Q`` and ``问`` in one text; a lone ``A`` beside ``AP``."""
        if "a" in self.accepted and not {"q", "question", "问"} & set(self.accepted):
            longer = [
                key
                for key in self.people
                if 2 <= len(key) <= 4 and key[0] == "a" and self.accepted[key].display.isupper()
            ]
            if len({self.root(key) for key in longer}) == 1 and "a" not in longer:
                self.join("a", longer[0], f"A is a slip for {self.accepted[longer[0]].display}")
        for one, other in (
            ("q", "问"),
            ("a", "答"),
            ("q", "question"),
            ("a", "answer"),
            ("记者问", "问"),
            ("記者問", "問"),
        ):
            if one in self.accepted and other in self.accepted:
                rare, common = (
                    (one, other) if self.accepted[one].count < self.accepted[other].count else (other, one)
                )
                self.join(rare, common, "both mark the same part")

    def result(self) -> Same:
        full = {key_of(name): name for name in (*self.meta.people, *self.meta.hosts, *self.meta.guests)}
        legend, abbreviations = self.announced.legend, self.announced.abbreviations
        shown: dict[str, str] = {}
        for key in self.accepted:
            top = self.root(key)
            shown[key] = (
                legend.get(top) or self.full.get(top) or _display(self.accepted[top], abbreviations, full)
            )
        aliases: dict[str, list[str]] = {}
        for key, one in self.accepted.items():
            if one.display != shown[key] and one.display not in aliases.setdefault(shown[key], []):
                aliases[shown[key]].append(one.display)
        return Same(
            shown,
            {name: tuple(found) for name, found in aliases.items()},
            {shown[self.root(key)]: tuple(reasons) for key, reasons in self.why.items()},
            tuple(self.doubts),
        )


def _stands_for(one: Found, key: str, name: str) -> bool:
    """Whether a label is the first or last name, or the initials, of a full name."""
    words = name.split()
    if key in (words[0], words[-1]):
        return len(words) > 1
    own = "".join(word[0] for word in words)
    return one.display.isupper() and 2 <= len(key) <= 4 and key == own


def _display(one: Found, abbreviations: dict[str, str], known: dict[str, str]) -> str:
    if one.display in abbreviations and abbreviations[one.display][:1].isupper():
        return abbreviations[one.display]
    if one.display.isupper() and 2 <= len(one.display) <= 4:
        full = [name for key, name in known.items() if initials(name, one.display)]
        if len(full) == 1:
            return full[0]
    return one.display.strip()


def _same_person(one: Found, other: Found, key: str, longer: str, abbreviations: dict[str, str]) -> bool:
    if re.search(r"[&+/、]|\band\b", longer):
        return False
    parts = longer.replace("·", " ").replace("・", " ").split()
    if len(parts) > 1 and key in (parts[0], parts[-1]):
        return True
    plain = one.display.replace(".", "").replace(" ", "")
    if plain.isascii() and plain.isupper() and 2 <= len(plain) <= 4 and len(parts) > 1:
        return initials(other.display.replace("·", " "), plain)
    if one.display in abbreviations and key_of(abbreviations[one.display]) == longer:
        return True
    if (
        len(parts) > 1
        and key.isascii()
        and len(key) >= 3
        and parts[0].startswith(key)
        and len(key) < len(parts[0])
        and one.count <= 2
    ):
        return True
    wide = not key.isascii()
    return (
        wide
        and len(key) >= 2
        and len(longer) <= 8
        and (longer.startswith(key) or longer.endswith(key))
        and min(one.count, other.count) <= 2
    )


def _is_typo(one: Found, other: Found, introduced: str) -> bool:
    """Whether `one` is a misspelling of `other`: rare beside it, and not introduced by the text itself."""
    if len(one.key) < (3 if not one.key.isascii() else 4) or not one_typo(one.key, other.key):
        return False
    if one.count * 4 <= other.count:
        return True
    return (
        one.count <= 2
        and one.count <= other.count
        and other.display in introduced
        and one.display not in introduced
    )
