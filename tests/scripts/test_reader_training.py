"""The reader's weights are learnt: annotations are understood, and what is learnt reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("scipy")

from duologue.interview.decision.weights import read, written
from reader_training import learn, made, small, train
from reader_training.corpus import annotated, no_interviews
from reader_training.gold import read_gold
from reader_training.score import score

TEXT = "# Tea\n\nAnn: Why? Bo: So. Read more here\n\nBo: No.\n"


def test_words_of_a_line_may_be_given_by_their_place(tmp_path: Path) -> None:
    gold = tmp_path / "a.md.gold"
    gold.write_text('1 T\n3 = Ann\n3 = Bo | Bo | "So."\n3 x "Read more here"\n5 +\nrole Ann interviewer\n')
    words = read_gold(gold)
    gold.write_text("1 T\n3 = Ann\n3 = Bo | Bo | @8+2\n3 x @10+12\n5 +\nrole Ann interviewer\n")
    places = read_gold(gold, TEXT.split("\n"))
    assert places == words
    assert dict(words.cuts) == {3: ["readmorehere"]}


def test_a_row_that_is_not_understood_is_named(tmp_path: Path) -> None:
    gold = tmp_path / "a.md.gold"
    gold.write_text("1 T\nx 3\n")
    with pytest.raises(ValueError, match=r"a\.md\.gold: not understood: x 3"):
        read_gold(gold)


@pytest.mark.parametrize("make", [made.articles, small.dialogues])
def test_what_is_made_by_chance_is_annotated_to_the_line(make: object) -> None:
    for example, again in zip(make(12), make(12), strict=True):  # type: ignore[operator]
        assert example.document.source == again.document.source
        lines = example.document.source.split("\n")
        told = {n for entry in example.truth.gold.entries for n in range(entry.first, entry.last + 1)}
        assert {n for n, line in enumerate(lines, 1) if line.strip()} <= told


def test_a_text_marked_as_no_interview_teaches_that(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT)
    (tmp_path / "a.md.gold").write_text("# no interview\n")
    (example,) = annotated(tmp_path)
    assert example.source == "none"


def test_evidence_that_tells_is_weighed() -> None:
    rows = [(["asks"], True, 1.0), (["states"], False, 1.0)] * 4
    weights = learn.logistic(rows, strength=0.1)
    assert weights["asks"] > 1 > -1 > weights["states"]


def test_what_was_learnt_reads_the_texts_it_was_learnt_from() -> None:
    examples = [*small.dialogues(24), *no_interviews()]
    weights = train.weights_from(examples, train.Plan(steps=40, rounds=1))
    scores = [score(one, weights) for one in examples if one.source == "small"]
    assert sum(one.right for one in scores) / len(scores) > 0.9
    kept = {name for name, facets in weights.units.items() if facets}
    assert read(written(weights).split("\n"), "here").units.keys() == kept
