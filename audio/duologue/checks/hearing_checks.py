"""The check by ear: a recogniser writes down every utterance, and it is compared with the script.

The recogniser is small and mishears rare words in good speech. Only what differs far more is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from duologue.checks.files import EpisodeFiles
from duologue.checks.report import SCRIPT, CheckOutcome, Finding
from duologue.checks.utterances import SpokenUtterance
from duologue.counting import counted
from duologue.errors import EpisodeError
from duologue.model import Pause, Reading
from duologue.programme.manifest import MANIFEST_NAME, manifest_json
from duologue.speech.ear import Difference, ReadingSource, compare
from duologue.speech.lexicon import Lexicon
from duologue.speech.requests import form_of
from duologue.speech.speaker_names import with_names
from duologue.speech.utterance_language import utterance_language
from duologue.store.takes import TakeCache
from duologue.store.whole_file import write_whole

HIGHEST_RATE = 0.3
"""An utterance that differs in more than this share of its syllables or words…"""
LEAST_ERRORS = 4
"""…and in at least so many of them, differs too much."""
_LONGEST_HEARD = 40


class Hears(Protocol):
    """What listens; `duologue.speech.ear.Ear` does."""

    def transcribe(self, samples: NDArray[np.int16], sample_rate: int, language: str) -> str:
        """What is heard in mono int16 samples."""
        ...


@dataclass(frozen=True, slots=True)
class HeardUtterance:
    """An utterance, what was heard of it, and how the two differ: by our readings, and by dictionaries."""

    utterance: SpokenUtterance
    text: str
    difference: Difference
    independent: Difference

    @property
    def misheard(self) -> bool:
        """Whether the two differ too much for it to be the recogniser's doing alone."""
        return self.difference.errors >= LEAST_ERRORS and self.difference.rate > HIGHEST_RATE


def listen(files: EpisodeFiles, ear: Hears, lexicon: Lexicon) -> Iterator[HeardUtterance]:
    """Hears every utterance that has words, in order; one is in memory at a time.

    Raises:
        Broken: a file it needs cannot be read.
    """
    language = files.manifest.language
    rate = files.manifest.sample_rate
    for one, sound in files.utterance_sounds():
        form = form_of(one.text, language, lexicon, _cues(files, one))
        if any(character.isalnum() for character in form.text):
            samples = np.clip(np.rint(sound * 32_767), -32_768, 32_767).astype(np.int16)
            spoken = utterance_language(one.text, language)
            text = ear.transcribe(samples, rate, spoken)
            yield HeardUtterance(
                one,
                text,
                compare(form, text, spoken),
                compare(form, text, spoken, ReadingSource.DICTIONARIES),
            )


def _cues(files: EpisodeFiles, one: SpokenUtterance) -> tuple[Pause | Reading, ...]:
    """The readings that the script gives, where the utterance is a whole paragraph of it."""
    paragraphs = (paragraph for turn in files.script.turns() for paragraph in turn.paragraphs)
    return next((p.cues for p in paragraphs if p.line == one.line and p.text == one.text), ())


class Listener:
    """The check `hearing`, and what it found too different.

    Args:
        ear: listens.
        lexicon_for: how names and terms are said in a language; by the shipped lexicon if not given.
    """

    def __init__(self, ear: Hears, lexicon_for: Callable[[str], Lexicon] = Lexicon.shipped) -> None:
        self._ear = ear
        self._lexicon_for = lexicon_for
        self.misheard: dict[Path, list[SpokenUtterance]] = {}

    def check(self, files: EpisodeFiles) -> CheckOutcome:
        """What is heard is what the script says, as far as a small recogniser can tell."""
        language = files.manifest.language
        names = [speaker.name for speaker in files.manifest.speakers]
        lexicon = with_names(self._lexicon_for(language), names, language)
        heard = list(listen(files, self._ear, lexicon))
        errors = sum(one.difference.errors for one in heard)
        rate = errors / max(1, sum(len(one.difference.expected) for one in heard))
        others = sum(one.independent.errors for one in heard)
        independent = others / max(1, sum(len(one.independent.expected) for one in heard))
        wrong = [one for one in heard if one.misheard]
        self.misheard[files.folder] = [one.utterance for one in wrong]
        return CheckOutcome(
            f"{counted(len(heard), 'utterance')} heard, {100 * rate:.1f} % heard otherwise "
            f"({100 * independent:.1f} % by the dictionaries' readings)",
            tuple(map(_finding, wrong)),
            {
                "rate": round(rate, 4),
                "independent_rate": round(independent, 4),
                "utterances": [_facts(one) for one in heard],
            },
        )


def _finding(one: HeardUtterance) -> Finding:
    text = one.text[:_LONGEST_HEARD] + ("…" if len(one.text) > _LONGEST_HEARD else "")
    said = one.utterance.text[:_LONGEST_HEARD] + ("…" if len(one.utterance.text) > _LONGEST_HEARD else "")
    message = f"“{said}” is heard as “{text}” ({100 * one.difference.rate:.0f} % differ)"
    line = one.utterance.line
    return Finding(SCRIPT, message, line) if line else Finding(MANIFEST_NAME, message)


def _facts(one: HeardUtterance) -> dict[str, object]:
    return {
        "number": one.utterance.number,
        "line": one.utterance.line,
        "speaker": one.utterance.speaker,
        "rate": round(one.difference.rate, 4),
        "independent_rate": round(one.independent.rate, 4),
        "heard": one.text,
    }


def forget(files: EpisodeFiles, utterances: list[SpokenUtterance], takes: TakeCache) -> None:
    """Removes the takes of `utterances`, so that the next render of the episode re-voices them.

    Raises:
        EpisodeError: the cache cannot be changed, or `episode.json` not be written.
    """
    if not utterances:
        return
    for one in utterances:
        takes.forget(one.key)
    manifest = files.manifest.model_copy(update={"fingerprint": ""})
    try:
        write_whole(files.folder / MANIFEST_NAME, manifest_json(manifest).encode())
    except OSError as error:
        raise EpisodeError(f"{files.folder / MANIFEST_NAME} cannot be written ({error.strerror})") from None
