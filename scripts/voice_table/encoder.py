"""A speaker encoder in numpy, with the weights of Resemblyzer 0.1.4 (Apache-2.0) (GE2E).

Its package asks for torch; the weights alone are read here, from torch's older format: pickles, then tensors.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RATE = 16_000
_WINDOW, _HOP, _MELS = 400, 160, 40
_FRAMES = 160
"""Of one part, 1.6 s."""
_STEP_FRAMES = 80
_LOUDNESS_DB = -30.0
_SILENCE_DB = -40.0
"""Windows that much below the loudest are left out, as Resemblyzer's voice detector does."""


def read_weights(content: bytes) -> dict[str, Floats]:
    """The tensors of a torch checkpoint of the older format, by name."""
    stream = io.BytesIO(content)
    for _ in range(3):  # magic number, protocol, what machine wrote it
        _Weights(stream).load()
    state = _Weights(stream).load()["model_state"]
    tensors = {}
    for key in pickle.load(stream):  # noqa: S301 - a list of names, from a package whose checksum pip has compared
        count = int.from_bytes(stream.read(8), "little")
        tensors[key] = np.frombuffer(stream.read(4 * count), "<f4")
    return {
        name: tensors[key][offset : offset + int(np.prod(size))].reshape(size)
        for name, (key, offset, size) in state.items()
        if key in tensors
    }


class _Ordered(dict[str, Any]):
    """Torch sets attributes of its dictionaries."""


class _Weights(pickle.Unpickler):
    """Makes no object but dictionaries of (storage, offset, size)."""

    def find_class(self, module: str, name: str) -> Callable[..., Any]:
        if name == "_rebuild_tensor_v2":
            return lambda storage, offset, size, *_: (storage, offset, size)
        if name == "OrderedDict":
            return _Ordered
        return lambda *_: None

    def persistent_load(self, saved: tuple[Any, ...]) -> Any:
        return saved[2]


class SpeakerEncoder:
    """Gives a voice a direction in 256 dimensions: near for one person, far for two."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self._weights = weights
        self._filters = mel_filters()

    def embed(self, samples: Floats, sample_rate: int) -> Floats:
        """The embedding of mono speech, shape (256,), of length 1."""
        sound = soxr.resample(samples, sample_rate, RATE)
        sound = sound * 10 ** ((_LOUDNESS_DB - 20 * np.log10(np.sqrt(np.mean(sound**2)))) / 20)
        mels = self._mels(_without_silence(sound))
        starts = range(0, max(len(mels) - _FRAMES, 0) + 1, _STEP_FRAMES)
        parts = np.stack([mels[start : start + _FRAMES] for start in starts])
        mean = self._embed(parts).mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _embed(self, parts: Floats) -> Floats:
        """Parts of shape (n, frames, mels) → shape (n, 256)."""
        values = parts
        for layer in range(3):
            values = self._lstm(values, layer)
        raw = np.maximum(values[:, -1] @ self._weights["linear.weight"].T + self._weights["linear.bias"], 0)
        return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True))

    def _lstm(self, values: Floats, layer: int) -> Floats:
        weights = self._weights
        from_input = values @ weights[f"lstm.weight_ih_l{layer}"].T
        from_input += weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"]
        recurrent = weights[f"lstm.weight_hh_l{layer}"].T
        hidden = cell = np.zeros((len(values), recurrent.shape[0]), np.float32)
        outputs = []
        for step in range(values.shape[1]):
            gates = from_input[:, step] + hidden @ recurrent
            into, forget, new, out = np.split(gates, 4, axis=1)
            cell = _sigmoid(forget) * cell + _sigmoid(into) * np.tanh(new)
            hidden = _sigmoid(out) * np.tanh(cell)
            outputs.append(hidden)
        return np.stack(outputs, axis=1)

    def _mels(self, sound: Floats) -> Floats:
        padded = np.pad(sound, _WINDOW // 2)
        windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP]
        power = np.abs(np.fft.rfft(windows * np.hanning(_WINDOW + 1)[:-1])) ** 2
        return np.asarray(power @ self._filters.T, np.float32)


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)))


def _without_silence(sound: Floats) -> Floats:
    size = RATE * 30 // 1000
    windows = sound[: sound.size // size * size].reshape(-1, size)
    levels = np.sqrt(np.mean(windows**2, axis=1))
    return np.asarray(windows[levels > levels.max() * 10 ** (_SILENCE_DB / 20)].reshape(-1))


def mel_filters() -> Floats:
    """Slaney's 40 mel filters, each of area 1, of a transform of 400 samples; shape (40, 201)."""
    linear_hz, log_from_hz = 200 / 3, 1000.0
    log_from_mel, log_step = log_from_hz / linear_hz, np.log(6.4) / 27
    top = log_from_mel + np.log(RATE / 2 / log_from_hz) / log_step
    mels = np.linspace(0, top, _MELS + 2)
    hertz = np.where(
        mels < log_from_mel, mels * linear_hz, log_from_hz * np.exp(log_step * (mels - log_from_mel))
    )
    bins = np.linspace(0, RATE / 2, _WINDOW // 2 + 1)
    rising = (bins - hertz[:-2, None]) / np.diff(hertz)[:-1, None]
    falling = (hertz[2:, None] - bins) / np.diff(hertz)[1:, None]
    filters = np.maximum(0, np.minimum(rising, falling)) * (2 / (hertz[2:] - hertz[:-2]))[:, None]
    return np.asarray(filters, np.float32)
