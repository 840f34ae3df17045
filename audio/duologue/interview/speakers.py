# ruff: noqa: E501
"""Which labels are speakers, and which of them are the same person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from duologue.interview import clutter
from duologue.interview.blocks import Document, Kind
from duologue.interview.labels import Form, Label, candidates, key_of, may_begin, name_like
from duologue.interview.text import Text
from duologue.interview.words import INTERVIEWEE, INTERVIEWER, NEITHER, SURNAMES, TITLED

_ABBREVIATION = re.compile(
    r"((?:[A-Z][\w'’.-]{1,20}\s){1,4}|[\u4e00-\u9fff·]{2,12})[(（]\s?(?:以下简称|下称|简称|hereafter|aka)?\s?[:：“\"「'为]{0,2}"
    r"([A-Z]{1,5}|[A-Z][a-z]{1,12}|[\u4e00-\u9fff]{1,8})[”\"」']?\s?[)）]"
)
_LINKED = re.compile(r"[(（]\s?([A-Z]{2,5})\s?[)）]")
_LEGEND = re.compile(
    r"(Q|问)\s?[:：=＝]\s?([^\s:：,，;；|/、]{1,20}(?:\s[A-Z][\w.]{1,15}){0,2})\s{0,4}[,，;；|/、\s]\s{0,4}(A|答)\s?[:：=＝]\s?([^:：,，;；|/?？]{1,30})$"
)
_NEVER = NEITHER - frozenset(("编辑", "記者"))


MAX_LABELS = 120
MAX_PEOPLE = 60


@dataclass(slots=True)
class Found:
    """Every place where one label stands."""

    key: str
    display: str
    count: int = 0
    bold: int = 0
    forms: Counter[Form] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    timed: int = 0
    headings: int = 0
    listed: int = 0


@dataclass(frozen=True, slots=True)
class Labels:
    """The accepted labels: for each key the person's name; and what else the text says about people."""

    names: dict[str, str]
    aliases: dict[str, tuple[str, ...]]
    legend: dict[str, str]
    legend_rows: frozenset[int]
    evidence: dict[str, tuple[str, ...]]
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    """Whom a line such as ``Guest: Ann`` names before the dialogue begins."""
    inline: frozenset[str] = frozenset()
    """Keys whose text follows on the label's own line: alone on a line such a name is a byline, not a label."""

    def choose(self, options: Iterable[Label]) -> Label | None:
        """The first of the options that is a speaker's label."""
        return next((label for label in options if label.key in self.names and self._fits(label)), None)

    def _fits(self, label: Label) -> bool:
        if label.form is Form.ALONE and not label.timed and label.key in self.inline:
            return False
        return not (
            label.form is Form.LETTER and label.name not in ("Q", "A", "q", "a", "R") and len(label.name) > 8
        )


def find_labels(document: Document, rows: list[list[Text]]) -> Labels:
    """The labels of `document`; `rows` are the lines of each block."""
    found = _collect(document, rows)
    known = _known(document)
    abbreviations, legend, legend_rows = _legends(document, rows)
    known |= {key_of(short) for short in abbreviations} | {key_of(name) for name in legend.values()}
    lede = _lede(document, rows, found)
    # No interview has more people; a text with thousands of colons must not be compared pair by pair.
    often = sorted(found.values(), key=lambda one: (-one.count, one.rows[0]))
    others = {one.key: one for one in often[:MAX_LABELS]}
    ranked = [one for one in often if _accepts(one, others, known, lede)][:MAX_PEOPLE]
    accepted = {one.key: one for one in sorted(ranked, key=lambda one: one.rows[0])}
    people = list(accepted.values())
    if (
        len(people) == 1
        and people[0].count < 3
        and not _role_word(people[0].key)
        and people[0].key not in known
    ):
        accepted = {}
    hosts, guests, credits_rows = _presented(accepted, rows)
    for key in [
        key for key, one in accepted.items() if one.rows and all(row[0] in credits_rows for row in one.rows)
    ]:
        del accepted[key]
    names, aliases, evidence = _merge(accepted, document, abbreviations, legend, lede)
    inline = frozenset(key for key, one in accepted.items() if one.count >= 4 * one.forms[Form.ALONE])
    return Labels(names, aliases, legend, legend_rows | credits_rows, evidence, hosts, guests, inline)


def _collect(document: Document, rows: list[list[Text]]) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for number, block in enumerate(document.blocks):
        if block.drop or block.kind in (Kind.CODE, Kind.RULE, Kind.IMAGE):
            continue
        for row_number, row in enumerate(rows[number]):
            if block.speaker:
                options = [Label(block.speaker, 0, Form.GIVEN)]
            else:
                options = candidates(row) if may_begin(rows[number], row_number) else []
            seen: set[str] = set()
            for label in options:
                if label.form is Form.CHEVRON or label.key in seen or not label.key:
                    continue
                if (
                    label.form is Form.ALONE
                    and block.kind is Kind.HEADING
                    and not label.timed
                    and not _role_word(label.key)
                ):
                    continue
                seen.add(label.key)
                one = found.setdefault(label.key, Found(label.key, label.name))
                one.count += 1
                one.bold += label.bold
                one.forms[label.form] += 1
                one.timed += label.timed
                one.headings += block.kind is Kind.HEADING
                one.listed += block.item > 0 and not (block.first and row_number == 0 and block.item == 1)
                if label.note:
                    one.notes.append(label.note)
                one.rows.append((number, row_number))
    return found


def _role_word(key: str) -> bool:
    return key in INTERVIEWER or key in INTERVIEWEE


def _known(document: Document) -> set[str]:
    meta = document.meta
    names = (*meta.people, *meta.hosts, *meta.guests, *meta.interviewers, *(name for name, _ in meta.aliases))
    known = {key_of(name) for name in names}
    known |= {key_of(alias) for _, aliases in meta.aliases for alias in aliases}
    for name in (*names, *meta.authors):
        parts = name.split("(")[0].split()
        if 1 < len(parts) <= 4:
            known |= {
                key_of(parts[0]),
                key_of(parts[-1]),
                key_of("".join(part[0] for part in parts)),
                key_of(name),
            }
    return known


def _legends(
    document: Document, rows: list[list[Text]]
) -> tuple[dict[str, str], dict[str, str], frozenset[int]]:
    short: dict[str, str] = {}
    legend: dict[str, str] = {}
    dropped: set[int] = set()
    for number, block in enumerate(document.blocks[:400]):
        string = " ".join(row.string.strip() for row in rows[number])[:4000]
        for match in _ABBREVIATION.finditer(string):
            name, letters = match.group(1).strip(), match.group(2)
            if letters.isupper() and _initials(name, letters):
                short.setdefault(letters, name.split("  ")[-1])
            elif "称" in match.group():
                short.setdefault(letters, name)
        for match in _LINKED.finditer(string):
            words = re.findall(r"[A-Z][\w'’-]{1,20}", string[max(0, match.start() - 60) : match.start()])[
                -len(match.group(1)) :
            ]
            if _initials(" ".join(words), match.group(1)):
                short.setdefault(match.group(1), " ".join(words))
        if (
            len(string) <= 90
            and block.kind is not Kind.HEADING
            and (parts := _LEGEND.search(string))
            and "?" not in string
            and "？" not in string
        ):
            legend["q" if parts.group(1) == "Q" else "问"] = parts.group(2).strip()
            legend["a" if parts.group(3) == "A" else "答"] = parts.group(4).strip()
            dropped.add(number)
    return short, legend, frozenset(dropped)


def _presented(
    accepted: dict[str, Found], rows: list[list[Text]]
) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[int]]:
    """Lines such as ``Guest: Ann Lee (founder)`` before the dialogue: who asks and who answers."""
    speaking = [one for one in accepted.values() if not _role_word(one.key) and one.count >= 2]
    if len(speaking) < 2:
        return (), (), frozenset()
    people: dict[bool, list[str]] = {True: [], False: []}
    marked: dict[int, int] = {}
    for one in accepted.values():
        if not _role_word(one.key) or one.count > 2:
            continue
        for number, row in one.rows:
            string = rows[number][row].string
            rest = re.split(r"[:：]", string, maxsplit=1)[-1].strip()
            if len(rest) > 80 or rest.endswith(("。", ".", "?", "？", "!", "！")):
                continue
            marked[number] = marked.get(number, 0) + 1
            for name in re.split(r"[、,，&]|\band\b", re.sub(r"[(（][^()（）]{0,60}[)）]", "", rest)):
                if name.strip():
                    people[one.key in INTERVIEWER].append(name.strip())
    whole = frozenset(number for number, count in marked.items() if count == len(rows[number]))
    return tuple(people[True]), tuple(people[False]), whole


def _initials(name: str, letters: str) -> bool:
    words = [word for word in re.split(r"[\s-]+", name) if word]
    own = "".join(word[0] for word in words).upper()
    return len(letters) >= 2 and (own == letters or own.endswith(letters))


def _lede(document: Document, rows: list[list[Text]], found: dict[str, Found]) -> str:
    """What stands before the first label that comes back: where people are introduced."""
    repeated = [one.rows[0][0] for one in found.values() if one.count >= 2 and name_like(one.display)]
    first = min(repeated, default=len(document.blocks))
    texts = [row.string for number in range(min(first, 60)) for row in rows[number]]
    return " ".join([document.meta.title or "", *document.meta.authors, *texts])[:20000]


def _accepts(one: Found, found: dict[str, Found], known: set[str], lede: str) -> bool:
    if one.key in known:
        return True
    if Form.GIVEN in one.forms:
        return True
    if _role_word(one.key):
        return (
            one.key not in ("a", "r", "q", "me", "我")
            or one.forms[Form.LETTER] + one.forms[Form.COLON] + one.forms[Form.BOLD] + one.forms[Form.BRACKET]
            >= 1
        )
    if not one.timed and clutter.reason(f"{one.display}：…", clutter.Place.BODY) is not None:
        return False
    if one.headings == one.count and one.count < 3:
        return False
    parts = [part.strip() for part in re.split(r"[&+/、]|\band\b", one.display) if part.strip()]
    if len(parts) > 1 and all(
        key_of(part) in known or (key_of(part) in found and found[key_of(part)].count >= 2) for part in parts
    ):
        return True
    if one.key in _NEVER or one.key.rstrip("s") in _NEVER:
        return False
    if one.key.startswith(("http", "www.")) or one.key.isdigit():
        return False
    strong = one.forms[Form.COLON] + one.forms[Form.BRACKET] + one.forms[Form.BOLD] + one.timed
    if not name_like(one.display) and not (one.count >= 4 and one.forms[Form.BRACKET] >= 2):
        return False
    if one.listed == one.count:
        return False
    if one.forms[Form.DASH] + one.forms[Form.LETTER] == one.count:
        return one.forms[Form.DASH] >= 3 and len(one.display) <= 24
    if strong == 0:
        return _alone(one, found)
    if one.count >= 2:
        return one.display[:1].isupper() or not one.display.isascii() or one.count >= 3
    return _single(one, found, lede)


def _alone(one: Found, found: dict[str, Found]) -> bool:
    """A name on a line of its own, without a colon: only where at least two of them take turns."""
    if one.count < 2 or one.display.endswith((".", "。", "?", "？", "!", "！")):
        return False
    others = [
        other
        for other in found.values()
        if other.forms[Form.ALONE] >= 2 and other.key != one.key and name_like(other.display)
    ]
    return bool(others)


def _single(one: Found, found: dict[str, Found], lede: str) -> bool:
    """A label that stands once: a person if others speak in the same form and the name is known or full."""
    if any(
        _initials(other.display, one.display) or _initials(one.display, other.display)
        for other in found.values()
        if other.key != one.key and len(min(one.display, other.display, key=len)) <= 4
    ):
        return True
    form = next(iter(one.forms))
    others = [
        other
        for other in found.values()
        if other.key != one.key
        and (other.count >= 2 or _role_word(other.key))
        and other.forms[form]
        and other.key not in _NEVER
    ]
    if not others:
        return False
    same_weight = any((other.bold > 0) == (one.bold > 0) for other in others)
    if not same_weight and not one.timed:
        return False
    if one.display in lede:
        return True
    words = one.display.split()
    latin = one.display.isascii()
    if latin:
        return (
            (len(words) in (2, 3, 4) and all(word[:1].isupper() for word in words))
            or one.timed > 0
            or (
                len(words) == 1
                and one.display[:1].isupper()
                and (
                    (one.display.isupper() and len(one.display) <= 4)
                    or _close_to(
                        one.key,
                        [
                            *others,
                            *(
                                other
                                for other in found.values()
                                if " " in other.key
                                and name_like(other.display)
                                and other.bold == other.count
                                and one.bold
                            ),
                        ],
                    )
                )
            )
        )
    named = len(one.display) <= 4 and one.display[0] in SURNAMES
    return named or one.display.endswith(TITLED) or "·" in one.display or one.timed > 0


def _close_to(key: str, others: list[Found]) -> bool:
    return any(
        _one_typo(key, other.key) or other.key.split()[0] == key or other.key.split()[-1] == key
        for other in others
    )


def _one_typo(one: str, other: str) -> bool:
    """Whether the two differ by one character left out, put in, changed or swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) == len(other):
        swapped = one[:at] + one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
        return one[at + 1 :] == other[at + 1 :] or swapped == other
    return one[at:] == other[at + 1 :]


def _merge(
    accepted: dict[str, Found],
    document: Document,
    abbreviations: dict[str, str],
    legend: dict[str, str],
    introduced: str,
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The person's name for every accepted key."""
    parent = {key: key for key in accepted}
    why: dict[str, list[str]] = {}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    def join(key: str, into: str, reason: str) -> None:
        one, other = root(key), root(into)
        if one != other:
            parent[one] = other
            why.setdefault(other, []).append(reason)

    for name, others in document.meta.aliases:
        for other in others:
            if key_of(other) in accepted and key_of(name) in accepted:
                join(key_of(other), key_of(name), f"{other} is an alias of {name} in the front matter")
    declared = {key_of(name) for name, _ in document.meta.aliases}
    named = _known(document)
    known = {
        key_of(name): name for name in (*document.meta.people, *document.meta.hosts, *document.meta.guests)
    }
    keys = sorted(accepted, key=lambda key: (-len(key), key))
    people = [key for key in keys if key not in declared and not _role_word(key)]
    for key in people:
        one = accepted[key]
        for note in (key_of(note) for note in one.notes):
            if note in accepted and note != key:
                join(note, key, f"{one.display} ({accepted[note].display})")
    for key in people:
        if root(key) != key or key in named or any(root(other) == key for other in keys if other != key):
            continue
        one = accepted[key]
        slips = [
            other
            for other in keys
            if root(other) != key and not _role_word(other) and _is_typo(one, accepted[other], introduced)
        ]
        if len({root(other) for other in slips}) == 1:
            join(key, slips[0], f"{one.display} is a slip for {accepted[slips[0]].display}")
    for key in people:
        if root(key) != key:
            continue
        one = accepted[key]
        longer = [
            other for other in keys if root(other) != key and not _role_word(other) and len(other) > len(key)
        ]
        matches = [other for other in longer if _same_person(one, accepted[other], key, other, abbreviations)]
        if len({root(other) for other in matches}) == 1:
            join(key, matches[0], f"{one.display} is short for {accepted[matches[0]].display}")
    letters = [("q", "问"), ("a", "答"), ("q", "question"), ("a", "answer")]
    for one_key, other_key in letters:
        if (
            one_key in accepted
            and other_key in accepted
            and accepted[one_key].count < accepted[other_key].count
        ):
            join(one_key, other_key, "both mark the same part")
        elif one_key in accepted and other_key in accepted:
            join(other_key, one_key, "both mark the same part")
    shown: dict[str, str] = {}
    for key in accepted:
        top = root(key)
        shown[key] = legend.get(top) or _display(accepted[top], abbreviations, known)
    aliases: dict[str, list[str]] = {}
    for key, one in accepted.items():
        if one.display != shown[key] and one.display not in aliases.setdefault(shown[key], []):
            aliases[shown[key]].append(one.display)
    return (
        shown,
        {name: tuple(found) for name, found in aliases.items()},
        {shown[root(key)]: tuple(r) for key, r in why.items()},
    )


def _display(one: Found, abbreviations: dict[str, str], known: dict[str, str]) -> str:
    if one.display in abbreviations and abbreviations[one.display][:1].isupper():
        return abbreviations[one.display]
    if one.display.isupper() and 2 <= len(one.display) <= 4:
        full = [name for key, name in known.items() if _initials(name, one.display)]
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
        return _initials(other.display.replace("·", " "), plain)
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
    if len(one.key) < (3 if not one.key.isascii() else 4) or not _one_typo(one.key, other.key):
        return False
    if one.count * 4 <= other.count:
        return True
    return (
        one.count <= 2
        and one.count <= other.count
        and other.display in introduced
        and one.display not in introduced
    )
