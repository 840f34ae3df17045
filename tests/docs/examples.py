"""What the documents show: commands, Python and YAML, in the order in which a reader meets them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(
    r"^(?:    )?(?:\$ )?((?:\.venv/bin/)?duologue|scripts/render)(?= |$)(.*)$", re.MULTILINE
)
_INDENTED = re.compile(r"(?:^(?: {4}.*|)\n)+", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """One thing a document shows.

    Attributes:
        kind: ``command``, ``python``, ``yaml`` or ``markdown``.
        text: what to run, or what the block holds.
        line: where it stands.
    """

    kind: str
    text: str
    line: int

    @property
    def words(self) -> list[str]:
        """A command's words after `duologue`; the comment behind it is none of them."""
        name, *words = shlex.split(self.text, comments=True)
        return ["render", *words] if name == "scripts/render" else words


def examples(path: Path) -> list[Example]:
    """All examples of a document, in order."""
    text = path.read_text(encoding="utf-8")
    return sorted([*_blocks(text), *_commands(text)], key=lambda example: example.line)


def _blocks(text: str) -> Iterator[Example]:
    for found in _FENCE.finditer(text):
        kind = {"py": "python", "yml": "yaml"}.get(found[2], found[2])
        if kind in ("python", "yaml", "markdown"):
            yield Example(kind, found[3], text.count("\n", 0, found.start()) + 1)


def _commands(text: str) -> Iterator[Example]:
    """Lines of code blocks, fenced or indented, that begin with the command."""
    for found in _COMMAND.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        fenced = text.count("```", 0, found.start()) % 2 == 1
        if fenced or found[0].startswith("    "):
            yield Example("command", found[1] + found[2], line)
