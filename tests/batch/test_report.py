from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html

from duologue.batch.outcome import Doubt, Outcome, State, Verdict
from duologue.batch.report import Ending, counts, exit_code, json_pieces, page_pieces
from duologue.batch.spool import Spool

ENDING = Ending("2024-05-06T07:08:09+00:00", 12.3)
HOSTILE = "</td><script>alert(1)</script>\"'&"


def spool_of(*outcomes: Outcome) -> Spool:
    spool = Spool()
    for outcome in outcomes:
        spool.add(outcome)
    return spool


def done(name: str = "a.md", **more: object) -> Outcome:
    return Outcome.model_validate({"source": name, "state": State.DONE, "duration_ms": 60_000, **more})


def failed(name: str = "b.md", exit_code: int = 3) -> Outcome:
    return Outcome(source=name, state=State.FAILED, error=f"no interview {HOSTILE}", exit_code=exit_code)


def test_the_json_says_what_became_of_every_source() -> None:
    spool = spool_of(
        done(doubts=(Doubt(line=3, message="who?"),), check=Verdict(passed=False, findings=("x: wrong",))),
        failed(),
    )
    document = json.loads("".join(json_pieces(spool, ENDING)))
    (episode,) = document["episodes"]
    assert episode["source"] == "a.md"
    assert episode["doubts"] == [{"line": 3, "message": "who?"}]
    assert episode["check"] == {"passed": False, "findings": ["x: wrong"]}
    assert "characters_sent" not in episode
    (failure,) = document["failures"]
    assert (failure["source"], failure["exit_code"]) == ("b.md", 3)
    totals = document["totals"]
    assert (totals["done"], totals["failed"], totals["doubts"], totals["check_failed"]) == (1, 1, 1, 1)
    assert totals["duration_ms"] == 60_000


def test_nothing_gives_a_whole_document_too() -> None:
    spool = spool_of()
    assert json.loads("".join(json_pieces(spool, ENDING)))["episodes"] == []
    assert "nothing to do" in "".join(page_pieces(spool, ENDING))


def test_the_page_shows_failures_first_and_obeys_no_title() -> None:
    spool = spool_of(done(title=HOSTILE), failed())
    page: Any = html.fromstring("".join(page_pieces(spool, ENDING)))
    assert page.xpath("//script") == []
    states = [str(cell.get("class")) for cell in page.xpath("//tbody/tr/td[2]")]
    assert states == ["failed", "done"]
    assert HOSTILE in page.text_content()
    assert not page.xpath("//*[@src or @href]"), "nothing from outside"


@pytest.mark.parametrize(
    ("outcomes", "interrupted", "code"),
    [
        ((done(),), False, 0),
        ((done(), failed()), False, 5),
        ((failed(exit_code=4), failed(exit_code=3)), False, 4),
        ((done(), failed()), True, 130),
        ((), False, 0),
    ],
)
def test_the_exit_code_says_how_it_went(outcomes: tuple[Outcome, ...], interrupted: bool, code: int) -> None:
    assert exit_code(spool_of(*outcomes), Ending("", 0.0, interrupted=interrupted)) == code


def test_sources_that_were_not_tried_are_counted() -> None:
    assert counts(spool_of(done()), Ending("", 0.0, left=2)) == "1 done, 2 sources not tried"


def test_an_address_shows_no_password() -> None:
    spool = spool_of(failed("https://me:secret@example.org/talk"))
    assert "secret" not in "".join((*json_pieces(spool, ENDING), *page_pieces(spool, ENDING)))
