"""`--explain` shows every line of the source with what it became, why, and what is doubtful about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from duologue.cli.explanation import print_explanation
from duologue.interview import explain, read_source, read_text, write_script
from duologue.interview.assemble import assemble
from duologue.interview.sources import text_document
from duologue.model import Doubt, Interview
from interview import layouts

TEA = """\
# Tea

It rains in this long first paragraph.

Ann: Why? [a](http://b)

Bo: So.
It goes on.

Ann: And?

Bo: No.
"""


def markdown(text: str) -> Interview:
    return assemble(text_document(text, suffix=".md"), name="a text")


def test_each_line_with_what_it_became_and_why() -> None:
    rows = list(explain(markdown(TEA)))
    assert [(one.line, one.text, one.became) for one in rows if one.text] == [
        (1, "Tea", "not spoken"),
        (3, "It rains in this long first paragraph.", "narrator"),
        (5, "Ann: Why? [a](http://b)", "Ann"),
        (7, "Bo: So.", "Bo"),
        (8, "It goes on.", "Bo"),
        (10, "Ann: And?", "Ann"),
        (12, "Bo: No.", "Bo"),
    ]
    why = {one.line: one.why for one in rows}
    assert why[1] == "title"
    assert why[5].endswith("; not spoken: link target")
    assert "label" in why[5]
    assert why[8] == "the same paragraph"
    assert [one.line for one in rows] == list(range(1, 14))


@pytest.mark.parametrize("language", layouts.DIALOGUES)
@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_every_line_of_every_layout_is_shown_once(name: str, language: str, tmp_path: Path) -> None:
    suffix, _, write = layouts.LAYOUTS[name]
    source = write(layouts.DIALOGUES[language])
    path = tmp_path / f"interview{suffix}"
    path.write_text(source, encoding="utf-8")
    shown = list(explain(read_source(path)))
    if suffix in (".md", ".txt", ".srt", ".vtt", ".json"):
        rows = source.replace("\r\n", "\n").split("\n")
        assert sorted({one.line for one in shown}) == list(range(1, len(rows) + 1))
        assert {one.line for one in shown if not one.became} == {
            number for number, row in enumerate(rows, 1) if not row.strip()
        }
    assert [one.line for one in shown] == sorted(one.line for one in shown)
    assert all(one.why for one in shown if one.became)


def test_two_things_in_one_line_are_two_rows() -> None:
    text = "".join(f"**Is it {n}?** It is {n}.\n\n" for n in range(3))
    rows = [(one.line, one.became) for one in explain(read_text(text)) if one.became]
    assert rows[:2] == [(1, "Interviewer"), (1, "Interviewee")]


def test_a_script_is_explained_too() -> None:
    script = write_script(read_text(TEA))
    assert [one.became for one in explain(read_text(script)) if one.became][-1] == "Bo"


def test_doubtful_lines_are_marked_and_counted() -> None:
    interview = replace(markdown(TEA), doubts=(Doubt(7, "this may be the narrator's"),))
    console = Console(record=True, width=200, file=open("/dev/null", "w"), force_terminal=True)  # noqa: SIM115, PTH123
    print_explanation(interview, console)
    shown = console.export_text().splitlines()
    row = next(number for number, line in enumerate(shown) if "Bo: So." in line)
    assert shown[row].startswith("    7 ? Bo")
    assert "this may be the narrator's" in shown[row + 1]
    assert shown[-1].startswith("1 doubtful")


def test_a_terminals_width_is_kept() -> None:
    console = Console(record=True, width=70, file=open("/dev/null", "w"), force_terminal=True)  # noqa: SIM115, PTH123
    print_explanation(read_text(layouts.LAYOUTS["plain labels"][2](layouts.ZH)), console)
    from rich.cells import cell_len

    rows = [line for line in console.export_text().splitlines() if line[:5].strip().isdigit()]
    assert max(cell_len(line) for line in rows) <= 70
