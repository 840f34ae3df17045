# ruff: noqa: E501
"""The catalogue of evidence about units: each row a name, what it says, and how it is seen in the columns.

A row holds for some units; what that weighs for each thing a unit may be is in the table of weights. To add evidence, add a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from duologue.interview.evidence.columns import ENDS, LEADS, Columns, Flags
from duologue.interview.evidence.phrases import BIT
from duologue.languages.reading import MARKS

Test = Callable[[Columns], Flags]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One named fact.

    Attributes:
        name: as in the table of weights.
        says: a sentence for a person, about "it".
        test: whether it holds, for all units at once.
        reason: why something is not spoken, where this decides it.
        around: whether it is also looked for in the units before and after.
    """

    name: str
    says: str
    test: Test
    reason: str = ""
    around: bool = False


def _is(name: str, value: float) -> Test:
    return lambda c: c[name] == value


def _true(name: str) -> Test:
    return lambda c: c[name] > 0


def _bit(field: str, kind: str) -> Test:
    bit = BIT[kind]
    return lambda c: (c[f"words {field}"] & bit) != 0


def _between(name: str, low: float, high: float) -> Test:
    return lambda c: (c[name] > low) & (c[name] <= high)


def _held(kind: str, over: int, most: int) -> Test:
    """Words of a kind in a unit that has more than `over` letters and at most `most`."""
    return lambda c: _bit("has", kind)(c) & (c["width"] > over) & (c["width"] <= most)


def _standing_under(kind: str) -> Test:
    return lambda c: (c["under"] & BIT[kind]) != 0


def _persons(low: float, high: float) -> Test:
    """A label whose log odds of being a person's are over `low` and at most `high`."""
    return lambda c: (c["label"] > 0) & (c["person"] > low) & (c["person"] <= high)


def _typography() -> Iterator[Evidence]:
    yield Evidence("heading", "it is a heading", _is("kind", 1), around=True)
    for level in range(1, 7):
        yield Evidence(f"heading {level}", f"it is a heading of level {level}", _is("level", level))
    yield Evidence("caption line", "it is a line of a subtitle", _is("kind", 2))
    yield Evidence("bold whole", "all of it is bold", lambda c: c["bold"] > 0.85, around=True)
    yield Evidence("bold lead", "it begins in bold", _true("bold_head"))
    yield Evidence("bold in part", "some of it is bold", _between("bold", 0.02, 0.85))
    yield Evidence("italic whole", "all of it is in italics", lambda c: c["italic"] > 0.85, around=True)
    yield Evidence("link whole", "all of it is a link", lambda c: c["link"] > 0.9, "read more", around=True)
    yield Evidence("link mostly", "most of it is a link", _between("link", 0.4, 0.9), "read more")
    yield Evidence("link in part", "a link stands in it", _between("link", 0.0, 0.4))
    yield Evidence("code", "it is set as a program", lambda c: c["code_share"] > 0.6, "code")
    yield Evidence("quotation", "it is a quotation", _true("quote"), "pull quote", around=True)
    yield Evidence("list item", "it is an item of a list", _true("item"), around=True)
    yield Evidence(
        "numbered item", "it is an item of a numbered list", lambda c: (c["item"] > 0) & (c["ordered"] > 0)
    )
    yield Evidence("nested item", "it is an item of a list in a list", lambda c: c["item"] > 1)
    yield Evidence("first in its item", "it begins an item", lambda c: (c["item"] > 0) & (c["first"] > 0))
    yield Evidence("holds a picture", "a picture stands in it", _true("image"), "caption")
    for hint, number, reason in (
        ("question", 1, ""), ("answer", 2, ""), ("caption", 3, "caption"), ("name", 4, "label"), ("time", 5, "time code"),
        ("original", 6, "the original of a translation"), ("title", 8, ""), ("summary", 9, "card"),
    ):  # fmt: skip
        yield Evidence(f"marked as {hint}", f"the page marks it as {hint}", _is("hint", number), reason)
    yield Evidence("same paragraph", "it goes on in the paragraph of what stands before it", _true("joins"))
    yield Evidence("same line", "it goes on in the line of what stands before it", _true("run_in"))


def _form() -> Iterator[Evidence]:
    sizes = (0, 4, 8, 14, 24, 40, 70, 120, 200, 400, 1000, 10**9)
    for low, high in pairwise(sizes):
        name = f"over {low} letters" if high == 10**9 else f"{low + 1} to {high} letters"
        yield Evidence(name, f"it has {name}", _between("width", low, high))
    yield Evidence("nothing but a label", "nothing follows the label", _is("size", 0))
    yield Evidence("several lines", "it has several lines", lambda c: c["lines"] > 1)
    for name, number in ENDS.items():
        if number:
            yield Evidence(
                f"ends with {name}",
                f"it ends with a {name}",
                _is("end", number),
                around=name in ("question", "colon", "comma"),
            )
    yield Evidence(
        "asks within",
        "a question stands in it",
        lambda c: (c["inner_question"] > 0) & (c["end"] != ENDS["question"]),
    )
    for name, number in LEADS.items():
        if number:
            yield Evidence(f"begins with {name}", f"it begins with a {name}", _is("leads", number))
    yield Evidence("in brackets", "all of it stands in brackets", _is("enclosed", 1), "editor's note")
    yield Evidence("in quotation marks", "all of it stands in quotation marks", _is("enclosed", 2))
    yield Evidence(
        "number alone", "it is nothing but a number", _true("number_only"), "section number", around=True
    )
    yield Evidence("title's number", "it begins with a number as titles do", _true("title_number"))
    yield Evidence("question's number", "it begins with a number as questions do", _true("question_number"))
    yield Evidence("address", "an address stands in it", _true("address"), "link")
    yield Evidence(
        "address alone",
        "it is hardly more than an address",
        lambda c: (c["address"] > 0) & (c["words"] <= 6) & (c["width"] < 160),
        "link",
    )
    yield Evidence("begins with a site's name", "it begins with a site's name", _true("domain"), "link")
    yield Evidence("date", "a date stands in it", _true("date"), "page header")
    yield Evidence("program", "it reads as a program's", _true("program"), "code")
    yield Evidence("time code", "a time code stands in it", _true("clock"), "time code", around=True)
    yield Evidence("capitals", "it is in capitals", _true("upper"))
    yield Evidence("no letters", "it has no letters", lambda c: c["letters"] == 0, "ornament", around=True)
    yield Evidence(
        "heading of a program",
        "it is a heading, but reads as a program's",
        lambda c: (c["program"] > 0) & (c["kind"] == 1),
        "code",
    )
    yield Evidence("digits mostly", "it is mostly digits", lambda c: c["digits"] > 0.4)
    yield Evidence(
        "strokes between", "strokes divide it", lambda c: (c["bars"] > 0) & (c["width"] < 90), "page header"
    )
    yield Evidence("twice in the text", "the same line stands twice", _is("times", 2))
    yield Evidence(
        "often in the text", "the same line stands often", lambda c: (c["times"] > 2) & (c["size"] > 0)
    )


def _words() -> Iterator[Evidence]:
    reasons = {
        "credits": "credit", "captions": "caption", "notes": "editor's note", "more": "read more", "share": "share or subscribe",
        "accounts": "account card", "adverts": "advertisement", "footers": "footer", "endings": "end mark", "contents": "contents",
        "biographies": "biography", "glossary": "glossary", "key_points": "key points", "headers": "page header",
    }  # fmt: skip
    spoken = (
        "greetings",
        "thanks",
        "host_said",
        "host_named",
        "guest_said",
        "replies",
        "remarks",
        "requests",
        "second_person",
        "first_person",
        "third_person",
        "asks",
        "question_ends",
        "months",
    )
    for kind in MARKS:
        shown, reason = kind.replace("_", " "), reasons.get(kind, "")
        if kind == "definitions":
            yield Evidence(
                "says what something is",
                "it says what something is",
                lambda c: _bit("has", "definitions")(c),
                "glossary",
            )
            continue
        if kind in spoken:
            yield Evidence(f"words: {shown}", f"it has words for {shown}", _bit("has", kind))
            if kind not in ("months", "question_ends"):
                yield Evidence(f"begins: {shown}", f"it begins with words for {shown}", _bit("starts", kind))
            continue
        yield Evidence(
            f"words: {shown}",
            f"words for {shown} stand in it",
            _held(kind, 60, 240),
            reason,
        )
        yield Evidence(
            f"short, words: {shown}",
            f"it is short, and words for {shown} stand in it",
            _held(kind, -1, 60),
            reason,
        )
        yield Evidence(f"begins: {shown}", f"it begins with words for {shown}", _bit("starts", kind), reason)
        yield Evidence(
            f"labelled: {shown}",
            f"it begins with words for {shown} and a colon or stroke",
            _bit("labels", kind),
            reason,
            around=kind == "credits",
        )
        yield Evidence(
            f"alone: {shown}",
            f"it is nothing but words for {shown}",
            _bit("whole", kind),
            reason,
            around=bool(reason),
        )
        yield Evidence(
            f"under: {shown}",
            f"it stands under a line for {shown}",
            _standing_under(kind),
            reason,
        )


def _label() -> Iterator[Evidence]:
    yield Evidence("label", "a label may stand before it", _true("label"), around=True)
    for low, high, name in (
        (-99, -2, "hardly a person's"),
        (-2, 0, "perhaps no person's"),
        (0, 2, "perhaps a person's"),
        (2, 5, "a person's"),
        (5, 99, "surely a person's"),
    ):
        yield Evidence(
            f"label: {name}",
            f"the label is {name}",
            _persons(low, high),
            around=low >= 0,
        )
    for name in (
        "narrators word",
        "asks word",
        "answers word",
        "unusual form",
        "not the usual weight",
        "not at the line's start",
    ):
        yield Evidence(f"label: {name}", f"the label: {name}", _true(f"label {name}"))
    yield Evidence("label: declared", "the source declares that he or she speaks", _true("label declared"))
    yield Evidence(
        "label in a heading", "the label stands in a heading", lambda c: (c["label"] > 0) & (c["kind"] == 1)
    )
    yield Evidence(
        "label oddly in a heading",
        "the label stands in a heading, as others of its name do not",
        _true("label oddly in a heading"),
    )
    yield Evidence(
        "label in a list", "the label stands in a list", lambda c: (c["label"] > 0) & (c["item"] > 0)
    )
    yield Evidence(
        "label in a quotation",
        "the label stands in a quotation",
        lambda c: (c["label"] > 0) & (c["quote"] > 0),
    )
    yield Evidence("first label of its name", "the name stands here first", _true("label first"))
    yield Evidence("last label of its name", "the name stands here last", _true("label last"))
    yield Evidence("same label before", "the label before it is the same", _true("label again"))


def _place() -> Iterator[Evidence]:
    yield Evidence("first of all", "it stands first", lambda c: c["number"] == 0)
    yield Evidence("among the first three", "it is among the first three", lambda c: c["number"] < 3)
    yield Evidence("last of all", "it stands last", lambda c: c["left"] == 0)
    yield Evidence("among the last three", "it is among the last three", lambda c: c["left"] < 3)
    yield Evidence(
        "in the first tenth",
        "it stands in the first tenth",
        lambda c: c["number"] < 0.1 * (c["number"] + c["left"]),
    )
    yield Evidence(
        "in the last tenth",
        "it stands in the last tenth",
        lambda c: c["left"] < 0.1 * (c["number"] + c["left"]),
    )
    for name, says in (
        ("after image", "a picture stands before it"), ("after rule", "a rule stands before it"), ("after code", "a program stands before it"),
        ("ends in image", "a picture follows it"), ("ends in rule", "a rule follows it"),
    ):  # fmt: skip
        yield Evidence(name, says, _true(name))
    yield Evidence(
        "short after image",
        "it is short, and a picture stands before it",
        lambda c: (c["after image"] > 0) & (c["width"] <= 60),
        "caption",
    )
    yield Evidence("before the first label", "nobody's label stands before it", _true("before labels"))
    yield Evidence("after the last label", "nobody's label stands after it", _true("after labels"))
    for name, low, high in (
        ("right after", 0, 1),
        ("soon after", 1, 4),
        ("some way after", 4, 15),
        ("long after", 15, 10**9),
    ):
        yield Evidence(
            f"{name} the label before",
            f"it stands {name} the label before it",
            _between("since label", low, high),
        )
    for name, low, high in (("no", -1, 0), ("one", 0, 1), ("a few", 1, 3), ("many", 3, 10**9)):
        yield Evidence(
            f"{name} questions or labels left",
            f"{name} questions or labels are left",
            _between("marks left", low, high),
        )
    yield Evidence(
        "no question or label before", "no question and no label stands before it", _is("marks before", 0)
    )
    yield Evidence("a label or question follows", "a label or a question follows", _true("mark follows"))
    yield Evidence("the document has labels", "people have labels here", _true("labelled text"))
    yield Evidence("the document has no labels", "nobody has a label here", lambda c: c["labelled text"] == 0)


def _document() -> Iterator[Evidence]:
    yield Evidence("is the title", "it is the title that the page gives itself", _true("is title"), "title")
    yield Evidence("like the title", "it is like the title", _true("like title"), "title")
    yield Evidence(
        "another heading of its level follows at once",
        "a heading of its level or above follows at once",
        _true("empty section"),
        "section without speech",
    )
    yield Evidence("a heading stands before", "a heading stands right before it", _true("after heading"))
    yield Evidence(
        "outside the quoted talk",
        "the talk stands in a quotation, and this does not",
        _true("outside the quoted talk"),
    )
    yield Evidence(
        "heading below the questions",
        "it is a heading below those that ask",
        _true("heading below the questions"),
    )
    yield Evidence("listed elsewhere", "it stands in another line as well", _true("listed"))
    yield Evidence("listed before", "it stands in a line before it as well", _true("listed before"))
    yield Evidence(
        "repeats the talk",
        "its words stand in the talk as well",
        _true("repeated"),
        "pull quote",
        around=False,
    )
    yield Evidence(
        "another language",
        "it is in another language than the text",
        _true("foreign"),
        "the other language",
        around=True,
    )
    yield Evidence("two languages", "the text is in two languages", _true("bilingual"))
    yield Evidence(
        "names of the page",
        "it holds nothing but the names of authors and paper",
        _true("names of the page"),
        "credit",
    )
    yield Evidence(
        "two words glued",
        "two words are glued together in it, as in the card of a link",
        _true("glued"),
        "link",
    )
    yield Evidence(
        "link whole, glued",
        "all of it is a link, and two words are glued together in it",
        lambda c: (c["glued"] > 0) & (c["link"] > 0.9),
        "link",
    )
    yield Evidence(
        "like the line before", "it is short and set as the line before it", _true("like the line before")
    )
    yield Evidence(
        "like the line after",
        "it is short and set as the line after it",
        _true("like the line after"),
        around=False,
    )
    yield Evidence(
        "like the line before, which is open",
        "it is set as the line before it, which ends in a comma or colon",
        lambda c: (
            (c["like the line before"] > 0)
            & np.append(False, np.isin(c["end"][:-1], (ENDS["comma"], ENDS["colon"])))
        ),
    )
    yield Evidence(
        "somebody unnamed", "the source names a speaker who has no label", _true("somebody unnamed")
    )
    yield Evidence(
        "somebody unnamed says I",
        "it says I, and the source names a speaker who has no label",
        lambda c: (c["somebody unnamed"] > 0) & _bit("has", "first_person")(c),
    )
    yield Evidence(
        "somebody unnamed at first",
        "nobody's label stands before it, and the source names a speaker who has none",
        lambda c: (c["somebody unnamed"] > 0) & (c["before labels"] > 0),
    )
    for name, says in (
        ("mostly long", "what is set so is mostly long"),
        ("mostly ends as a sentence", "what is set so mostly ends as a sentence"),
        ("mostly asks", "what is set so mostly asks"),
        ("mostly before labels", "what is set so mostly stands before a label"),
        ("alone in the text", "nothing else is set so"),
        ("of a few", "a few lines are set so"),
        ("of many", "many lines are set so"),
    ):
        yield Evidence(f"its like: {name}", says, _true(f"like {name}"))


def _questions() -> Iterator[Evidence]:
    yield Evidence(
        "a statement among questions",
        "it is set as the questions are, nearly all of which ask, and asks and takes up nothing",
        _true("statement among questions"),
    )
    yield Evidence(
        "set as the questions are", "it is set as the questions are", _true("set as questions"), around=True
    )
    yield Evidence(
        "set as the questions are, and asks",
        "it is set as the questions are, and asks",
        lambda c: (c["set as questions"] > 0) & (c["asking"] > 0),
        around=True,
    )
    yield Evidence(
        "set as the questions are, but asks nothing",
        "it is set as the questions are, but asks nothing",
        lambda c: (c["set as questions"] > 0) & (c["asking"] == 0),
    )
    yield Evidence(
        "set as the questions are, and speaks to nobody",
        "it is set as the questions are, but speaks to nobody",
        lambda c: (c["set as questions"] > 0) & (c["addressing"] == 0),
    )
    yield Evidence(
        "set as the questions are, and says I",
        "it is set as the questions are, and says I",
        lambda c: (c["set as questions"] > 0) & (c["addressing"] == 0) & _bit("has", "first_person")(c),
    )
    yield Evidence(
        "the questions are set apart", "the questions are set apart here", _true("questions set apart")
    )
    yield Evidence(
        "after a question set apart", "a question set apart stands before it", _true("after set question")
    )
    yield Evidence(
        "who asks is bold, this is not",
        "questions are bold with their labels, and it is plain",
        _true("plain after bold label"),
    )
    yield Evidence(
        "bold like the question before",
        "it is bold like the question before it",
        _true("bold after bold label"),
    )
    yield Evidence(
        "only the questions are labelled",
        "only the questions have labels here",
        _true("only questions labelled"),
    )


CATALOGUE: tuple[Evidence, ...] = (
    *_typography(),
    *_form(),
    *_words(),
    *_label(),
    *_place(),
    *_document(),
    *_questions(),
)
AROUND = tuple(one for one in CATALOGUE if one.around)
NAMES: tuple[str, ...] = (
    *(one.name for one in CATALOGUE),
    *(f"before: {one.name}" for one in AROUND),
    *(f"after: {one.name}" for one in AROUND),
)
"""Evidence of the unit, of the one before it, of the one after it."""
AND = " & "
"""Between the names of two that count together."""


def collect(columns: Columns, pairs: Sequence[tuple[int, int]] = ()) -> Flags:
    """Which evidence holds for which unit: `n` by `len(NAMES)`, then those pairs of `NAMES` that count together."""
    count = len(columns)
    table = np.zeros((count, len(NAMES) + len(pairs)), dtype=bool)
    for number, one in enumerate(CATALOGUE):
        table[:, number] = one.test(columns)
    if count > 1:
        own = [number for number, one in enumerate(CATALOGUE) if one.around]
        base = len(CATALOGUE)
        table[1:, base : base + len(own)] = table[:-1, own]
        table[:-1, base + len(own) : base + 2 * len(own)] = table[1:, own]
    for number, (first, second) in enumerate(pairs, len(NAMES)):
        np.logical_and(table[:, first], table[:, second], out=table[:, number])
    return table
