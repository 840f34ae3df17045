"""One short interview of our own in many languages, as articles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ASKS, ANSWERS = "Nora Vey", "Tomo Rask"


@dataclass(frozen=True)
class Sample:
    """An interview of two questions and answers."""

    language: str
    title: str
    said: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.title, *self.said))

    @property
    def article(self) -> str:
        """As Markdown with labels."""
        turns = [f"**{(ASKS, ANSWERS)[number % 2]}:** {said}" for number, said in enumerate(self.said * 2)]
        return "\n\n".join([f"# {self.title}", *turns]) + "\n"


def samples() -> tuple[Sample, ...]:
    lines = Path(__file__).with_name("interviews.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple(Sample(language, title, tuple(said)) for language, title, *said in rows)
