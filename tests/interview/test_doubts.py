"""What is decided on thin evidence is a doubt with its line; a clear interview has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from duologue.interview import read_source
from duologue.interview.assemble import assemble
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


def test_who_asks_by_a_narrow_margin() -> None:
    text = "".join(f"Ann: I think so {n}.\n\nBo: And I think {n}.\n\n" for n in range(4))
    assert doubts("# T\n\n" + text) == {3: "it is not certain who asks: Ann or Bo"}


def test_a_slip_that_was_merged() -> None:
    text = FOUR.replace("Ann", "Annabel").replace("Bo:", "Bernard:") * 2 + "Benrard: One more.\n"
    assert doubts(text) == {33: "Benrard is taken for Bernard"}


def test_prose_under_a_heading_that_the_narrator_reads() -> None:
    text = f"{FOUR}## Later\n\nThe two of them met again in the spring of that year.\n\n{FOUR}"
    assert "narrator" in doubts(text)[19]


def test_a_heading_that_asks_where_a_speaker_asks() -> None:
    assert "section" in doubts(f"{FOUR}## What is a clock?\n\n{FOUR}")[17]


def test_a_bold_line_taken_as_a_title() -> None:
    assert "section" in doubts(f"{FOUR}**The second winter**\n\n{FOUR}")[17]


def test_a_quotation_left_out() -> None:
    assert "pull quote" in doubts(f"{FOUR}> It is three, as it was before.\n\n{FOUR}")[17]


def test_a_bold_question_within_an_answer() -> None:
    assert (
        "bold question" in doubts(f"{FOUR}**But what does that mean for us, who stay here?**\n\n{FOUR}")[17]
    )


def test_many_paragraphs_without_a_label() -> None:
    more = "".join(f"And then it was {n}, as I said, and nobody knew why.\n\n" for n in range(14))
    found = doubts(f"{FOUR}{more}{FOUR}")
    assert len(found) == 1
    assert "somebody else may speak" in found[39]
