"""Convolutions over integers, as products of matrices, one stretch of time after the other.

onnxruntime's ConvInteger is slow: it was six tenths of the model's time. A convolution along time is a matrix
product of shifted copies of its input (im2col), and for products of uint8 with int8 there are fast kernels.
The copies are as many times larger than the input as the kernel is long; made for some hundred time steps at
once, they stay in the processor's cache. Sums of integers do not depend on their order: the results are the
same to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import onnx
from onnx import TensorProto, helper

from duologue.speech.engines.kokoro_graphs import MATRIX, ZERO
from kokoro_graph.nodes import Graph, Nodes

_MOST_ROWS = 512
"""Time steps of one stretch: with the longest kernel (11 × 128 channels) its copies are 720 kB."""
_LEAST_PRODUCT = 16
"""Products of fewer inputs than this (channels × taps) gain nothing."""


@dataclass(frozen=True)
class Convolution:
    """One ConvInteger with what follows it: the bias is added and the sum made a float.

    `kernel` is uint8, shape (`channels_out`, `channels_in`, `taps`).
    """

    node: onnx.NodeProto
    x: str
    x_zero: str
    kernel: str
    kernel_zero: str
    bias: str
    """int32, to be added to the sums; empty for none."""
    scale: str
    """Of the sums."""
    out: str
    channels_out: int
    channels_in: int
    taps: int
    dilation: int
    before: int
    after: int


@dataclass(frozen=True)
class Tiling:
    """How a length is divided into tiles of equal size: four tensors, the first three of shape (1,)."""

    length: str
    tile: str
    """Time steps of one."""
    total: str
    """Time steps of all: a few more than the length."""
    starts: str
    """Shape (tiles,)."""


def convolutions(graph: Graph) -> list[Convolution]:
    """Those that can be products: stride 1, as long after as before, and large enough to gain by it."""
    found = [_convolution(graph, node) for node in graph.model.graph.node if node.op_type == "ConvInteger"]
    return [each for each in found if each is not None]


def _convolution(graph: Graph, node: onnx.NodeProto) -> Convolution | None:
    given = {each.name: helper.get_attribute_value(each) for each in node.attribute}
    x, kernel, x_zero, kernel_zero = node.input
    channels_out, channels_in, taps = graph.weights[kernel].dims
    (dilation,), (before, after) = given["dilations"], given["pads"]
    if given["strides"] != [1] or before + after != dilation * (taps - 1):
        return None
    if channels_in * taps < _LEAST_PRODUCT or given.get("group", 1) != 1:
        return None
    summed, bias = node.output[0], ""
    if graph.readers[summed][0].op_type == "Add":
        add = graph.only_reader(summed, "Add")
        (shaped,) = (name for name in add.input if name != summed)
        bias, summed = shaped, add.output[0]
    cast = graph.only_reader(summed, "Cast").output[0]
    scaled = graph.only_reader(cast, "Mul")
    (scale,) = (name for name in scaled.input if name != cast)
    return Convolution(
        node, x, x_zero, kernel, kernel_zero, bias, scale, scaled.output[0],
        channels_out, channels_in, taps, dilation, before, after,
    )  # fmt: skip


def tiling(graph: Graph, x: str) -> Tiling:
    """Divides the length of `x`, shape (1, channels, length), into as few tiles as may be."""
    one, most = graph.constant([1]), graph.constant([_MOST_ROWS])
    add = Nodes(f"{x}/tiles")
    length = add("Shape", x, start=2, end=3)
    count = add("Div", add("Add", length, graph.constant([_MOST_ROWS - 1])), most)
    tile = add("Div", add("Sub", add("Add", length, count), one), count)
    total = add("Mul", tile, count)
    starts = add("Range", graph.constant(0), add("Squeeze", total), add("Squeeze", tile))
    graph.replace(add.made)
    return Tiling(length, tile, total, starts)


def as_product(graph: Graph, convolution: Convolution, tiles: Tiling) -> None:
    """Replaces the convolution by products of matrices.

    Its kernel is read as `KERNEL/matrix`, shape (taps × channels_in, channels_out), and the kernel's zero
    point as `KERNEL/zero`: they are made from the model's own when it is loaded.
    """
    c = convolution
    zero, one, two = graph.constant([0]), graph.constant([1]), graph.constant([2])
    add = Nodes(c.node.output[0])
    behind = add("Add", add("Sub", tiles.total, tiles.length), graph.constant([c.after]))
    pads = add("Concat", graph.constant([0, 0, c.before, 0, 0]), behind, axis=0)
    padded = add("Pad", c.x, pads, c.x_zero)
    halo = c.dilation * (c.taps - 1)
    window = add("Add", tiles.tile, graph.constant([halo])) if halo else tiles.tile

    inner = Nodes(f"{c.node.output[0]}/tile")
    begin = inner("Unsqueeze", f"{inner.prefix}/start", zero)
    columns = inner("Slice", padded, begin, inner("Add", begin, window), two)
    rows = inner("Transpose", columns, perm=[0, 2, 1])
    if c.taps > 1:
        steps = add("Range", graph.constant(0), add("Squeeze", tiles.tile), graph.constant(1))
        shifts = graph.constant([[c.dilation * tap for tap in range(c.taps)]])
        copies = inner("Gather", rows, add("Add", add("Unsqueeze", steps, one), shifts), axis=1)
        rows = inner("Reshape", copies, graph.constant([1, -1, c.taps * c.channels_in]))
    product = inner("MatMulInteger", rows, c.kernel + MATRIX, c.x_zero, c.kernel + ZERO)
    summed = inner("Transpose", product, perm=[0, 2, 1])
    if c.bias:
        summed = inner("Add", summed, c.bias)
    scaled = inner("DequantizeLinear", summed, c.scale)

    stacked = add.scan(
        [tiles.starts],
        inner,
        [helper.make_tensor_value_info(f"{inner.prefix}/start", TensorProto.INT64, [])],
        helper.make_tensor_value_info(scaled, TensorProto.FLOAT, [1, c.channels_out, None]),
    )
    in_order = add("Transpose", stacked, perm=[1, 2, 0, 3])
    whole = add("Reshape", in_order, graph.constant([1, c.channels_out, -1]))
    add("Slice", whole, zero, tiles.length, two, out=c.out)
    graph.replace(add.made)


def same_lengths(lengths: dict[str, tuple[int, ...]]) -> dict[str, str]:
    """Tensor → the first of the same length.

    Args:
        lengths: of each tensor, in several runs; in the order of the graph.
    """
    first: dict[tuple[int, ...], str] = {}
    return {name: first.setdefault(seen, name) for name, seen in lengths.items()}
