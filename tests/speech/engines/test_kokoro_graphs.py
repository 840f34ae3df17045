"""The faster form of the model gives the original's samples, to the last bit."""

import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duologue.errors import EngineError
from duologue.speech.engines import kokoro_graphs
from duologue.speech.engines.kokoro_graphs import GRAPHS, Kernels, Tensors, graph, joined, tensors
from duologue.speech.engines.kokoro_model import model_bytes, style_table
from duologue.speech.onnx_runtime import session


@lru_cache(maxsize=1)
def weights() -> Tensors:
    return tensors(model_bytes())


@lru_cache(maxsize=3)
def made(kernels: Kernels | None) -> Any:
    """A session of the model in one of its forms; None for the original."""
    if kernels is None:
        return session(model_bytes())
    return session(joined(graph("model"), weights(), kernels), optimized=True)


def said(kernels: Kernels | None, length: int, voice: str, speed: float) -> np.ndarray[Any, Any]:
    phonemes = np.random.default_rng(length).integers(16, 170, length)
    feed = {
        "tokens": np.array([[0, *phonemes, 0]], dtype=np.int64),
        "style": style_table(voice)[[length]],
        "speed": np.array([speed], dtype=np.float32),
    }
    (sound,) = made(kernels).run(None, feed)
    return np.asarray(sound)


@pytest.mark.parametrize(
    ("length", "voice", "speed"),
    [
        (1, "zm_yunxi", 1.0),
        (2, "af_heart", 1.3),
        (17, "zf_xiaobei", 0.8),
        (40, "bm_george", 1.0),
        pytest.param(146, "zm_yunjian", 1.0, marks=pytest.mark.slow),
        pytest.param(480, "bf_emma", 1.1, marks=pytest.mark.slow),
    ],
)
def test_it_gives_the_same_samples(length: int, voice: str, speed: float) -> None:
    """int8 is exact with VNNI or its like and on ARM; elsewhere `kokoro_forms` does not choose it."""
    original = said(None, length, voice, speed)
    for kernels in Kernels:
        assert np.array_equal(said(kernels, length, voice, speed), original), kernels


@pytest.mark.parametrize("name", ["layer", "original-layer"])
def test_one_layer_gives_the_same_samples_in_both_forms(name: str) -> None:
    chance = np.random.default_rng(7)
    x = chance.normal(0, 2, (1, 128, 1300)).astype(np.float32)
    gain, offset = chance.uniform(-1, 1, (2, 1, 128, 1)).astype(np.float32)
    results = []
    for kernels in Kernels:
        layer = session(joined(graph(name), weights(), kernels), optimized=True)
        names = [each.name for each in layer.get_inputs()]
        results.append(layer.run(None, dict(zip(names, (x, gain, offset), strict=True)))[0])
    assert np.array_equal(*results)
    assert results[0].shape == (1, 128, 1300)
    assert np.abs(results[0]).max() > 0.1


def test_every_convolution_but_three_is_a_product() -> None:
    assert len(graph("model").kernels) == 84
    assert all(0 <= zero <= 255 for zero in graph("model").kernels.values())


def test_a_kernel_is_turned_into_the_matrix_its_shifted_copies_need() -> None:
    name = next(iter(graph("layer").kernels))
    kernel = kokoro_graphs._uint8(weights()[name])
    matrix, zero = kokoro_graphs._matrix(kernel, 88, Kernels.UINT8)
    moved, moved_zero = kokoro_graphs._matrix(kernel, 88, Kernels.INT8)
    out, channels, taps = kernel.shape
    assert matrix.shape == (taps * channels, out)
    assert matrix[3 * channels + 5, 9] == kernel[9, 5, 3]
    assert np.array_equal(moved.astype(int) - int(moved_zero), matrix.astype(int) - int(zero))


def test_a_graph_that_is_missing_damaged_or_for_another_model_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(kokoro_graphs, "MODEL_SHA256", "0" * 64)
        with pytest.raises(EngineError, match="for another model"):
            graph("model")
    content = bytearray(GRAPHS.read_bytes())
    content[len(content) // 3] ^= 0xFF
    damaged = tmp_path / "graphs.zip"
    damaged.write_bytes(content)
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w"):
        pass
    for path in (damaged, empty, tmp_path / "nowhere.zip"):
        monkeypatch.setattr(kokoro_graphs, "GRAPHS", path)
        with pytest.raises(EngineError, match="cannot be read"):
            graph("model")


def test_a_model_without_a_weight_is_refused() -> None:
    with pytest.raises(EngineError, match="no weight"):
        joined(graph("model"), {}, Kernels.INT8)
