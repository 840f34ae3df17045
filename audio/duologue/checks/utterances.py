"""The utterances of an episode, put together from `episode.json` and `script.md`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from duologue.checks.report import Broken
from duologue.model import Interview
from duologue.programme.manifest import MANIFEST_NAME, CueEntry, Manifest


@dataclass(frozen=True, slots=True)
class SpokenUtterance:
    """An utterance of the programme, as `episode.json` says it.

    Attributes:
        number: from 0.
        kind: what it is in the programme.
        speaker: who says it; ``narrator`` for the narrator.
        text: as written.
        line: in script.md, from 1; None where it is not in the script (disclosure, title).
        start_sample: where its take starts.
        samples: its take's length.
        key: of its take in the cache.
        cues: its cues, in order.
    """

    number: int
    kind: Literal["speech", "disclosure", "title", "section"]
    speaker: str
    text: str
    line: int | None
    start_sample: int
    samples: int
    key: str
    cues: tuple[CueEntry, ...]

    def onset_sample(self, sample_rate: int) -> int:
        """Where its first word begins: after a pause that the script asks for, if there is one."""
        return min(max(self.cues[0].start_ms * sample_rate // 1000, self.start_sample), self.end_sample)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to hear; a line of dots is a moment of silence."""
        return any(character.isalnum() for character in self.text)

    @property
    def end_sample(self) -> int:
        """Where its take ends."""
        return self.start_sample + self.samples


def spoken_utterances(manifest: Manifest, script: Interview) -> Iterator[SpokenUtterance]:
    """All utterances, in order.

    Raises:
        Broken: the manifest does not say where they lie.
    """
    if not manifest.placed or len(manifest.placed) != len(manifest.takes):
        raise Broken(MANIFEST_NAME, "does not say where the utterances lie: render the episode again")
    if sum(place.cues for place in manifest.placed) != len(manifest.cues):
        raise Broken(MANIFEST_NAME, "its cues are not those of its utterances")
    at = 0
    lines = _ScriptLines(script)
    for number, (place, key) in enumerate(zip(manifest.placed, manifest.takes, strict=True)):
        cues = manifest.cues[at : at + place.cues]
        at += place.cues
        if not cues:
            continue
        yield SpokenUtterance(
            number=number,
            kind=cues[0].kind,
            speaker=cues[0].speaker,
            text=" ".join(cue.text for cue in cues),
            line=lines.of(cues[0]),
            start_sample=place.start_sample,
            samples=place.samples,
            key=key,
            cues=cues,
        )


class _ScriptLines:
    """Where in script.md a cue's paragraph or section title stands; asked in the programme's order."""

    def __init__(self, script: Interview) -> None:
        self._turns = script.turns()
        self._titles = iter([(s.title, s.line) for s in script.sections if s.title])

    def of(self, cue: CueEntry) -> int | None:
        if cue.kind == "section":
            return next((line for title, line in self._titles if title == cue.text), None)
        if not 0 <= cue.turn < len(self._turns):
            return None
        paragraphs = self._turns[cue.turn].paragraphs
        return paragraphs[min(cue.paragraph, len(paragraphs) - 1)].line
