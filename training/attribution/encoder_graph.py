"""The encoder as an ONNX graph of ONNX Runtime's fused operators.

The general exporter writes attention as a dozen reshapes and products; `Attention`, `SkipLayerNormalization` and
`BiasGelu` of the `com.microsoft` domain, which every ONNX Runtime has, run the same sums twice as fast on a CPU, and
dynamic quantisation knows them. The test that compares the graph with the PyTorch network holds the two together.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.attribution.network import Encoder

OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
EPSILON = 1e-12


class _Graph:
    """Nodes and weights under construction; each method adds one operator and returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], name: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name


def write_encoder(encoder: Encoder, path: Path) -> None:
    """Write `pieces, features, mask [batch, pieces] int64 -> hidden [batch, pieces, width] float32`."""
    graph = _Graph()
    state = {name: value.detach().numpy().astype(np.float32) for name, value in encoder.state_dict().items()}
    x = _embed(graph, state)
    mask = graph.add("Cast", ["mask"], "mask32", to=TensorProto.INT32)
    for i in range(len(encoder.layers)):
        part = {k.removeprefix(f"layers.{i}."): v for k, v in state.items() if k.startswith(f"layers.{i}.")}
        x = _layer(graph, part, x, mask, f"layer{i}", encoder.layers[i].attention.heads)
    graph.nodes[-1].output[0] = "hidden"
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "pieces"]) for n in ("pieces", "features", "mask")
    ]
    width = state["norm.weight"].shape[0]
    output = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "pieces", width])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "encoder", inputs, [output], graph.weights), opset_imports=OPSETS, ir_version=8
    )
    onnx.save(model, path)


def _embed(graph: _Graph, state: dict[str, np.ndarray]) -> str:
    """Sum of word, place and feature embeddings, normalised; what is the same for every piece goes into the places."""
    words = graph.add("Gather", [graph.weight("words", state["words.weight"]), "pieces"], "word_vectors")
    features = graph.weight("features_table", state["features.weight"] + state["kind"])
    added = graph.add("Gather", [features, "features"], "feature_vectors")
    shape = graph.add("Shape", ["pieces"], "shape", start=1, end=2)
    zero, one = (graph.weight(name, np.array([value], np.int64)) for name, value in (("zero", 0), ("one", 1)))
    places = graph.add(
        "Slice", [graph.weight("places", state["places.weight"]), zero, shape, zero, one], "place_vectors"
    )
    total = graph.add("Add", [graph.add("Add", [words, added], "word_feature"), places], "embedded")
    scale, shift = graph.weight("norm.weight", state["norm.weight"]), graph.weight("norm.bias", state["norm.bias"])
    return graph.add("LayerNormalization", [total, scale, shift], "embedded_norm", axis=-1, epsilon=EPSILON)


def _layer(graph: _Graph, part: dict[str, np.ndarray], x: str, mask: str, name: str, heads: int) -> str:
    def weight(key: str, value: np.ndarray) -> str:
        return graph.weight(f"{name}.{key}", value)

    qkv = [f"attention.{p}" for p in ("query", "key", "value")]
    packed = weight("qkv", np.concatenate([part[f"{p}.weight"].T for p in qkv], axis=1))
    bias = weight("qkv_bias", np.concatenate([part[f"{p}.bias"] for p in qkv]))
    mixed = graph.add("Attention", [x, packed, bias, mask], f"{name}.attention", "com.microsoft", num_heads=heads)
    x = _residual(graph, part, mixed, x, "attention.output", "attention_norm", f"{name}.attended", weight)
    up = graph.add("MatMul", [x, weight("up", part["up.weight"].T)], f"{name}.up_product")
    up = graph.add("BiasGelu", [up, weight("up_bias", part["up.bias"])], f"{name}.gelu", "com.microsoft")
    return _residual(graph, part, up, x, "down", "norm", f"{name}.out", weight)


def _residual(
    graph: _Graph, part: dict[str, np.ndarray], mixed: str, x: str, linear: str, norm: str, name: str, weight: object
) -> str:
    product = graph.add("MatMul", [mixed, weight(linear, part[f"{linear}.weight"].T)], f"{name}.product")
    inputs = [
        product,
        x,
        weight(f"{norm}.scale", part[f"{norm}.weight"]),
        weight(f"{norm}.shift", part[f"{norm}.bias"]),
        weight(f"{linear}.bias", part[f"{linear}.bias"]),
    ]
    return graph.add("SkipLayerNormalization", inputs, name, "com.microsoft", epsilon=EPSILON)
