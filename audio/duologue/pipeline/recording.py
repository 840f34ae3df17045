"""A recording: what is left to finish of an episode once all is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duologue.model import Interview
from duologue.pipeline.destination import Destination
from duologue.programme.cover.illustrations import ShownPicture
from duologue.programme.cover.own_picture import OwnPicture
from duologue.programme.music.files import MusicFile
from duologue.settings import Settings
from duologue.speech.cast import Casting
from duologue.speech.speak import Speech


@dataclass(frozen=True)
class Recording:
    """An episode of which everything is said: all that finishing needs, and no engine.

    Attributes:
        interview, settings, destination, picture, pictures, music, given_voices: as they were planned.
        speech: every utterance as voiced; its takes are in the cache.
        casting: who spoke with which voice in the end.
        seconds: how long reading and speaking took.
    """

    interview: Interview
    settings: Settings
    destination: Destination
    picture: OwnPicture | None
    pictures: tuple[ShownPicture, ...]
    music: Mapping[str, MusicFile]
    given_voices: Mapping[str, str]
    speech: Speech
    casting: Casting
    seconds: Mapping[str, float]
