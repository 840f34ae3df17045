"""Writes the documents that are made from the code: docs/reference.md and docs/licences.md."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from documents.licences import licences_text
from documents.reference import reference_text

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "scripts" / "requirements" / "offline.txt"
DOCUMENTS: dict[str, Callable[[], str]] = {
    "reference.md": reference_text,
    "licences.md": partial(licences_text, LOCK),
}

if __name__ == "__main__":
    for name, text in DOCUMENTS.items():
        (ROOT / "docs" / name).write_text(text(), encoding="utf-8", newline="\n")
