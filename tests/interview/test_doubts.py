"""What has a near rival is a doubt with its line; a clear interview has none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duologue.interview import read_source
from duologue.interview.assemble import assemble
from duologue.interview.decision.decide import decide, field_of
from duologue.interview.decision.doubts import document_doubts, unit_doubts
from duologue.interview.decision.states import STATES
from duologue.interview.decision.weights import Weights
from duologue.interview.sources import text_document
from interview import layouts

EXCHANGE = "Ann: Is it {n}?\n\nBo: It is {n}, as it was before.\n\n"
FOUR = "".join(EXCHANGE.format(n=n) for n in range(4))


def doubts(text: str) -> dict[int, str]:
    document = text_document(text, suffix=".md")
    return {doubt.line: doubt.message for doubt in assemble(document, name="a text").doubts}


@pytest.mark.parametrize("language", layouts.DIALOGUES)
@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_a_clear_interview_raises_none(name: str, language: str, tmp_path: Path) -> None:
    suffix, _, write = layouts.LAYOUTS[name]
    path = tmp_path / f"interview{suffix}"
    path.write_text(write(layouts.DIALOGUES[language]), encoding="utf-8")
    assert read_source(path).doubts == ()


def test_likelihoods_are_numbers_where_no_sequence_fits() -> None:
    engine = field_of()
    generator = np.random.default_rng(5)
    evidence = generator.random((600, len(engine.names))) < 0.5
    possible = np.zeros((600, len(STATES)), dtype=bool)
    possible[np.arange(600), generator.integers(0, len(STATES), 600)] = True
    possible[0] = True
    with np.errstate(all="raise", under="ignore"):
        found = engine.decide(evidence, possible)
    assert np.isfinite(found.likely).all()
    assert np.allclose(found.likely.sum(1), 1)


def test_who_asks_by_a_narrow_margin() -> None:
    document = text_document(f"# T\n\n{FOUR}", suffix=".md")
    found = decide(document)
    close = replace(found.roles, margin={"Ann": 0.4, "Bo": 3.0})
    first = {"Ann": document.source.index("Ann"), "Bo": document.source.index("Bo")}
    told = list(document_doubts(found.columns, found.people, close, first, {}, document))
    assert [(doubt.line, doubt.message) for doubt in told] == [
        (3, "it is not certain that Ann asks; the other reading is that Ann answers")
    ]


def test_a_slip_that_was_merged() -> None:
    text = FOUR.replace("Ann", "Annabel").replace("Bo:", "Bernard:") * 2 + "Benrard: One more.\n"
    assert "Bernard and Benrard are taken for one person" in doubts(text).values()


def test_what_nothing_tells_apart_is_doubted_with_its_rival() -> None:
    """Without any weights all readings are alike."""
    document = text_document(f"# T\n\n{FOUR}", suffix=".md")
    found = decide(document, Weights())
    told = list(unit_doubts(found.columns, found.tags, found.voices, found.judged, {}, document))
    assert [doubt.line for doubt in told] == [document.line_of(unit.at) for unit in found.columns.units]
    assert all("; it may be " in doubt.message for doubt in told)


def test_of_two_languages_one_is_spoken_and_the_other_is_told() -> None:
    english = (
        "How did the workshop begin?",
        "With one bench that stood in the hall.",
        "And who came through the door first?",
        "A woman with an old clock.",
    )
    chinese = (
        "这间作坊当初是怎么开始的呢？",
        "起初只有一张放在门厅里的工作台。",
        "后来第一个走进来的人是谁？",
        "一位抱着旧座钟走进来的女士。",
    )
    rows = []
    for number, (one, other) in enumerate(zip(english * 3, chinese * 3, strict=True)):
        name = ("Ida", "Nils")[number % 2]
        rows += [f"**{name}:** {one}", f"**{name}：** {other}"]
    found = doubts("# The workshop in the hall\n\n" + "\n\n".join(rows) + "\n")
    assert any("two languages" in message for message in found.values())
