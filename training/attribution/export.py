"""The trained network -> the two ONNX graphs that sayso runs, in int8 where that costs nothing.

`encoder.onnx` (pieces, features, mask -> hidden states) has its matrices and embeddings in dynamic int8;
so has `roles.onnx` (hidden states -> OUTPUTS): in float32 it takes a fifth of the encoder's time, and finds no more.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from sayso.annotate.word_notes import ANTECEDENTS
from training.attribution.encoder_graph import write_encoder
from training.attribution.network import AttributionNetwork, of_words

OPSET = 18
OUTPUTS = ["window", "word", "probability", "emissions", "steps", "acts", "tags", "tag_scores", "antecedents", "scores"]
FILES = ("encoder.onnx", "roles.onnx", "vocab.txt")


class RolesGraph(nn.Module):
    """The heads as one graph over one window; of anchors, those that reach `floor`, or the likeliest one."""

    def __init__(self, network: AttributionNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, hidden: Tensor, first_piece: Tensor, word_mask: Tensor, floor: Tensor) -> tuple[Tensor, ...]:
        """Return OUTPUTS.

        Of each anchor `window`, `word` `[n]`, `probability` `[n, 2]`, `emissions` `[n, words, 4]`, `acts` `[n, acts]`;
        of each word `steps` `[windows, words, 4, 4]`, `tags`, `tag_scores` `[windows, words]`, `antecedents` and
        their `scores` `[windows, words, 3]`.
        """
        head = self.network.head
        words = of_words(hidden, first_piece)
        probability = torch.sigmoid(self.network.anchors(words)) * word_mask[..., None]
        likelier = probability.max(dim=-1).values
        # the likeliest word always stands: ONNX Runtime's products of no rows end the process
        window, word = torch.nonzero(likelier >= torch.minimum(floor, likelier.max()), as_tuple=True)
        emissions = head.emissions(words, window, word)
        acts = self.network.acts(words, word_mask, window, word, emissions)
        tag_scores, tags = torch.softmax(self.network.names(words), dim=-1).max(dim=-1)
        likely = torch.softmax(self.network.references(words), dim=-1)[..., 1:]
        none = likely.new_zeros(1, 1, ANTECEDENTS).expand(likely.shape[0], likely.shape[1], ANTECEDENTS)
        scores, antecedents = torch.cat([likely, none], dim=-1).topk(ANTECEDENTS, dim=-1)
        antecedents = torch.minimum(antecedents, torch.tensor(words.shape[1] - 1))
        found = window, word, probability[window, word], emissions, head.steps(words), acts
        return *found, tags, tag_scores, antecedents, scores


def export(network: AttributionNetwork, vocabulary: Path, settings: dict, out: Path) -> None:
    """Write `encoder.onnx`, `roles.onnx`, `vocab.txt` and `bundle.json` to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    exact = out / "encoder.float.onnx"
    write_encoder(network.encoder, exact)
    options = {"DefaultTensorType": onnx.TensorProto.FLOAT}  # the fused operators' results, which have no shape rule
    _quantise(exact, out / "encoder.onnx", extra_options=options)
    exact.unlink()
    exact = out / "roles.float.onnx"
    _export_roles(network, exact)
    _quantise(exact, out / "roles.onnx")
    exact.unlink()
    (out / "vocab.txt").write_bytes(vocabulary.read_bytes())
    write_manifest(network, settings, out)


def _quantise(exact: Path, path: Path, **options: object) -> None:
    """Write the graph with its matrices in seven bits: products of eight overflow on processors without VNNI."""
    quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, **options)


def write_manifest(network: AttributionNetwork, settings: dict, out: Path) -> None:
    """Write `bundle.json`: the settings, the files' checksums, and a version that follows from both."""
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    start = [round(float(x), 6) for x in network.head.start.detach()]
    decides = {**settings, "start": start, "files": files}
    version = hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:12]
    bundle = {"name": "sayso-attribution", "version": version, **decides}
    (out / "bundle.json").write_text(json.dumps(bundle, indent=2) + "\n", encoding="utf-8")


def _export_roles(network: AttributionNetwork, path: Path) -> None:
    hidden, first = torch.randn(1, 17, network.shape.width), torch.arange(11)[None]
    length, words = (torch.export.Dim(n, min=1, max=1024) for n in ("pieces", "words"))
    torch.onnx.export(
        RolesGraph(network).eval(),
        (hidden, first, torch.ones(1, 11), torch.tensor(0.01)),
        path,
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        input_names=["hidden", "first_piece", "word_mask", "floor"],
        output_names=OUTPUTS,
        dynamic_shapes=({1: length}, {1: words}, {1: words}, {}),
        verbose=False,
    )
    _strip(path)


def _strip(path: Path) -> None:
    """Take the exporter's notes out (they name files of the machine), so that the same weights give the same bytes."""
    model = onnx.load(path)
    model.producer_version = ""
    model.doc_string = ""
    del model.metadata_props[:]
    for part in (model.graph, *model.functions):
        part.doc_string = ""
        for node in part.node:
            node.doc_string = ""
            del node.metadata_props[:]
        for value in (*getattr(part, "value_info", ()), *getattr(part, "initializer", ())):
            value.doc_string = ""
            if hasattr(value, "metadata_props"):
                del value.metadata_props[:]
    if hasattr(model.graph, "metadata_props"):
        del model.graph.metadata_props[:]
    weights = {one.name for one in model.graph.initializer}  # quantising turns some: a shape noted is then wrong
    kept = [value for value in model.graph.value_info if value.name not in weights]
    del model.graph.value_info[:]
    model.graph.value_info.extend(kept)
    onnx.save(model, path)
