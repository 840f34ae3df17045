"""Normalization and snake, a few channels after the other.

Between two convolutions of the generator, a dozen operators go over the whole tensor one by one; it is larger
than the processor's cache. Each channel is computed by itself, so all operators can be done for a few
channels, then for the next few. The operators, their order and so the results are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import onnx
from onnx import TensorProto, helper

from kokoro_graph.nodes import Graph, Nodes

_AT_ONCE = {128: 4, 256: 16}
"""Channels at once, by how many there are: with 256 channels the sound is six times coarser."""


@dataclass(frozen=True)
class Normalization:
    """Adaptive instance normalization and the activation "snake", `out` = h + sin²(alpha · h) · over_alpha,
    h = gain · (`x` − mean) / deviation + offset, all per channel."""

    x: str
    gain: str
    offset: str
    epsilon: str
    alpha: str
    over_alpha: str
    out: str
    channels: int


def normalizations(graph: Graph) -> list[Normalization]:
    """All that are followed by quantization."""
    found = (
        _normalization(graph, node.input[0])
        for node in graph.model.graph.node
        if node.op_type == "DynamicQuantizeLinear"
    )
    return [each for each in found if each is not None]


def _normalization(graph: Graph, out: str) -> Normalization | None:
    """The pattern that ends in `out`; None where it is another."""

    def made_by(name: str, operator: str) -> onnx.NodeProto:
        node = graph.makers.get(name)
        if node is None or node.op_type != operator:
            raise LookupError
        return node

    def operands(node: onnx.NodeProto, operator: str) -> tuple[onnx.NodeProto, str]:
        """Of two operands: the node that is of this operator, and the other."""
        for name, other in (node.input, node.input[::-1]):
            maker = graph.makers.get(name)
            if maker is not None and maker.op_type == operator:
                return maker, other
        raise LookupError

    try:
        added, normalized = operands(made_by(out, "Add"), "Mul")
        squared, over_alpha = operands(added, "Pow")
        if graph.value(squared.input[1]) != 2:
            return None
        scaled = made_by(made_by(squared.input[0], "Sin").input[0], "Mul")
        (alpha,) = (name for name in scaled.input if name != normalized)
        gained, offset = operands(made_by(normalized, "Add"), "Mul")
        quotient, gain = operands(gained, "Div")
        centred = made_by(quotient.input[0], "Sub")
        variance = made_by(made_by(quotient.input[1], "Sqrt").input[0], "Add")
    except LookupError:
        return None
    (epsilon,) = (name for name in variance.input if name in graph.weights)
    channels = graph.weights[alpha].dims[1]
    return Normalization(centred.input[0], gain, offset, epsilon, alpha, over_alpha, out, channels)


def by_channels(graph: Graph, normalization: Normalization) -> None:
    """Replaces the normalization by one that takes a few channels at a time."""
    n = normalization
    at_once = _AT_ONCE[n.channels]
    add, inner = Nodes(n.out), Nodes(f"{n.out}/channels")
    names = [f"{inner.prefix}/{name}" for name in ("x", "gain", "offset", "alpha", "over_alpha")]
    blocks = graph.constant([n.channels // at_once, 1, at_once, -1])
    over = [add("Reshape", tensor, blocks) for tensor in (n.x, n.gain, n.offset, n.alpha, n.over_alpha)]
    x, gain, offset, alpha, over_alpha = names

    time = graph.constant([2])
    centred = inner("Sub", x, inner("ReduceMean", x, time, keepdims=1))
    variance = inner("ReduceMean", inner("Mul", centred, centred), time, keepdims=1)
    deviation = inner("Sqrt", inner("Add", variance, n.epsilon))
    h = inner("Add", inner("Mul", gain, inner("Div", centred, deviation)), offset)
    sine = inner("Sin", inner("Mul", alpha, h))
    snake = inner("Add", h, inner("Mul", over_alpha, inner("Mul", sine, sine)))

    shape = [1, at_once, None]
    stacked = add.scan(
        over,
        inner,
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in names],
        helper.make_tensor_value_info(snake, TensorProto.FLOAT, shape),
    )
    add("Reshape", stacked, graph.constant([1, n.channels, -1]), out=n.out)
    graph.replace(add.made)
