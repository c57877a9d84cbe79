"""A shipped bundle -> the network again, so that training can go on from what is shipped.

The int8 weights come back as int8 left them: a network from an exported one says what the exported one says.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from sayso.model.bundle import open_bundle
from training.attribution.network import AttributionNetwork, Shape

INT8 = "_quantized"
OF_LAYER = {
    "attention.output": "attention.output.weight",
    "attention.output.bias": "attention.output.bias",
    "attention_norm.scale": "attention_norm.weight",
    "attention_norm.shift": "attention_norm.bias",
    "up": "up.weight",
    "up_bias": "up.bias",
    "down": "down.weight",
    "down.bias": "down.bias",
    "norm.scale": "norm.weight",
    "norm.shift": "norm.bias",
}
"""What encoder_graph.py calls the weights of a layer, and what the network does."""

NO_BIAS = "head.step_right.weight"
"""The one matrix of the heads to which no bias is added: the others are known by theirs."""


def from_bundle(folder: Path) -> AttributionNetwork:
    """Return the network of a bundle's graphs.

    Raises WeightsError where its files are absent or damaged, RuntimeError where they are not of `export`'s making.
    """
    bundle = open_bundle(folder)
    encoder = _encoder_state(_weights(onnx.load(bundle.path("encoder.onnx")).graph))
    layers = 1 + max(int(name.split(".")[1]) for name in encoder if name.startswith("layers."))
    state = {f"encoder.{name}": value for name, value in encoder.items()}
    state |= _heads_state(onnx.load(bundle.path("roles.onnx")).graph)
    state["head.start"] = np.array(bundle.start, dtype=np.float32)
    network = AttributionNetwork(Shape(layers=layers))
    network.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    return network


def _weights(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """Return the graph's weights by name as float32, those in int8 times their scale."""
    raw = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    weights = {name: a for name, a in raw.items() if a.dtype == np.float32 and not name.endswith("_scale")}
    for name, value in raw.items():
        if name.endswith(INT8):
            of = name.removesuffix(INT8)
            shifted = value.astype(np.float32) - raw[f"{of}_zero_point"].astype(np.float32)
            weights[of] = shifted * raw[f"{of}_scale"]
    return weights


def _encoder_state(weights: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    features = weights["features_table"]
    state = {f"{name}.weight": weights[name] for name in ("words", "places")}
    state |= {"norm.weight": weights["norm.weight"], "norm.bias": weights["norm.bias"]}
    state |= {"features.weight": features, "kind": np.zeros(features.shape[1], dtype=np.float32)}
    layer = 0
    while f"layer{layer}.qkv" in weights:
        for there, here in OF_LAYER.items():
            state[f"layers.{layer}.{here}"] = weights[f"layer{layer}.{there}"].T
        for kind, columns in (("weight", weights[f"layer{layer}.qkv"].T), ("bias", weights[f"layer{layer}.qkv_bias"])):
            for part, rows in zip(("query", "key", "value"), np.split(columns, 3), strict=True):
                state[f"layers.{layer}.attention.{part}.{kind}"] = rows
        layer += 1
    return state


def _heads_state(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    weights = _weights(graph)
    prefix = "network."
    state = {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}
    state = {name.removesuffix("_Transposed"): value for name, value in state.items()}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            name = node.input[1].removesuffix(INT8)
            bias = _bias_after(graph, node.output[0])
            of = NO_BIAS if bias is None else f"{bias.removeprefix(prefix).removesuffix('bias')}weight"
            state[of] = weights[name].T
    return state


def _bias_after(graph: onnx.GraphProto, output: str) -> str | None:
    """Return the bias that is added to a product, behind its cast and its scale."""
    while node := next((node for node in graph.node if output in node.input), None):
        bias = next((name for name in node.input if name.endswith(".bias")), None)
        if bias or node.op_type not in ("Cast", "Mul"):
            return bias
        output = node.output[0]
    return None
