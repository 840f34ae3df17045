"""Which form of the Kokoro model is computed fastest here: measured once on one of its layers, then kept.

The faster forms are the same sums in another order, and give the same samples to the last bit. Two things
depend on the processor: whether they are faster, and whether its kernel for uint8 times int8 is exact.
Without VNNI or its like, x86 adds two such products in 16 bits, and what is too large for these is cut off.
So the forms are compared, sound and time, before one is used.
"""

from __future__ import annotations

import hashlib
import logging
import platform
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duologue.errors import EngineError, EpisodeError
from duologue.speech.engines.kokoro_graphs import GRAPHS, Kernels, Tensors, graph, joined, tensors
from duologue.speech.engines.kokoro_model import MODEL_SHA256, model_bytes
from duologue.speech.onnx_runtime import onnx_runtime, session
from duologue.store.base import EntryKind, Store
from duologue.store.entry import EntryFormat, StoreEntry
from duologue.store.local import default_store

_log = logging.getLogger(__name__)

_FORMAT = EntryFormat(EntryKind.FORM, 1)
_LENGTH = 9600
"""Time steps of the layer that is measured: those of two seconds of speech."""
_ROUNDS = 2
_FINE_SECONDS = 1e-4
"""Windows counts a thread's time in steps of 16 ms."""
_CPU_LINES = ("model name", "flags", "CPU implementer", "CPU architecture", "CPU part", "Features")


@dataclass(frozen=True, slots=True)
class ModelForm:
    """The form of the model that is used here.

    Attributes:
        kernels: of the faster form; None for the original.
        share: of the original's time that it takes, on one layer.
        why: the original is used; empty where the faster form is.
    """

    kernels: Kernels | None
    share: float = 1.0
    why: str = ""

    def __str__(self) -> str:
        if self.kernels is None:
            return f"original form ({self.why})"
        return f"faster form ({self.kernels}, {self.share:.2f} of the original's time)"


def load() -> Any:
    """A session of the model in the form that is fastest here; says so where that is the original.

    Raises:
        ImportError: onnxruntime is not installed.
        Unreachable: the model is missing or damaged.
    """
    onnx_runtime()
    model = model_bytes()
    try:
        faster = _faster(model)
        if faster is not None:
            del model  # as large as the other
            return session(faster, optimized=True)
    except Exception as error:  # noqa: BLE001 - onnxruntime has no common error; the original needs none of it
        _log.debug("the faster form", exc_info=error)
        _log.warning("The offline voice uses its original model, which is slower: %s", error)
    return session(model_bytes())


def form_of(model: bytes) -> ModelForm:
    """The form in which this model speaks here; the original, and why, where another cannot be made."""
    try:
        return form_here(tensors(model))
    except Exception as error:  # noqa: BLE001 - as in `load`
        return ModelForm(None, why=str(error))


def _faster(model: bytes) -> bytes | None:
    """The model in its faster form; None where the original is to be used."""
    weights = tensors(model)
    form = form_here(weights)
    return None if form.kernels is None else joined(graph("model"), weights, form.kernels)


def form_here(weights: Tensors, store: Store | None = None) -> ModelForm:
    """The fastest form that gives the original's samples here: as measured before, else measured now.

    Args:
        weights: of the model.
        store: where the result is kept; None for the cache.

    Raises:
        EngineError: the graphs are missing or damaged.
    """
    store = store or default_store()
    key = _machine()
    content = store.get(EntryKind.FORM, key)
    entry = None if content is None else _FORMAT.unpack(key, content)
    if entry is not None:
        kernels = entry.facts["kernels"]
        return ModelForm(
            None if kernels is None else Kernels(kernels), entry.facts["share"], entry.facts["why"]
        )
    form = measured(weights)
    if form.why:
        _log.warning("The offline voice uses its original model: %s", form.why)
    _log.info("offline voice: %s", form)
    with suppress(EpisodeError):  # a cache that cannot be written: it is measured again next time
        store.put(EntryKind.FORM, key, _FORMAT.pack(key, StoreEntry(asdict(form), b"")))
    return form


def measured(weights: Tensors) -> ModelForm:
    """Runs one layer in every form, all with the same input, in turn."""
    original = _runner(joined(graph("original-layer"), weights, Kernels.UINT8))
    expected = original()
    exact = {}
    for kernels in Kernels:
        run = _runner(joined(graph("layer"), weights, kernels))
        if np.array_equal(run(), expected):
            exact[kernels] = run
    if not exact:
        return ModelForm(None, why="on this processor its faster form gives other sound")
    taken = _seconds([original, *exact.values()])
    shares = {kernels: seconds / taken[0] for kernels, seconds in zip(exact, taken[1:], strict=True)}
    fastest = min(shares, key=shares.__getitem__)
    if shares[fastest] >= 1:
        return ModelForm(None, why="on this processor its faster form is slower")
    return ModelForm(fastest, round(shares[fastest], 3))


def _runner(model: bytes) -> Callable[[], NDArray[np.float32]]:
    """One run of a layer: x (1, channels, length), then gain and offset (1, channels, 1)."""
    made = session(model, optimized=True)
    chance = np.random.default_rng(1)
    feed = {}
    for each in made.get_inputs():
        _, channels, length = each.shape
        size = (1, channels, length if length == 1 else _LENGTH)
        feed[each.name] = chance.uniform(-1, 1, size).astype(np.float32)

    def run() -> NDArray[np.float32]:
        (result,) = made.run(None, feed)
        return np.asarray(result)

    return run


def _seconds(runs: list[Callable[[], NDArray[np.float32]]]) -> list[float]:
    """The shortest time of each in several rounds: what disturbs it makes it only longer."""
    fine = time.get_clock_info("thread_time").resolution < _FINE_SECONDS
    clock = time.thread_time if fine else time.perf_counter  # other programs are not to count, if that can be
    shortest = [float("inf")] * len(runs)
    for _ in range(_ROUNDS):
        for at, run in enumerate(runs):
            begun = clock()
            run()
            shortest[at] = min(shortest[at], clock() - begun)
    return shortest


def _machine() -> str:
    """What the result depends on, as 64 hexadecimal digits: processor, onnxruntime, model and graphs."""
    try:
        graphs = hashlib.sha256(GRAPHS.read_bytes()).hexdigest()
    except OSError as error:
        raise EngineError(f"{GRAPHS.name} cannot be read ({error.strerror})") from None
    seen = [platform.machine(), platform.processor(), onnx_runtime().__version__, MODEL_SHA256, graphs]
    with suppress(OSError):  # Linux alone has it
        lines = (
            Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split("\n\n")[0].splitlines()
        )
        seen += [line for line in lines if line.startswith(_CPU_LINES)]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()
