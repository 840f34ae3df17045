"""Documents that are made from the code are those that the code makes now."""

from pathlib import Path

import pytest

from documents.__main__ import DOCUMENTS
from documents.licences import licence_of

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == DOCUMENTS[name](), "run scripts/reference"


def test_the_licence_that_binds_the_whole_is_said_where_people_look() -> None:
    assert licence_of("mutagen").startswith("GPL-2.0")
    for name in ("README.md", "docs/dependencies.md", "docs/licences.md"):
        text = (DOCS.parent / name).read_text(encoding="utf-8")
        assert "GPL-2.0-or-later" in text, name


def test_no_licence_is_unknown() -> None:
    assert "not stated" not in (DOCS / "licences.md").read_text(encoding="utf-8")
