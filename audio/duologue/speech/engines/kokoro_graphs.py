"""The Kokoro model's graph in a form that onnxruntime computes faster, joined with the model's own weights.

`voices/kokoro/graphs.zip` (made by `scripts/kokoro-graph`) holds graphs without weights: ONNX models whose
large tensors are missing, and a list of these beside each. A graph is completed by putting the missing
tensors behind it. Most are the model's own, byte for byte; the kernels of convolutions are turned into
matrices.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from duologue.errors import EngineError
from duologue.resources import voices_dir
from duologue.speech.engines.kokoro_model import MODEL_SHA256
from duologue.speech.engines.protobuf import fields, head, number, number_field

GRAPHS = voices_dir() / "kokoro" / "graphs.zip"
MATRIX, ZERO = "/matrix", "/zero"
"""Behind the name of a kernel: the same as a matrix, and its zero point."""
_MODEL_GRAPH, _GRAPH_TENSOR = 7, 5
_DIMS, _TYPE, _NAME, _RAW = 1, 2, 8, 9
_UINT8, _INT8 = 2, 3
"""Fields and types of onnx.proto: `ModelProto.graph`, `GraphProto.initializer`, those of `TensorProto`."""

Tensors = dict[str, memoryview]
"""The weights of a model, each a `TensorProto`, by name."""


class Kernels(StrEnum):
    """How the kernels of convolutions are kept: which is faster, and exact, is the processor's affair."""

    INT8 = "int8"
    """Moved by −128, for kernels that multiply uint8 by int8."""
    UINT8 = "uint8"
    """As in the model."""


@dataclass(frozen=True)
class Graph:
    """A graph without its weights.

    Attributes:
        content: the ONNX model.
        weights: those of the model that it needs as they are.
        kernels: those that it needs as a matrix, each with its zero point.
    """

    content: bytes
    weights: tuple[str, ...]
    kernels: dict[str, int]


def graph(name: str) -> Graph:
    """One of the graphs: ``model``, ``layer`` or ``original-layer``.

    Raises:
        EngineError: the file is missing, damaged, or made for another model.
    """
    try:
        with zipfile.ZipFile(GRAPHS) as archive:
            listed = json.loads(archive.read(f"{name}.json"))
            content = archive.read(f"{name}.onnx")
        if listed["model"] != MODEL_SHA256:
            raise EngineError(f"{GRAPHS.name} is for another model")
        return Graph(content, tuple(listed["weights"]), dict(listed["kernels"]))
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"{GRAPHS.name} cannot be read ({error})") from None


def tensors(model: bytes) -> Tensors:
    """The weights of an ONNX model; views of its bytes.

    Raises:
        ValueError: it is no model.
    """
    (whole,) = (value for field, value in fields(memoryview(model)) if field == _MODEL_GRAPH)
    messages = [value for field, value in fields(whole) if field == _GRAPH_TENSOR]
    return {str(dict(fields(message))[_NAME], "utf-8"): message for message in messages}


def joined(graph: Graph, weights: Tensors, kernels: Kernels) -> bytes:
    """The ONNX model of a graph with its weights.

    Args:
        graph: says which it needs.
        weights: of the model.
        kernels: how those of convolutions are kept.

    Raises:
        EngineError: the model lacks one.
    """
    try:
        parts: list[bytes | memoryview] = [part for name in graph.weights for part in _tensor(weights[name])]
        for name, zero in graph.kernels.items():
            matrix, point = _matrix(_uint8(weights[name]), zero, kernels)
            parts += [*_tensor(_encoded(name + MATRIX, matrix)), *_tensor(_encoded(name + ZERO, point))]
    except KeyError as error:
        raise EngineError(f"the model has no weight {error}") from None
    size = sum(len(part) for part in parts)
    return b"".join([graph.content, head(_MODEL_GRAPH, size), *parts])


def _matrix(
    kernel: NDArray[np.uint8], zero: int, kernels: Kernels
) -> tuple[NDArray[np.uint8] | NDArray[np.int8], NDArray[np.uint8] | NDArray[np.int8]]:
    """A kernel of shape (out, in, taps) as a matrix of shape (taps × in, out), and its zero point."""
    channels_out, channels_in, taps = kernel.shape
    matrix = np.ascontiguousarray(kernel.transpose(2, 1, 0).reshape(taps * channels_in, channels_out))
    point = np.array(zero, np.uint8)
    if kernels is Kernels.UINT8:
        return matrix, point
    return (matrix ^ 128).view(np.int8), (point ^ 128).view(np.int8)


def _uint8(message: memoryview) -> NDArray[np.uint8]:
    """The values of a uint8 tensor."""
    shape = [number(value) for field, value in fields(message) if field == _DIMS]
    (raw,) = (value for field, value in fields(message) if field == _RAW)
    return np.frombuffer(raw, np.uint8).reshape(shape)


def _encoded(name: str, values: NDArray[np.uint8] | NDArray[np.int8]) -> bytes:
    """A `TensorProto`."""
    raw, named = values.tobytes(), name.encode()
    dims = b"".join(number_field(_DIMS, size) for size in values.shape)
    kind = number_field(_TYPE, _INT8 if values.dtype == np.int8 else _UINT8)
    return b"".join([dims, kind, head(_NAME, len(named)), named, head(_RAW, len(raw)), raw])


def _tensor(message: bytes | memoryview) -> tuple[bytes, bytes | memoryview]:
    """A tensor as an entry of `GraphProto.initializer`."""
    return head(_GRAPH_TENSOR, len(message)), message
