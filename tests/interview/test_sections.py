from pathlib import Path

from duologue.interview import read_source, verify_account
from duologue.interview.sections import only_sections

SAMPLE = Path(__file__).parent.parent.parent / "episodes" / "shen-yan.md"


def test_the_account_closes_for_some_of_the_sections() -> None:
    interview = read_source(SAMPLE)
    last = only_sections(interview, {len(interview.sections) - 1})
    assert len(last.sections) == 1
    verify_account(last)
    assert len(last.dropped) > len(interview.dropped)


def test_all_sections_are_the_interview() -> None:
    interview = read_source(SAMPLE)
    assert only_sections(interview, range(len(interview.sections))) == interview
