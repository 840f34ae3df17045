"""An episode's folder as the checks see it: every file is read once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import soundfile
from mutagen import MutagenError
from mutagen.id3 import ID3, Frame
from numpy.typing import NDArray

from duologue.checks.report import SCRIPT, Broken
from duologue.checks.sound import EpisodeSound, Excerpt, blocks, measure_sound
from duologue.checks.utterances import SpokenUtterance, spoken_utterances
from duologue.errors import ConfigError, DuologueError
from duologue.interview.script import read_script
from duologue.model import Interview
from duologue.programme.manifest import MANIFEST_NAME, Manifest, read_manifest
from duologue.programme.mp3.frame_walk import FrameWalk, NoMp3Error, walk_frames
from duologue.store.takes import TakeCache

Floats = NDArray[np.float32]

MOST_TAKES_HEARD = 24
"""How many takes are looked for in the sound, evenly over the programme."""
_HEARD_SECONDS = 2
SEARCHED_MS = 250
"""How far around its place a take is looked for."""


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
    def frames(self) -> FrameWalk:
        """The MP3 frame by frame."""
        try:
            return walk_frames(self.mp3)
        except NoMp3Error as error:
            raise Broken(self.mp3.name, str(error)) from None
        except OSError as error:
            raise Broken(self.mp3.name, f"cannot be read ({error.strerror})") from None

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
        return tuple(spoken_utterances(self.manifest, self.script))

    @cached_property
    def listened(self) -> tuple[SpokenUtterance, ...]:
        """The utterances whose takes are looked for in the sound, and whose sound is therefore kept."""
        found = [
            one
            for one in self.utterances
            if self.takes is not None and one.has_words and self.takes.contains(one.key)
        ]
        step = max(1, -(-len(found) // MOST_TAKES_HEARD))
        return tuple(found[::step])

    @cached_property
    def sound(self) -> EpisodeSound:
        """The decoded MP3, measured; holds an excerpt for each utterance in `listened`."""
        rate = self.manifest.sample_rate
        around = rate * SEARCHED_MS // 1000
        try:
            keep = [
                Excerpt(
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
