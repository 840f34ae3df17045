"""Makes voices/kokoro/graphs.zip from the installed model.

The zip has three graphs without their weights: the whole model, and one of its layers in its new and its old
form, by which an installation finds out which is faster. Beside each is a list of the weights it needs.
onnxruntime's own optimizations are made here too, so that loading takes no longer than before.
"""

from __future__ import annotations

import json
import tempfile
import zipfile

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from duologue.speech.engines.kokoro_graphs import GRAPHS, MATRIX, ZERO
from duologue.speech.engines.kokoro_model import MODEL_SHA256, model_bytes
from duologue.speech.onnx_runtime import onnx_runtime
from kokoro_graph.convolutions import Convolution, as_product, convolutions, same_lengths, tiling
from kokoro_graph.nodes import Graph
from kokoro_graph.normalizations import Normalization, by_channels, normalizations

_runtime = onnx_runtime()
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_LENGTHS = (30, 47)
"""Tokens of the runs that show which tensors are equally long."""
_MOST_SHIPPED_BYTES = 64_000
"""Of weights that onnxruntime's optimizations change; anything larger should come from the model."""
_LAYER = (128, 7)
"""Channels and taps of the convolution by which an installation compares the two forms."""


def main() -> None:
    original = model_bytes()
    model = optimize(original)
    whole = Graph(model)
    rewrite_all(whole)
    layer = Graph(model)
    normalization, convolution = one_layer(layer)
    by_channels(layer, normalization)
    as_product(layer, convolution, tiling(layer, convolution.x))
    inputs = {each.name: each.type for each in model.graph.input}
    of_layer = {
        normalization.x: helper.make_tensor_type_proto(TensorProto.FLOAT, [1, _LAYER[0], None]),
        normalization.gain: helper.make_tensor_type_proto(TensorProto.FLOAT, [1, _LAYER[0], 1]),
        normalization.offset: helper.make_tensor_type_proto(TensorProto.FLOAT, [1, _LAYER[0], 1]),
    }
    members = {
        "model": assembled(whole, original, inputs, model.graph.output[0].name),
        "layer": assembled(layer, original, of_layer, convolution.out),
        "original-layer": assembled(Graph(model), original, of_layer, convolution.out),
    }
    with zipfile.ZipFile(GRAPHS, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, (content, listed) in members.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.onnx", _FIXED_DATE), content, zipfile.ZIP_DEFLATED)
            archive.writestr(zipfile.ZipInfo(f"{name}.json", _FIXED_DATE), listed, zipfile.ZIP_DEFLATED)
    print(f"{GRAPHS}: {GRAPHS.stat().st_size / 1000:.0f} kB")


def optimize(model: bytes) -> onnx.ModelProto:
    """The model as onnxruntime itself makes it faster, by what does not depend on the processor."""
    with tempfile.TemporaryDirectory() as folder:
        options = _runtime.SessionOptions()
        options.graph_optimization_level = _runtime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = f"{folder}/model.onnx"
        options.log_severity_level = 3
        _runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return onnx.load(options.optimized_model_filepath)


def rewrite_all(graph: Graph) -> None:
    """All its convolutions as products, all its normalizations by channels."""
    found = convolutions(graph)
    firsts = same_lengths(lengths(graph.model, [each.x for each in found]))
    tilings = {first: tiling(graph, first) for first in dict.fromkeys(firsts.values())}
    for convolution in found:
        as_product(graph, convolution, tilings[firsts[convolution.x]])
    normalized = normalizations(graph)
    for normalization in normalized:
        by_channels(graph, normalization)
    print(f"{len(found)} convolutions, {len(normalized)} normalizations")


def lengths(model: onnx.ModelProto, names: list[str]) -> dict[str, tuple[int, ...]]:
    """How long some tensors of shape (1, channels, length) are in each of several runs."""
    probing = onnx.ModelProto()
    probing.CopyFrom(model)
    del probing.graph.output[:]
    names = list(dict.fromkeys(names))
    for name in names:
        probing.graph.node.append(helper.make_node("Shape", [name], [f"{name}/length"], start=2))
        probing.graph.output.append(helper.make_tensor_value_info(f"{name}/length", TensorProto.INT64, [1]))
    session = _runtime.InferenceSession(probing.SerializeToString(), providers=["CPUExecutionProvider"])
    runs = [
        session.run(
            None,
            {
                "tokens": np.arange(20, 20 + tokens, dtype=np.int64)[None],
                "style": np.zeros((1, 256), np.float32),
                "speed": np.ones(1, np.float32),
            },
        )
        for tokens in _LENGTHS
    ]
    return {name: tuple(int(run[at][0]) for run in runs) for at, name in enumerate(names)}


def one_layer(graph: Graph) -> tuple[Normalization, Convolution]:
    """A normalization of the generator and the convolution behind it.

    Raises:
        LookupError: there is none such as `_LAYER`.
    """
    for convolution in convolutions(graph):
        if (convolution.channels_in, convolution.taps) == _LAYER:
            quantized = graph.makers[convolution.x].input[0]
            for normalization in normalizations(graph):
                if normalization.out == quantized:
                    return normalization, convolution
    raise LookupError(_LAYER)


def assembled(
    graph: Graph, original: bytes, inputs: dict[str, onnx.TypeProto], output: str
) -> tuple[bytes, str]:
    """A model of what makes `output` from `inputs`, without its weights; and, as JSON, which it needs."""
    nodes, read = graph.making([output], inputs)
    own = {each.name: each for each in onnx.load_from_string(original).graph.initializer}
    new = graph.constants
    shipped = [numpy_helper.from_array(new[name], name) for name in read if name in new]
    zeros = {each.kernel: int(graph.value(each.kernel_zero)) for each in convolutions(graph)}
    weights, kernels = [], {}
    for name in sorted(read - new.keys() - inputs.keys()):
        if name.endswith(MATRIX):
            kernels[name.removesuffix(MATRIX)] = zeros[name.removesuffix(MATRIX)]
        elif name.endswith(ZERO):
            continue
        elif own.get(name) == graph.weights[name]:
            weights.append(name)
        else:
            shipped.append(graph.weights[name])
    size = sum(len(each.SerializeToString()) for each in shipped)
    if size > _MOST_SHIPPED_BYTES:
        raise ValueError(f"{size} bytes of weights are not the model's own")
    made = helper.make_graph(
        nodes,
        "duologue",
        [onnx.ValueInfoProto(name=name, type=kind) for name, kind in inputs.items()],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
        sorted(shipped, key=lambda each: each.name),
    )
    versions = {each.domain: each.version for each in graph.model.opset_import}
    used = {node.domain for node in nodes}
    opsets = [helper.make_opsetid(domain, versions[domain]) for domain in sorted(used | {""})]
    model = helper.make_model(made, opset_imports=opsets, ir_version=graph.model.ir_version)
    listed = {"model": MODEL_SHA256, "weights": weights, "kernels": kernels}
    return model.SerializeToString(deterministic=True), json.dumps(listed, indent=1)


if __name__ == "__main__":
    main()
