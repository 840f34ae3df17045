"""An episode's folder as the checks see it: every file is read once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import soundfile
from mutagen import MutagenError
from mutagen.id3 import ID3, Frame
from numpy.typing import NDArray

from duologue.checks.report import SCRIPT, Broken
from duologue.checks.sound import Sound, Stretch, blocks, measure_sound
from duologue.errors import ConfigError, DuologueError
from duologue.interview.script import read_script
from duologue.model import Interview
from duologue.programme.folder.manifest import MANIFEST_NAME, CueEntry, Manifest, read_manifest
from duologue.programme.mp3.frame_walk import Frames, walk_frames
from duologue.store.takes import TakeCache

Floats = NDArray[np.float32]

MOST_TAKES_HEARD = 24
"""How many takes are looked for in the sound, evenly over the programme."""
_HEARD_SECONDS = 2
SEARCHED_MS = 250
"""How far around its place a take is looked for."""


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


class EpisodeFiles:
    """The files of one episode. What cannot be read raises `Broken` at every use.

    Args:
        folder: holds `episode.json`.
        takes: where takes may be found, to look for them in the sound; None for nowhere.
    """

    def __init__(self, folder: Path, takes: TakeCache | None = None) -> None:
        self.folder = folder
        self.takes = takes

    @property
    def title(self) -> str:
        """The episode's title, or its folder's name."""
        try:
            return self.manifest.title
        except Broken:
            return self.folder.name

    @cached_property
    def manifest(self) -> Manifest:
        """`episode.json`."""
        try:
            return read_manifest(self.folder)
        except ConfigError as error:
            raise Broken(MANIFEST_NAME, str(error).removeprefix(f"{error.path}: ")) from None

    @cached_property
    def mp3(self) -> Path:
        """The sound."""
        path = self.folder / self.manifest.files.mp3
        if not path.is_file():
            raise Broken(path.name, "no such file")
        return path

    def data(self, name: str) -> bytes:
        """The bytes of the file `name`."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            raise Broken(name, "no such file") from None
        except OSError as error:
            raise Broken(name, f"cannot be read ({error.strerror})") from None

    def text(self, name: str) -> str:
        """The text of the file `name`."""
        try:
            return self.data(name).decode("utf-8")
        except UnicodeDecodeError:
            raise Broken(name, "is not UTF-8 text") from None

    @cached_property
    def script(self) -> Interview:
        """The interview in `script.md`."""
        try:
            return read_script(self.text(self.manifest.files.script), name=SCRIPT)
        except ConfigError as error:
            raise Broken(SCRIPT, str(error)) from None
        except DuologueError as error:
            raise Broken(SCRIPT, str(error).rstrip(".")) from None

    @cached_property
    def frames(self) -> Frames:
        """The MP3 frame by frame."""
        return walk_frames(self.mp3)

    @cached_property
    def tag(self) -> tuple[Frame, ...]:
        """The frames of the MP3's ID3v2 tag, in the order of the file."""
        return tuple(self._id3.values())

    @property
    def tag_version(self) -> tuple[int, ...]:
        """The version of the tag, e.g. ``(2, 3, 0)``."""
        return tuple(self._id3.version)

    @cached_property
    def _id3(self) -> ID3:
        try:
            return ID3(self.mp3, translate=False, load_v1=False)
        except MutagenError as error:
            raise Broken(self.mp3.name, f"no readable ID3 tag ({error})") from None

    @cached_property
    def utterances(self) -> tuple[SpokenUtterance, ...]:
        """All utterances, in order."""
        manifest = self.manifest
        if not manifest.placed or len(manifest.placed) != len(manifest.takes):
            raise Broken(MANIFEST_NAME, "does not say where the utterances lie: render the episode again")
        if sum(place.cues for place in manifest.placed) != len(manifest.cues):
            raise Broken(MANIFEST_NAME, "its cues are not those of its utterances")
        return tuple(self._utterances())

    def _utterances(self) -> Iterator[SpokenUtterance]:
        at = 0
        lines = _Lines(self.script)
        for number, (place, key) in enumerate(zip(self.manifest.placed, self.manifest.takes, strict=True)):
            cues = self.manifest.cues[at : at + place.cues]
            at += place.cues
            if not cues:
                continue
            yield SpokenUtterance(
                number,
                cues[0].kind,
                cues[0].speaker,
                " ".join(cue.text for cue in cues),
                lines.of(cues[0]),
                place.start_sample,
                place.samples,
                key,
                cues,
            )

    @cached_property
    def listened(self) -> tuple[SpokenUtterance, ...]:
        """The utterances whose takes are looked for in the sound, and whose sound is therefore kept."""
        found = [
            one
            for one in self.utterances
            if self.takes is not None and one.has_words and self.takes.info(one.key) is not None
        ]
        step = max(1, -(-len(found) // MOST_TAKES_HEARD))
        return tuple(found[::step])

    @cached_property
    def sound(self) -> Sound:
        """The decoded MP3, measured; holds a stretch for each utterance in `listened`."""
        rate = self.manifest.sample_rate
        around = rate * SEARCHED_MS // 1000
        try:
            keep = [
                Stretch(
                    max(one.onset_sample(rate) - around, 0),
                    min(one.end_sample, one.onset_sample(rate) + _HEARD_SECONDS * rate) + around,
                )
                for one in self.listened
            ]
        except Broken:  # the sound can be measured without knowing who speaks when
            keep = []
        try:
            return measure_sound(self.mp3, keep)
        except (OSError, soundfile.SoundFileError) as error:
            raise Broken(self.mp3.name, f"cannot be decoded ({error})") from None

    def utterance_sounds(self) -> Iterator[tuple[SpokenUtterance, Floats]]:
        """Every utterance with its decoded sound, mono, shape (n,), at the programme's rate.

        One pass over the MP3; only one utterance is in memory at a time.
        """
        waiting = iter(self.utterances)
        current = next(waiting, None)
        held: list[Floats] = []
        at = 0
        try:
            for block in blocks(self.mp3):
                while current is not None and current.start_sample < at + len(block):
                    held.append(
                        block[max(current.start_sample - at, 0) : max(current.end_sample - at, 0), 0].copy()
                    )
                    if current.end_sample > at + len(block):
                        break
                    yield current, np.concatenate(held)
                    held = []
                    current = next(waiting, None)
                at += len(block)
        except (OSError, soundfile.SoundFileError) as error:
            raise Broken(self.mp3.name, f"cannot be decoded ({error})") from None


class _Lines:
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
