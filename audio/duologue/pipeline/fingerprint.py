"""The fingerprint of an episode: a second render with the same one has nothing to do."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from duologue.interview import write_script
from duologue.pipeline.recording import Recording
from duologue.programme.manifest import Manifest
from duologue.version import __version__

_NO_SHAPE = {
    "out",
    "cache_limit",
    "music",
    "voices",
    "voice",
    "speakers",
    "engine",
    "engines",
    "mix_engines",
    "proxy",
}
"""Settings that leave the episode as it is, or are in the fingerprint by what they come to."""


def fingerprint_of(recording: Recording) -> str:
    """The hash of all that shapes the episode: text, takes, voices, settings, music, version."""
    shape = [
        __version__,
        write_script(recording.interview),
        [
            [voiced.key, str(voiced.voice), voiced.utterance.speaker, voiced.utterance.kind]
            for voiced in recording.speech.voiced
        ],
        recording.settings.model_dump(mode="json", exclude=_NO_SHAPE),
        recording.picture.sha256 if recording.picture else None,
        recording.destination.guid,
        {role: file.key for role, file in recording.music.items()},
        recording.settings.music.credit,
    ]
    return hashlib.sha256(json.dumps(shape, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def is_whole(folder: Path, manifest: Manifest) -> bool:
    """Whether every file the manifest names is there, the MP3 with its full length."""
    names = manifest.names
    mp3 = folder / manifest.files.mp3
    return all((folder / name).is_file() for name in names) and mp3.stat().st_size == manifest.mp3_bytes
