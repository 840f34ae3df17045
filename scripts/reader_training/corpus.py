# ruff: noqa: E501
"""The texts to learn from: annotated ones, the layouts and articles of the tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from duologue.errors import DuologueError
from duologue.interview.blocks import Document
from duologue.interview.evidence.units import Row, Unit
from duologue.interview.labels.forms import Label
from duologue.interview.labels.names import key_of
from duologue.interview.sources import document_of, text_document
from interview import layouts
from interview.test_refused import NO_INTERVIEWS
from reader_training.gold import lines_of, read_gold
from reader_training.normal import bare
from reader_training.truth import Is, LineTruth, NoSpeech, Piece, TextTruth

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "tests" / "interview" / "articles"


NO_INTERVIEW = "# no interview"
"""All that the `.gold` of a text says that is to be refused."""


class Truth(Protocol):
    """What is true of a text."""

    roles: dict[str, str]

    def label_is_true(self, row: Row, label: Label) -> bool | None: ...
    def speaker_of(self, row: Row) -> str: ...
    def of_units(self, units: list[Unit]) -> list[Is]: ...


@dataclass(slots=True)
class Example:
    """A text, what is true of it, the source that it comes from, and how much it counts."""

    name: str
    source: str
    document: Document
    truth: Truth
    weight: float = 1.0
    path: Path | None = None


def annotated(
    folder: Path, *, source: str = "", weight: float = 1.0, golds: Path | None = None
) -> Iterator[Example]:
    """The texts of a folder that have a `.gold` beside them, or in `golds`; the source is the letters that a name begins with."""
    for path in sorted(folder.iterdir()):
        gold = path.with_name(path.name + ".gold")
        if not gold.is_file() and golds is not None:
            gold = golds / gold.name
        if not gold.is_file():
            continue
        document = document_of(path.read_bytes(), suffix=path.suffix, name=path.name)
        if gold.read_text(encoding="utf-8").strip() == NO_INTERVIEW:
            yield Example(path.name, "none", document, NoSpeech(talk=True), weight, path)
            continue
        letters = path.name.split("_")[0].rstrip("0123456789")
        yield Example(
            path.name,
            source or letters,
            document,
            LineTruth(document, read_gold(gold, lines_of(path))),
            weight,
            path,
        )


def of_layouts(weight: float = 0.1) -> Iterator[Example]:
    """The dialogues of the tests in every layout."""
    for language, dialogue in layouts.DIALOGUES.items():
        for name, (suffix, _, write) in layouts.LAYOUTS.items():
            source = write(dialogue)
            document = document_of(source.encode(), suffix=suffix, name=name)
            yield Example(f"{language}: {name}", "layouts", document, layout_truth(dialogue, source), weight)


def layout_truth(dialogue: layouts.Dialogue, source: str) -> TextTruth:
    """Title, lede, questions and answers, sections, as far as the layout writes them."""
    d = dialogue
    whole = bare(source)
    pieces = [Piece("N", bare(d.lede)), Piece("S", bare(d.section))]
    spoken = [
        Piece("=", bare("".join(p for p in paragraphs if bare(p) in whole)), who)
        for q, a in d.pairs
        for who, paragraphs in ((d.asker, (q,)), (d.answerer, a))
    ]
    half = [Piece("S", bare(d.section))]
    names = (d.asker, d.answerer, d.q, d.a, d.host, d.guest, "NF", "TB", ">>", "Q", "A")
    return TextTruth(
        [pieces[0], *half, *spoken[:4], *half, *spoken[4:]],
        {d.asker: "interviewer", d.answerer: "interviewee"},
        frozenset(map(key_of, names)),
        d.title,
    )


def of_pages(weight: float = 0.5) -> Iterator[Example]:
    """The articles of the tests that are pages: their speeches are known, the rest is only known not to be speech."""
    truth = json.loads((ARTICLES / "truth.json").read_text(encoding="utf-8"))
    for name, speeches in sorted(truth.items()):
        if (ARTICLES / f"{name}.gold").is_file():
            continue
        path = ARTICLES / name
        document = document_of(path.read_bytes(), suffix=path.suffix, name=name)
        pieces = [Piece("=", bare(one["words"]), one["speaker"] or one["role"]) for one in speeches]
        roles = {one["speaker"] or one["role"]: one["role"] for one in speeches}
        yield Example(
            name, "articles", document, TextTruth(pieces, roles, frozenset(), whole=False), weight, path
        )


_TALK = (
    "minutes",
    "meeting",
    "dream",
    "pride",
    "pygmalion",
    "tc39",
    "tsc20",
    "tptm",
    "asr",
    "socratic",
    "custody",
    "novel",
    "retold",
    "lastinterviews",
    "faq",
    "why18f",
    "qa",
    "poem",
    "recogniser",
)
"""In the names of texts in which people talk, or somebody asks, and which are no interviews all the same."""


def no_interviews(folder: Path | None = None, *, weight: float = 0.3) -> Iterator[Example]:
    """Texts that are to be refused: those of the tests, and the files of a folder."""
    for name, text in NO_INTERVIEWS.items():
        document = text_document(text, name=name)
        yield Example(name, "none", document, NoSpeech(talk=False), weight)
    for path in sorted(folder.iterdir()) if folder else ():
        try:
            document = document_of(path.read_bytes(), suffix=path.suffix, name=path.name)
        except DuologueError:
            continue
        yield Example(
            path.name, "none", document, NoSpeech(talk=any(part in path.name for part in _TALK)), weight, path
        )
