"""The encoder as an ONNX graph of ONNX Runtime's fused operators, and back.

The residual sum and its normalisation stay two operators: ONNX Runtime's fused one takes four times as long on a CPU
(its `sayso.model.onnx.session` leaves them unfused). The test that compares the graph with the PyTorch network holds
the two together.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import TensorProto

from training.attribution.network import Encoder
from training.attribution.onnx_graph import FLOAT, FUSED, INTEGER, Graph, exact_weights, state_of

EPSILON = 1e-12
ATTENTION = ("query", "key", "value")


def write_encoder(encoder: Encoder, path: Path) -> None:
    """Write `pieces, features, mask [batch, pieces] int64 -> hidden [batch, pieces, width] float32`."""
    graph, state = Graph(), state_of(encoder)
    x = _embed(graph, state)
    mask = graph.add("Cast", ["mask"], "mask32", to=TensorProto.INT32)
    for number, layer in enumerate(encoder.layers):
        x = _layer(graph, state, x, mask, f"layers.{number}", layer.attention.heads)
    graph.nodes[-1].output[0] = "hidden"
    inputs = [(name, INTEGER, ["batch", "pieces"]) for name in ("pieces", "features", "mask")]
    width = len(state["norm.weight"])
    graph.write("encoder", inputs, [("hidden", FLOAT, ["batch", "pieces", width])], path)


def read_encoder(path: Path) -> dict[str, np.ndarray]:
    """Return the state of the encoder that was written, as int8 left it."""
    weights = dict(exact_weights(path))
    state = {name: value.T if name.startswith("layers.") else value for name, value in weights.items()}
    state["kind"] = np.zeros_like(state["norm.weight"])  # it went into the features
    for name in [name for name in state if "attention.packed." in name]:
        for part, rows in zip(ATTENTION, np.split(state.pop(name), len(ATTENTION)), strict=True):
            state[name.replace("packed", part)] = rows
    return state


def _embed(graph: Graph, state: dict[str, np.ndarray]) -> str:
    """Sum of word, place and feature embeddings, normalised; the features hold what is the same for every piece."""
    words = graph.add("Gather", [graph.weight("words.weight", state["words.weight"]), "pieces"], "word_vectors")
    features = graph.weight("features.weight", state["features.weight"] + state["kind"])
    added = graph.add("Gather", [features, "features"], "feature_vectors")
    shape = graph.add("Shape", ["pieces"], "shape", start=1, end=2)
    table = graph.weight("places.weight", state["places.weight"])
    places = graph.add("Slice", [table, graph.whole(0), shape, graph.whole(0)], "place_vectors")
    total = graph.add("Add", [graph.add("Add", [words, added], "word_feature"), places], "embedded")
    return _norm(graph, state, total, "norm")


def _layer(graph: Graph, state: dict[str, np.ndarray], x: str, mask: str, layer: str, heads: int) -> str:
    weight, bias = (
        np.concatenate([state[f"{layer}.attention.{part}.{kind}"] for part in ATTENTION]) for kind in ("weight", "bias")
    )
    packed = graph.weight(f"{layer}.attention.packed.weight", weight.T)
    shift = graph.weight(f"{layer}.attention.packed.bias", bias)
    mixed = graph.add("Attention", [x, packed, shift, mask], f"{layer}.attention.mixed", FUSED, num_heads=heads)
    x = _residual(graph, state, mixed, x, f"{layer}.attention.output", f"{layer}.attention_norm")
    up = graph.weight(f"{layer}.up.weight", state[f"{layer}.up.weight"].T)
    product = graph.add("MatMul", [x, up], f"{layer}.up.product")
    shift = graph.weight(f"{layer}.up.bias", state[f"{layer}.up.bias"])
    active = graph.add("BiasGelu", [product, shift], f"{layer}.up.active", FUSED)
    return _residual(graph, state, active, x, f"{layer}.down", f"{layer}.norm")


def _residual(graph: Graph, state: dict[str, np.ndarray], mixed: str, x: str, linear: str, norm: str) -> str:
    added = graph.linear(mixed, linear, state[f"{linear}.weight"].T, state[f"{linear}.bias"])
    return _norm(graph, state, graph.add("Add", [added, x], f"{linear}.residual"), norm)


def _norm(graph: Graph, state: dict[str, np.ndarray], x: str, name: str) -> str:
    scale, shift = (graph.weight(f"{name}.{kind}", state[f"{name}.{kind}"]) for kind in ("weight", "bias"))
    return graph.add("LayerNormalization", [x, scale, shift], f"{name}.normal", axis=-1, epsilon=EPSILON)
