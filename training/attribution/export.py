"""The trained network -> the two ONNX graphs that sayso runs, in int8 where that costs nothing.

`encoder.onnx` (pieces, features, mask -> hidden states) has its matrices and embeddings in dynamic int8;
`roles.onnx` (hidden states -> anchors, emissions, steps) is small and stays in float32.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.attribution.encoder_graph import write_encoder
from training.attribution.network import AttributionNetwork

OPSET = 18
FILES = ("encoder.onnx", "roles.onnx", "vocab.txt")


class RolesGraph(nn.Module):
    """The head as one graph: the anchors whose probability reaches `floor`, or the likeliest one, with their scores."""

    def __init__(self, network: AttributionNetwork) -> None:
        super().__init__()
        self.head = network.head

    def forward(self, hidden: Tensor, first_piece: Tensor, word_mask: Tensor, floor: Tensor) -> tuple[Tensor, ...]:
        """Return `window`, `word`, `probability` `[n]`, `emissions [n, words, 4]`, `steps [windows, words, 4, 4]`."""
        words = hidden.gather(1, first_piece[..., None].expand(-1, -1, hidden.shape[-1]))
        probability = torch.sigmoid(self.head.anchors(words)) * word_mask
        # the likeliest word always stands: ONNX Runtime's products of no rows end the process
        window, word = torch.nonzero(probability >= torch.minimum(floor, probability.max()), as_tuple=True)
        return window, word, probability[window, word], self.head.emissions(words, window, word), self.head.steps(words)


def export(network: AttributionNetwork, vocabulary: Path, settings: dict, out: Path) -> None:
    """Write `encoder.onnx`, `roles.onnx`, `vocab.txt` and `bundle.json` to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    exact = out / "encoder.float.onnx"
    write_encoder(network.encoder, exact)
    options = {"DefaultTensorType": onnx.TensorProto.FLOAT}  # the fused operators' results, which have no shape rule
    quantize_dynamic(exact, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, extra_options=options)
    exact.unlink()
    _export_roles(network, out / "roles.onnx")
    (out / "vocab.txt").write_bytes(vocabulary.read_bytes())
    write_manifest(network, settings, out)


def write_manifest(network: AttributionNetwork, settings: dict, out: Path) -> None:
    """Write `bundle.json`: the settings, the files' checksums, and a version that follows from both."""
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    start = [round(float(x), 6) for x in network.head.start.detach()]
    decides = {**settings, "start": start, "files": files}
    version = hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:12]
    bundle = {"name": "sayso-attribution", "version": version, **decides}
    (out / "bundle.json").write_text(json.dumps(bundle, indent=2) + "\n", encoding="utf-8")


def _export_roles(network: AttributionNetwork, path: Path) -> None:
    hidden, first = torch.randn(3, 17, network.shape.width), torch.arange(11).repeat(3, 1)
    batch, length, words = (torch.export.Dim(n, min=1, max=1024) for n in ("batch", "pieces", "words"))
    torch.onnx.export(
        RolesGraph(network).eval(),
        (hidden, first, torch.ones(3, 11), torch.tensor(0.01)),
        path,
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        input_names=["hidden", "first_piece", "word_mask", "floor"],
        output_names=["window", "word", "probability", "emissions", "steps"],
        dynamic_shapes=({0: batch, 1: length}, {0: batch, 1: words}, {0: batch, 1: words}, {}),
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
    onnx.save(model, path)
