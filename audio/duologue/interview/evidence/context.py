# ruff: noqa: E501
"""What a unit's place in the whole document says of it: added to the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from duologue.interview.blocks import Document, Kind
from duologue.interview.evidence.columns import ENDS, Columns, Flags
from duologue.interview.evidence.phrases import BIT
from duologue.interview.hypotheses.questions import under_label
from duologue.interview.hypotheses.tally import Found
from duologue.interview.labels.forms import Form
from duologue.interview.labels.names import ANSWERERS, ASKERS, NARRATORS, divided_part, initials, key_of
from duologue.interview.marks import COUNTED

_FRAMING = sum(
    BIT[kind]
    for kind in (
        "contents",
        "biographies",
        "glossary",
        "more",
        "key_points",
        "share",
        "credits",
        "footers",
        "headers",
        "notes",
    )
)
_MARKS = re.compile(r"[\W_]+")
_LONGEST_REPEATED = 400
_MOST_REPEATED = 300
_LONGEST_LISTED = 60
_BARS = "▌▍▎▊▋█"
"""What sites set before the title of a section."""
_SPREAD = 40
"""Units under a line such as `Contents` that it may still govern."""


def add_labels(
    c: Columns, people: Mapping[str, float], found: Mapping[str, Found], declared: Collection[str]
) -> None:
    """What the labels say: whose they are, how usual their form is, how far the last one is.

    Args:
        c: the columns, which it adds to.
        people: how likely each label is a person's.
        found: where each stands.
        declared: keys of those whom the source or a hint declares to speak.
    """
    labels = [unit.label for unit in c.units]
    keys = [one.key if one else "" for one in labels]
    person = np.array([people.get(key, -9.0) if key else -9.0 for key in keys], dtype=np.float32)
    c.facts["label"] = np.array([one is not None for one in labels], dtype=bool)
    c.facts["person"] = person
    c.facts["label declared"] = np.array([key in declared for key in keys], dtype=bool)
    c.facts["label given"] = np.array(
        [
            one is not None
            and (one.form is Form.GIVEN or (one.form is Form.CHEVRON and unit.block.kind is Kind.CUE))
            for unit, one in zip(c.units, labels, strict=True)
        ],
        dtype=bool,
    )
    parts = [
        {key, key_of(divided_part(one.name)[0])} if one else set()
        for key, one in zip(keys, labels, strict=True)
    ]
    for name, words in (("narrators", NARRATORS), ("asks", ASKERS), ("answers", ANSWERERS)):
        c.facts[f"label {name} word"] = np.array([bool(part & words) for part in parts], dtype=bool)
    usual = {key: (one.form, one.bold / one.count, one.count) for key, one in found.items()}
    c.facts["label unusual form"] = np.array(
        [
            one is not None and usual[key][2] > 2 and found[key].forms[one.form] < 0.3 * usual[key][2]
            for key, one in zip(keys, labels, strict=True)
        ],
        dtype=bool,
    )
    c.facts["label not the usual weight"] = np.array(
        [
            one is not None and abs(usual[key][1] - one.bold) > 0.7
            for key, one in zip(keys, labels, strict=True)
        ],
        dtype=bool,
    )
    c.facts["label not at the line's start"] = np.array(
        [
            one is not None
            and bool(unit.head)
            and not unit.head.string.lstrip("*_ \t").startswith(one.name[:1])
            for unit, one in zip(c.units, labels, strict=True)
        ],
        dtype=bool,
    )
    headed = {key: one.headings / one.count for key, one in found.items()}
    c.facts["label oddly in a heading"] = np.array(
        [
            one is not None and bool(kind == 1) and headed[key] < 0.3
            for key, one, kind in zip(keys, labels, c["kind"], strict=True)
        ],
        dtype=bool,
    )
    c.facts["label known"] = (person > 1.0) & ~c["label narrators word"]
    c.facts["label given"] &= ~c["label narrators word"] & (c["letters"] > 0)
    sure = person > 0
    c.facts["sure label"] = sure
    places: dict[str, list[int]] = {}
    for number in np.flatnonzero(sure):
        places.setdefault(keys[number], []).append(int(number))
    first, last, again = (np.zeros(len(c), dtype=bool) for _ in range(3))
    for found_at in places.values():
        first[found_at[0]] = last[found_at[-1]] = True
    marked = np.flatnonzero(sure)
    for before, after in pairwise(marked):
        again[after] = keys[before] == keys[after]
    c.facts |= {"label first": first, "label last": last, "label again": again}
    c.facts["labelled text"] = np.full(len(c), len(places) >= 2 and len(marked) >= 4)
    bare = c["label known"] & (c["size"] == 0) & ~c["label unusual form"]
    spoken = np.append((c["letters"][1:] > 0) & ~c["label"][1:], False) if len(c) else bare
    later = np.append(spoken[1:], False) & np.append(c["letters"][1:] == 0, False) if len(c) else bare
    c.facts["label over speech"] = bare & (spoken | later)
    quoted = c["quote"] > 0
    c.facts["outside the quoted talk"] = ~quoted & (len(marked) >= 3 and bool(quoted[marked].mean() >= 0.8))
    _add_distances(c, marked)
    _add_asker(c, places, keys)


def _add_distances(c: Columns, marked: npt.NDArray[np.int64]) -> None:
    numbers = np.arange(len(c))
    c.facts["number"], c.facts["left"] = numbers, len(c) - 1 - numbers
    c.facts["in the first tenth"] = numbers < 0.1 * (len(c) - 1)
    c.facts["in the last tenth"] = c["left"] < 0.1 * (len(c) - 1)
    before = np.searchsorted(marked, numbers, side="right") - 1
    since = np.where(before >= 0, numbers - marked[np.maximum(before, 0)] if len(marked) else numbers, 10**6)
    c.facts["since label"] = since
    c.facts["before labels"] = (since >= 10**6) & (len(marked) > 0)
    c.facts["after labels"] = numbers > marked[-1] if len(marked) else np.zeros(len(c), dtype=bool)


def _add_asker(c: Columns, places: Mapping[str, list[int]], keys: Sequence[str]) -> None:
    """Whether questions with labels are set in bold or as headings, and whether they alone have labels."""
    apart = ((c["bold"] > 0.85) | (c["kind"] == 1)) & (c["size"] > 0)
    said = {key: [number for number in found if c["size"][number] > 0] for key, found in places.items()}
    bold_keys = {key for key, found in said.items() if len(found) >= 2 and apart[found].mean() >= 0.8}
    if len(places) > 1 and all(apart[found].mean() >= 0.8 for found in said.values() if found):
        bold_keys = set()
    bold_label = np.array([key in bold_keys for key in keys], dtype=bool) & c["sure label"]
    plain = ~apart
    after = np.zeros(len(c), dtype=bool)
    more = np.zeros(len(c), dtype=bool)
    after[1:] = bold_label[:-1] & plain[1:] & ~c["label"][1:]
    more[1:] = bold_label[:-1] & apart[1:] & ~c["label"][1:]
    c.facts["plain after bold label"], c.facts["bold after bold label"] = after, more
    asking = [key for key in places if key in ASKERS]
    alone = bool(asking) and len(asking) == len(places) and sum(map(len, places.values())) >= 3
    c.facts["only questions labelled"] = np.full(len(c), alone)


def add_document(c: Columns, document: Document, fits: Flags) -> None:
    """What the document as a whole says: title, lists, languages, what is set alike, how questions are set."""
    addressed = _has(c, "second_person") | _has(c, "greetings")
    asking = (
        (c["end"] == ENDS["question"])
        | (c["inner_question"] > 0)
        | _starts(c, "requests")
        | _starts(c, "asks")
    )
    c.facts["asking"], c.facts["addressing"] = asking, asking | addressed
    fits = fits & ~c["sure label"]
    c.facts["set as questions"] = fits
    remarks = _starts(c, "remarks") | _starts(c, "thanks") | addressed
    mostly = fits.sum() >= 4 and bool(asking[fits].mean() >= 0.5)
    statement = fits & ~asking & ~remarks & mostly & (c["question_number"] == 0)
    c.facts["statement among questions"] = statement
    ended = (c["end"] == ENDS["full stop"]) & _has(c, "first_person") & ~_has(c, "second_person")
    c.facts["statement of I among questions"] = statement & ended
    c.facts["under a bare label"] = under_label(c)
    c.facts["questions set apart"] = np.full(len(c), bool(fits.any()))
    after = np.zeros(len(c), dtype=bool)
    after[1:] = fits[:-1] & ~fits[1:]
    c.facts["after set question"] = after
    below = fits & (c["kind"] == 1)
    deeper = (
        (c["kind"] == 1) & (c["level"] > np.median(c["level"][below]))
        if below.sum() >= 2
        else np.zeros(len(c), dtype=bool)
    )
    c.facts["heading below the questions"] = deeper & ~fits
    marked = [unit.string[:1] in _BARS and bool(unit.string) for unit in c.units]
    c.facts["title's mark"] = np.array(marked, dtype=bool) & (c["width"] <= _LONGEST_LISTED)
    _add_headings(c)
    unnamed = _unnamed(document, c)
    c.facts["somebody unnamed"] = np.full(len(c), unnamed)
    c.facts["answers without labels"] = (
        np.full(len(c), bool(fits.any()))
        | c["only questions labelled"]
        | c["plain after bold label"]
        | (unnamed & (c["before labels"] | c["under a heading"]))
    )
    marks = c["sure label"] | (fits & asking)
    passed = np.cumsum(marks)
    c.facts["marks before"] = passed - marks
    c.facts["marks left"] = (passed[-1] if len(c) else 0) - passed
    c.facts["mark follows"] = np.append(marks[1:], False)
    _add_under(c)
    _add_titles(c, document.meta.title)
    _add_names(c, document)
    _add_repetitions(c)
    _add_languages(c, document.meta.title)
    _add_likes(c)


def _unnamed(document: Document, c: Columns) -> bool:
    """Whether the source names one speaker alone, or one who has no label: then something said may have none."""
    if len(document.meta.people) == 1:
        return True
    keys = {key_of(name) for name in (*document.meta.people, *document.meta.guests)}
    labels = {
        unit.label.key for unit, sure in zip(c.units, c["sure label"], strict=True) if sure and unit.label
    }
    words = {word for label in labels for word in label.split()} | labels
    return bool(labels) and any(
        not {key, *key.split()} & words
        and not any(initials(key, label) for label in labels if len(label) <= 4)
        for key in keys
    )


def _has(c: Columns, kind: str) -> Flags:
    return np.asarray((c["words has"] & BIT[kind]) != 0)


def _starts(c: Columns, kind: str) -> Flags:
    return np.asarray((c["words starts"] & BIT[kind]) != 0)


def _add_headings(c: Columns) -> None:
    heading, level = c["kind"] == 1, c["level"]
    empty, after = np.zeros(len(c), dtype=bool), np.zeros(len(c), dtype=bool)
    empty[:-1] = (
        heading[:-1] & heading[1:] & (level[1:] <= level[:-1]) & ~c["label"][1:] & ~c["set as questions"][1:]
    )
    after[1:] = heading[:-1] & ~c["label"][:-1]
    c.facts["empty section"], c.facts["after heading"] = empty, after
    numbers = np.arange(len(c))
    last = np.maximum.accumulate(np.where(heading & ~c["label"], numbers, -1)) if len(c) else numbers
    c.facts["under a heading"] = (last >= 0) & (numbers - last < c["since label"]) & ~heading


def _add_under(c: Columns) -> None:
    """The kinds of the line under which a unit stands, such as `Contents`, `About the guests` or `Glossary`.

    It ends at the next heading, rule or bold line, where somebody named below it speaks again, and a list of contents at a long line.
    """
    titled = (c["kind"] == 1) | (c["bold"] > 0.85) | (c["end"] == ENDS["colon"]) | (c["width"] <= 40)
    opens = (
        np.where(
            titled & (c["width"] <= 60),
            c["words whole"] | np.where(c["kind"] == 1, c["words has"], c["words starts"]),
            0,
        )
        & _FRAMING
    )
    ends = (
        (c["kind"] == 1)
        | (c["after rule"] > 0)
        | (c["set as questions"] > 0)
        | ((c["bold"] > 0.85) & ~c["label"])
    )
    under = np.zeros(len(c), dtype=np.int64)
    kinds, left = 0, 0
    named: set[str] = set()
    rows = zip(
        opens.tolist(),
        ends.tolist(),
        c["sure label"].tolist(),
        (c["width"] > 120).tolist(),
        c.units,
        strict=True,
    )
    for number, (opening, ending, sure, long, unit) in enumerate(rows):
        if kinds and sure and unit.label is not None:
            ending |= unit.label.key in named
            named.add(unit.label.key)
        if ending or left == 0:
            kinds = 0
        elif long:
            kinds &= ~BIT["contents"]
        under[number] = kinds
        left -= 1
        if opening:
            kinds, left = opening, _SPREAD
            named = set()
    c.facts["under"] = under


def _plain(string: str) -> str:
    return _MARKS.sub("", string).casefold()


def _add_names(c: Columns, document: Document) -> None:
    """Short lines near the beginning that hold nothing but names of the authors and of the paper, as the page gives them."""
    named = "\n".join(
        [
            *document.meta.authors,
            document.meta.source or "",
            *(unit.string for unit, site in zip(c.units[:12], c["domain"][:12], strict=False) if site),
        ]
    ).casefold()
    told = np.zeros(len(c), dtype=bool)
    for number, unit in enumerate(c.units[:40]):
        own = _plain(unit.string)
        if (
            named
            and 2 <= len(own) <= 24
            and not c["domain"][number]
            and c["end"][number] in (ENDS["letter"], ENDS["other"])
        ):
            told[number] = any(
                own[:cut] in _plain(named) and own[cut:] in _plain(named) for cut in range(2, len(own) + 1)
            )
    c.facts["names of the page"] = told


def _add_titles(c: Columns, title: str | None) -> None:
    same, like = np.zeros(len(c), dtype=bool), np.zeros(len(c), dtype=bool)
    wanted = _plain(title or "")
    if wanted:
        for number, unit in enumerate(c.units[:40]):
            if len(unit.string) < 300 and (own := _plain(unit.string)):
                same[number] = own == wanted
                like[number] = own != wanted and len(own) > 6 and (own in wanted or wanted in own)
    c.facts["is title"], c.facts["like title"] = same, like


def _add_repetitions(c: Columns) -> None:
    """Lines that stand in a list as well; quotations and stressed lines whose words stand in the talk."""
    keys = [
        _plain(COUNTED.sub("", unit.string.lstrip("•·-*◆● "), count=1))
        if 0 < len(unit.string) <= _LONGEST_LISTED
        else ""
        for unit in c.units
    ]
    times = Counter(keys)
    c.facts["listed"] = np.array([bool(key) and times[key] > 1 for key in keys], dtype=bool)
    first = {key: number for number, key in reversed(list(enumerate(keys)))}
    c.facts["listed before"] = np.array(
        [bool(key) and first[key] < number for number, key in enumerate(keys)], dtype=bool
    )
    repeated = np.zeros(len(c), dtype=bool)
    apart = (
        (c["quote"] > 0) | (c["bold"] > 0.85) | (c["italic"] > 0.85) | (c["enclosed"] == 2) | (c["kind"] == 1)
    )
    asked = np.flatnonzero(
        apart & (c["width"] > 24) & (c["size"] <= _LONGEST_REPEATED) & (~c["sure label"] | (c["quote"] > 0))
    )[:_MOST_REPEATED]
    if len(asked):
        whole = "\n".join([_plain(unit.string) for unit in c.units if len(unit.string) > _LONGEST_LISTED])
        for number in asked:
            own = c.units[number].string
            repeated[number] = whole.count(_plain(own.strip("…. "))) > (len(own) > _LONGEST_LISTED)
    c.facts["repeated"] = repeated


def _add_languages(c: Columns, title: str | None) -> None:
    """Whether the text is in two scripts that take turns, and which units are not in the one of its title."""
    wide, letters = c["wide"], c["letters"] > 0
    is_wide, is_narrow = letters & (wide > 0.25), letters & (wide < 0.08) & (c["words"] >= 2)
    plain = (c["program"] == 0) & (c["address"] == 0) & np.isin(c["end"], (1, 2, 5, 6, 9))
    told = np.flatnonzero((is_wide | is_narrow) & (c["size"] > 12) & plain)
    changes = int(np.count_nonzero(is_wide[told][1:] != is_wide[told][:-1])) if len(told) > 1 else 0
    few = min(int(is_wide[told].sum()), int(is_narrow[told].sum())) if len(told) else 0
    bilingual = len(told) >= 8 and few >= 0.3 * len(told) and changes >= 0.15 * len(told)
    titled = title or next((unit.string for unit in c.units[:3]), "")
    in_wide = sum(char > "\u2e7f" for char in titled) * 4 > len(titled)
    c.facts["bilingual"] = np.full(len(c), bilingual)
    c.facts["foreign"] = (is_narrow if in_wide else is_wide) & (bilingual | (c["hint"] == 6))


def _add_likes(c: Columns) -> None:
    """What is true of all units that are set alike."""
    set_so = (
        c["level"] * 64
        + (c["bold"] > 0.85) * 32
        + (c["italic"] > 0.85) * 16
        + (c["quote"] > 0) * 8
        + (c["item"] > 0) * 4
        + c["label"] * 2
    ).astype(np.int64)
    set_so = np.where(c["kind"] == 1, 16_384 + 64 * c["level"].astype(np.int64), set_so)
    plain = set_so == 0
    _, group = np.unique(set_so, return_inverse=True)
    count = np.bincount(group, minlength=1)
    share = {
        "mostly long": c["width"] > 140,
        "mostly ends as a sentence": np.isin(c["end"], (1, 5, 6)),
        "mostly asks": c["asking"],
    }
    for name, holds in share.items():
        c.facts[f"like {name}"] = (
            (np.bincount(group, weights=holds, minlength=len(count)) >= 0.6 * count)[group]
            & ~plain
            & (count > 2)[group]
        )
    bare = set_so & ~2
    alike = np.append(
        False,
        (bare[1:] == bare[:-1])
        & (bare[1:] != 0)
        & (c["width"][1:] <= 90)
        & (c["width"][:-1] <= 90)
        & (c["person"][1:] < 1)
        & (c["person"][:-1] < 1),
    )
    opened = np.isin(c["end"][:-1], (ENDS["comma"], ENDS["colon"]))
    c.facts["line before open"] = np.append(False, opened)[: len(c)]
    c.facts["may go on"] = alike | (c["joins"] > 0)
    c.facts["like the line before"], c.facts["like the line after"] = alike, np.append(alike[1:], False)
    _, short = np.unique(set_so * 2 + (c["width"] <= 80), return_inverse=True)
    often = np.bincount(short, minlength=1)
    before = np.bincount(short, weights=c["mark follows"], minlength=len(often))
    c.facts["like mostly before labels"] = (before >= 0.6 * often)[short] & ~plain & (often > 1)[short]
    for name, low, high in (("alone in the text", 0, 1), ("of a few", 1, 12), ("of many", 12, 10**9)):
        c.facts[f"like {name}"] = ((often > low) & (often <= high))[short] & ~plain
