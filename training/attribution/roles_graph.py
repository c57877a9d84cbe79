"""The heads as an ONNX graph over one window, and back.

All that is asked of every word is one product: the first layers of the heads side by side. What depends on the distance
of two words is looked up once for each distance and laid out along the diagonals.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from onnx import numpy_helper

from sayso.annotate.word_notes import ANTECEDENTS
from training.attribution.network import AttributionNetwork, bucket
from training.attribution.onnx_graph import FLOAT, FUSED, INTEGER, Graph, Sized, exact_weights, state_of

OUTPUTS = ["word", "probability", "emissions", "steps", "acts", "tags", "tag_scores", "antecedents", "scores"]

LONGEST = 512
"""Words of a window at most."""

HIDDEN = ("head.anchor.0", "inner.anchor.1", "head.of_word", "head.of_anchor", "names.tag.0", "references.of_word")
HIDDEN += ("references.of_antecedent",)
"""First layers of the heads, each `role_width` wide."""
DIRECT = ("references.none", "head.step_left", "head.step_right")
"""What is asked of a word's state itself."""
PACKED = "words.weight"
EXACT = [f"{name}.product" for name in ("head.anchor.2", "inner.anchor.4", "head.of_word_alone", "names.tag.2")]
"""Products that stay in float32: they are too small to win by int8."""
LATER = -1e4
"""Score of a word that doesn't stand before the one that may refer to it."""


def write_roles(network: AttributionNetwork, path: Path) -> None:
    """Write `hidden [1, pieces, width], first_piece [1, words], floor [] -> OUTPUTS`.

    Of each anchor `word` `[n]`, `probability` `[n, 2]`, `emissions` `[n, words, 4]`, `acts` `[n, acts]`: of those that
    reach `floor`, or the likeliest one. Of each word `steps` `[words, 4, 4]`, `tags`, `tag_scores` `[words]`, and
    `antecedents` with their `scores` `[words, 3]`.
    """
    heads = _Heads(network)
    words, rows = heads.words()
    probability, word = heads.anchors(rows)
    heads.emissions(rows, word)
    heads.acts(words, word)
    heads.steps(rows)
    heads.names(rows)
    heads.references(rows)
    heads.graph.add("Gather", [probability, word], "probability")
    shape = network.shape
    inputs: list[Sized] = [
        ("hidden", FLOAT, [1, "pieces", shape.width]),
        ("first_piece", INTEGER, [1, "words"]),
        ("floor", FLOAT, []),
    ]
    sizes: dict[str, list[str | int]] = {
        "word": ["n"],
        "probability": ["n", 2],
        "emissions": ["n", "words", heads.states],
        "steps": ["words", heads.states, heads.states],
        "acts": ["n", len(heads.state["acts.out.bias"])],
        "tags": ["words"],
        "tag_scores": ["words"],
        "antecedents": ["words", ANTECEDENTS],
        "scores": ["words", ANTECEDENTS],
    }
    kinds = {name: INTEGER if name in ("word", "tags", "antecedents") else FLOAT for name in OUTPUTS}
    heads.graph.write("roles", inputs, [(name, kinds[name], sizes[name]) for name in OUTPUTS], path)


def read_roles(path: Path, network: AttributionNetwork) -> dict[str, np.ndarray]:
    """Return the state of the heads that were written, as int8 left it; `network` has their sizes."""
    weights, state = dict(exact_weights(path)), {}
    sizes = state_of(network)
    packed, at = weights.pop(PACKED).T, 0
    for name in (*HIDDEN, *DIRECT):
        size = len(sizes[f"{name}.weight"])
        state[f"{name}.weight"] = packed[at : at + size]
        at += size
    bias, at = weights["hidden.bias"], 0
    for name in HIDDEN:
        size = len(sizes[f"{name}.bias"])
        state[f"{name}.bias"] = bias[at : at + size]
        at += size
    wide = network.shape.role_width
    state["head.biaffine"] = weights["head.biaffine"].reshape(wide, -1, wide).transpose(1, 0, 2)
    for name in ("head", "references"):
        state[f"{name}.distance.weight"] = _buckets(
            weights[f"{name}.distance.weight"], sizes[f"{name}.distance.weight"]
        )
    for name, value in weights.items():
        if name in sizes and name not in state:
            state[name] = value.T if value.ndim > 1 else value
    return state


def _by_distance(buckets: np.ndarray) -> np.ndarray:
    """Return the row of each distance from -LONGEST to LONGEST, of the rows of their buckets."""
    return buckets[bucket(torch.arange(-LONGEST, LONGEST + 1)).numpy()]


def _buckets(by_distance: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return the rows of the buckets; those of distances that no window has stay as they were."""
    after = before.copy()
    where = bucket(torch.arange(-LONGEST, LONGEST + 1)).numpy()
    known = where if len(by_distance) == len(where) else where[:LONGEST]
    after[known] = by_distance.reshape(len(known), -1)
    return after


class _Heads:
    """The heads of a network, each method one of them; all are written into one graph."""

    def __init__(self, network: AttributionNetwork) -> None:
        self.graph, self.state = Graph(), state_of(network)
        self.wide, self.width = network.shape.role_width, network.shape.width
        self.states = len(self.state["head.start"])

    def words(self) -> tuple[str, dict[str, str]]:
        """Return the states of the words' first pieces, and of them the rows of HIDDEN and DIRECT by name."""
        graph, state = self.graph, self.state
        hidden = graph.add("Squeeze", ["hidden", graph.whole(0)], "pieces")
        first = graph.add("Squeeze", ["first_piece", graph.whole(0)], "first")
        words = graph.add("Gather", [hidden, first], "words")
        weights = np.concatenate([state[f"{name}.weight"] for name in (*HIDDEN, *DIRECT)]).T
        product = graph.add("MatMul", [words, graph.weight(PACKED, weights)], "product")
        sizes = [len(HIDDEN) * self.wide] + [len(state[f"{name}.weight"]) for name in DIRECT]
        parts = graph.split("Split", [product, graph.whole(*sizes)], ["hidden.product", *DIRECT], axis=-1)
        bias = graph.weight("hidden.bias", np.concatenate([state[f"{name}.bias"] for name in HIDDEN]))
        active = graph.add("BiasGelu", [parts[0], bias], "active", FUSED)
        sizes = [self.wide] * len(HIDDEN)
        of_hidden = graph.split("Split", [active, graph.whole(*sizes)], list(HIDDEN), axis=-1)
        return words, dict(zip((*HIDDEN, *DIRECT), (*of_hidden, *parts[1:]), strict=True))

    def anchors(self, rows: dict[str, str]) -> tuple[str, str]:
        """Return the probabilities `[words, 2]` of an outer and an inner anchor, and the words that are taken."""
        graph = self.graph
        both = self._out(rows["head.anchor.0"], "head.anchor.2")
        outer = graph.add("Slice", [both, graph.whole(0), graph.whole(1), graph.whole(1)], "anchor.outer")
        inner = self._out(rows["inner.anchor.1"], "inner.anchor.4")
        logits = graph.add("Concat", [outer, inner], "anchor.logits", axis=-1)
        probability = graph.add("Sigmoid", [logits], "anchor.probability")
        likelier = graph.add("ReduceMax", [probability], "anchor.likelier", axes=[-1], keepdims=0)
        likeliest = graph.add("ReduceMax", [likelier], "anchor.likeliest", keepdims=0)
        # the likeliest word always stands: ONNX Runtime's products of no rows end the process
        least = graph.add("Min", ["floor", likeliest], "anchor.least")
        reached = graph.add("GreaterOrEqual", [likelier, least], "anchor.reached")
        places = graph.add("NonZero", [reached], "anchor.places")
        return probability, graph.add("Squeeze", [places, graph.whole(0)], "word")

    def emissions(self, rows: dict[str, str], word: str) -> None:
        """Add the scores of every word's role in each anchor's statement."""
        graph, state = self.graph, self.state
        of_anchor = graph.add("Gather", [rows["head.of_anchor"], word], "anchor.active")
        flat = state["head.biaffine"].transpose(1, 0, 2).reshape(self.wide, -1)
        product = graph.add("MatMul", [of_anchor, graph.weight("head.biaffine", flat)], "biaffine")
        left = graph.add("Reshape", [product, graph.whole(-1, self.wide)], "biaffine.rows")
        right = graph.add("Transpose", [rows["head.of_word"]], "of_word.columns", perm=[1, 0])
        scores = graph.add("MatMul", [left, right], "pairs")
        count = graph.add("Shape", [rows["head.of_word"]], "count", start=0, end=1)
        shape = graph.add("Concat", [graph.whole(-1, self.states), count], "pairs.shape", axis=0)
        by_anchor = graph.add("Reshape", [scores, shape], "pairs.by_anchor")
        by_word = graph.add("Transpose", [by_anchor], "pairs.by_word", perm=[0, 2, 1])
        alone = self._out(rows["head.of_word"], "head.of_word_alone")
        size = graph.add("Squeeze", [count, graph.whole(0)], "size")
        zero, one = (graph.weight(f"number_{n}", np.array(n, dtype=np.int64)) for n in (0, 1))
        there = graph.add("Range", [zero, size, one], "there")
        away = graph.weight("away", np.array(LONGEST, dtype=np.int64))
        shifted = graph.add("Add", [there, away], "there.shifted")
        here = graph.add("Unsqueeze", [word, graph.whole(1)], "here")
        distance = graph.add("Sub", [shifted, here], "distance")
        table = graph.weight("head.distance.weight", _by_distance(state["head.distance.weight"]))
        bias = graph.add("Gather", [table, distance], "distance.bias")
        graph.add("Add", [graph.add("Add", [by_word, alone], "pairs.alone"), bias], "emissions")

    def acts(self, words: str, word: str) -> None:
        """Add the logits of each anchor's act, from its state and the means over its roles."""
        graph, state = self.graph, self.state
        likely = graph.add("Softmax", ["emissions"], "roles", axis=-1)
        of_roles = graph.add("Slice", [likely, graph.whole(1), graph.whole(self.states), graph.whole(2)], "roles.real")
        total = graph.add("ReduceSum", [of_roles, graph.whole(1)], "roles.total", keepdims=1)
        half = graph.weight("half", np.array(0.5, dtype=np.float32))
        share = graph.add("Div", [of_roles, graph.add("Add", [total, half], "roles.more")], "roles.share")
        by_role = graph.add("Transpose", [share], "roles.by_role", perm=[0, 2, 1])
        means = graph.add("MatMul", [by_role, words], "roles.means")
        flat = graph.add("Reshape", [means, graph.whole(-1, (self.states - 1) * self.width)], "roles.flat")
        anchor = graph.add("Gather", [words, word], "anchor.state")
        features = graph.add("Concat", [anchor, flat], "acts.features", axis=-1)
        mix = graph.weight("acts.mix.weight", state["acts.mix.weight"].T)
        mixed = graph.add("MatMul", [features, mix], "acts.mixed")
        bias = graph.weight("acts.mix.bias", state["acts.mix.bias"])
        active = graph.add("BiasGelu", [mixed, bias], "acts.active", FUSED)
        graph.add("Identity", [self._out(active, "acts.out")], "acts")

    def steps(self, rows: dict[str, str]) -> None:
        """Add the scores of the step into each word; before the first one stands nothing."""
        graph = self.graph
        nothing = graph.weight("nothing", np.zeros((1, self.states**2), dtype=np.float32))
        before = graph.add("Slice", [rows["head.step_left"], graph.whole(0), graph.whole(-1), graph.whole(0)], "before")
        moved = graph.add("Concat", [nothing, before], "before.moved", axis=0)
        bias = graph.weight("head.step_left.bias", self.state["head.step_left.bias"])
        left = graph.add("Add", [moved, bias], "before.sum")
        both = graph.add("Add", [left, rows["head.step_right"]], "steps.flat")
        graph.add("Reshape", [both, graph.whole(-1, self.states, self.states)], "steps")

    def names(self, rows: dict[str, str]) -> None:
        """Add each word's likeliest tag and its probability."""
        graph = self.graph
        likely = graph.add("Softmax", [self._out(rows["names.tag.0"], "names.tag.2")], "tags.likely", axis=-1)
        graph.add("ReduceMax", [likely], "tag_scores", axes=[-1], keepdims=0)
        graph.add("ArgMax", [likely], "tags", axis=-1, keepdims=0)

    def references(self, rows: dict[str, str]) -> None:
        """Add the likeliest earlier words that each word refers to, and their probabilities."""
        graph, state = self.graph, self.state
        right = graph.add("Transpose", [rows["references.of_antecedent"]], "antecedents.columns", perm=[1, 0])
        scale = graph.weight("references.scale", np.array(self.wide**-0.5, dtype=np.float32))
        scaled = graph.add("Mul", [rows["references.of_word"], scale], "references.scaled")
        product = graph.add("MatMul", [scaled, right], "references.product")
        scores = graph.add("Add", [product, self._diagonals()], "references.pairs")
        bias = graph.weight("references.none.bias", state["references.none.bias"])
        none = graph.add("Add", [rows["references.none"], bias], "references.nothing")
        logits = graph.add("Concat", [none, scores], "references.logits", axis=-1)
        likely = graph.add("Softmax", [logits], "references.likely", axis=-1)
        pads = graph.whole(0, 0, 0, ANTECEDENTS)  # a window may have fewer words than are asked for
        earlier = graph.add("Slice", [likely, graph.whole(1), graph.whole(2 * LONGEST), graph.whole(1)], "earlier")
        padded = graph.add("Pad", [earlier, pads], "earlier.padded")
        _, places = graph.split("TopK", [padded, graph.whole(ANTECEDENTS)], ["scores", "places"])
        last = graph.add("Sub", ["size", "number_1"], "last")
        graph.add("Min", [places, last], "antecedents")

    def _diagonals(self) -> str:
        """Add `[words, words]`: what the distance to each earlier word counts, and LATER for the others.

        Equal rows twice as long as there are words, read as rows one shorter, begin each one place further back.
        """
        graph = self.graph
        earlier = _by_distance(self.state["references.distance.weight"])[:LONGEST, 0]
        table = graph.weight("references.distance.weight", earlier)
        start = graph.add("Neg", ["count"], "count.negative")
        near = graph.add("Slice", [table, start, graph.whole(LONGEST), graph.whole(0)], "distances.near")
        value = numpy_helper.from_array(np.array([LATER], dtype=np.float32))
        later = graph.add("ConstantOfShape", ["count"], "distances.later", value=value)
        row = graph.add("Concat", [later, near], "distances", axis=0)
        twice = graph.add("Add", ["count", "count"], "count.twice")
        rows = graph.add("Concat", ["count", twice], "distances.shape", axis=0)
        every = graph.add("Expand", [row, rows], "distances.rows")
        flat = graph.add("Reshape", [every, graph.whole(-1)], "distances.flat")
        one_less = graph.add("Sub", [twice, graph.whole(1)], "count.one_less")
        enough = graph.add("Mul", ["count", one_less], "count.enough")
        cut = graph.add("Slice", [flat, graph.whole(0), enough, graph.whole(0)], "distances.cut")
        skewed = graph.add("Concat", ["count", one_less], "distances.skewed.shape", axis=0)
        by_row = graph.add("Reshape", [cut, skewed], "distances.skewed")
        return graph.add("Slice", [by_row, graph.whole(0), "count", graph.whole(1)], "diagonals")

    def _out(self, x: str, layer: str) -> str:
        """Add a head's last layer."""
        return self.graph.linear(x, layer, self.state[f"{layer}.weight"].T, self.state[f"{layer}.bias"])
