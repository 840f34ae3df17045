"""onnxruntime, imported in one place only, so that it asks nobody and leaves nothing behind.

From 1.29 on its wheels tell Microsoft of their use, and keep a device id in the user's cache, as soon as they
are imported; they look at `ORT_DISABLE_TELEMETRY` once, at that moment.
"""

from __future__ import annotations

import os
from typing import Any


def onnx_runtime() -> Any:
    """The module `onnxruntime`.

    Raises:
        ImportError: it is not installed.
    """
    silence()
    import onnxruntime

    return onnxruntime


def silence() -> None:
    """Sees to it that onnxruntime reports nothing, whoever imports it after this, here or in a child."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def session(model: bytes, *, optimized: bool = False) -> Any:
    """An `InferenceSession` whose runs take one thread each.

    Args:
        model: the ONNX model.
        optimized: onnxruntime need not look for optimizations: they have been made.

    Raises:
        ImportError: onnxruntime is not installed.
        Exception: it cannot run the model; onnxruntime has no common error.
    """
    runtime = onnx_runtime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # no two utterances are equally long: patterns would only pile up
    if optimized:
        options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
    made = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    made._model_bytes = None  # kept only to begin again on another device: as large as the model
    return made
