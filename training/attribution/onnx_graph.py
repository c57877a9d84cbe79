"""An ONNX graph written operator by operator.

The general exporter writes attention as a dozen reshapes and products and a GELU as five operators; written by hand,
with the fused operators of the `com.microsoft` domain that every ONNX Runtime has, the same sums run twice as fast on a
CPU, and every weight keeps the network's own name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
IR_VERSION = 8
INTEGER, FLOAT = TensorProto.INT64, TensorProto.FLOAT
FUSED = "com.microsoft"

Sized = tuple[str, int, Sequence[str | int]]
"""An input or output: its name, INTEGER or FLOAT, and its shape, unknown sizes by name."""


class Graph:
    """Nodes and weights under construction; each method adds one and returns the name of what it gives."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, onnx.TensorProto] = {}

    def weight(self, name: str, value: np.ndarray) -> str:
        """Add a weight, as it lies in memory."""
        self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def whole(self, *values: int) -> str:
        """Add a short vector of whole numbers, once however often it is asked for."""
        return self.weight("whole_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def add(self, kind: str, inputs: Sequence[str], name: str, domain: str = "", **attributes: object) -> str:
        """Add an operator of one output."""
        return self.split(kind, inputs, [name], domain, **attributes)[0]

    def split(
        self, kind: str, inputs: Sequence[str], names: Sequence[str], domain: str = "", **attributes: object
    ) -> list[str]:
        """Add an operator of several outputs."""
        self.nodes.append(helper.make_node(kind, inputs, names, name=names[0], domain=domain, **attributes))
        return list(names)

    def linear(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Add `x @ weight + bias`; what stands in the graph as `<name>.weight` has the inputs as rows."""
        product = self.add("MatMul", [x, self.weight(f"{name}.weight", weight)], f"{name}.product")
        return self.add("Add", [product, self.weight(f"{name}.bias", bias)], f"{name}.sum")

    def write(self, name: str, inputs: Sequence[Sized], outputs: Sequence[Sized], path: Path) -> None:
        """Write the graph."""
        of_inputs, of_outputs = (
            [helper.make_tensor_value_info(one, kind, list(shape)) for one, kind, shape in rows]
            for rows in (inputs, outputs)
        )
        graph = helper.make_graph(self.nodes, name, of_inputs, of_outputs, list(self.weights.values()))
        onnx.save(helper.make_model(graph, opset_imports=OPSETS, ir_version=IR_VERSION), path)


def state_of(module: nn.Module) -> dict[str, np.ndarray]:
    """Return the module's weights by name, in float32."""
    return {name: value.detach().cpu().numpy().astype(np.float32) for name, value in module.state_dict().items()}


def quantise(exact: Path, path: Path, kept: Sequence[str] = ()) -> None:
    """Write the graph with its matrices in seven bits but those of the nodes `kept`, and remove the exact one.

    Products of eight bits overflow on processors without VNNI, and statements differed from machine to machine.
    """
    fused = {"DefaultTensorType": FLOAT}  # the fused operators' results, which have no shape rule
    quantize_dynamic(
        exact,
        path,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=list(kept),
        extra_options=fused,
    )
    exact.unlink()


def exact_weights(path: Path) -> Mapping[str, np.ndarray]:
    """Return the weights of a graph by name in float32, those in int8 times their scale."""
    raw = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    weights = {name: a for name, a in raw.items() if a.dtype == np.float32 and not name.endswith("_scale")}
    for name, value in raw.items():
        if name.endswith("_quantized"):
            of = name.removesuffix("_quantized")
            shifted = value.astype(np.float32) - raw[f"{of}_zero_point"].astype(np.float32)
            weights[of] = shifted * raw[f"{of}_scale"]
    return weights
