"""Reading and writing an ONNX graph: who makes a tensor, who reads it, and new nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper


class Graph:
    """A graph that is read, and in which the makers of some tensors are replaced.

    `makers` and `readers` are of the graph as it was; `replace` adds nodes that make tensors of the same
    names, and `making` takes these.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        self.model = model
        self.weights = {weight.name: weight for weight in model.graph.initializer}
        self.makers = {output: node for node in model.graph.node for output in node.output}
        self.readers: dict[str, list[onnx.NodeProto]] = {}
        for node in model.graph.node:
            for name in node.input:
                self.readers.setdefault(name, []).append(node)
        self._new: dict[str, onnx.NodeProto] = {}
        self._constants: dict[str, NDArray[Any]] = {}

    def value(self, name: str) -> NDArray[Any]:
        """The values of a weight."""
        return numpy_helper.to_array(self.weights[name])

    def only_reader(self, name: str, operator: str) -> onnx.NodeProto:
        """The one node that reads a tensor.

        Raises:
            ValueError: there is another, or it is another operator.
        """
        readers = self.readers.get(name, [])
        if [reader.op_type for reader in readers] != [operator]:
            raise ValueError(
                f"{name} is read by {[reader.op_type for reader in readers]}, not one {operator}"
            )
        return readers[0]

    def constant(self, value: Any, dtype: type = np.int64) -> str:
        """The name of a constant; the same values have the same name."""
        array = np.array(value, dtype)
        digits = "_".join(str(item) for item in array.ravel())
        name = f"constant_{array.dtype}_{'x'.join(map(str, array.shape))}_{digits}"
        self._constants[name] = array
        return name

    def replace(self, nodes: Iterable[onnx.NodeProto]) -> None:
        """Adds nodes; where one makes a tensor that another made, the other makes it no longer."""
        for node in nodes:
            self._new.update(dict.fromkeys(node.output, node))

    def making(
        self, outputs: Iterable[str], given: Iterable[str] = ()
    ) -> tuple[list[onnx.NodeProto], set[str]]:
        """The nodes that make `outputs` from `given`, each after those it reads.

        With them goes what these read and no node makes: weights, constants, and `given`.
        """
        makers = {**self.makers, **self._new}
        given = set(given)
        order: list[onnx.NodeProto] = []
        read: set[str] = set()
        done: set[int] = set()
        waiting = [(name, False) for name in outputs]
        while waiting:
            name, its_inputs_are_made = waiting.pop()
            node = makers.get(name)
            if node is None or name in given:
                read.add(name)
            elif id(node) in done:
                continue
            elif its_inputs_are_made:
                done.add(id(node))
                order.append(node)
            else:
                waiting.append((name, True))
                waiting += [(each, False) for each in _read_by(node)]
        return order, read

    @property
    def constants(self) -> dict[str, NDArray[Any]]:
        """The new constants by name."""
        return self._constants


def _read_by(node: onnx.NodeProto) -> Iterator[str]:
    """The tensors a node reads, those its inner graphs read from outside with them."""
    yield from (name for name in node.input if name)
    for attribute in node.attribute:
        if attribute.type == onnx.AttributeProto.GRAPH:
            inner = attribute.g
            own = {each.name for each in inner.input} | {name for each in inner.node for name in each.output}
            yield from (name for each in inner.node for name in _read_by(each) if name not in own)


@dataclass
class Nodes:
    """New nodes in a row; each call adds one and gives the name of what it makes."""

    prefix: str
    made: list[onnx.NodeProto] = field(default_factory=list)

    def __call__(self, operator: str, *inputs: str, out: str = "", **attributes: Any) -> str:
        name = out or f"{self.prefix}/{operator.lower()}{len(self.made)}"
        self.made.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def scan(
        self,
        over: list[str],
        body: Nodes,
        arguments: list[onnx.ValueInfoProto],
        result: onnx.ValueInfoProto,
    ) -> str:
        """Adds a Scan: `body` for each entry of the first axis of `over`; the results are stacked."""
        inner = helper.make_graph(body.made, f"{self.prefix}/body", arguments, [result])
        return self("Scan", *over, body=inner, num_scan_inputs=len(over))
