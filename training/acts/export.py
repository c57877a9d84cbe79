"""The trained network -> the files that sayso runs: an int8 encoder, the head, the vocabulary, the manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from sayso.model.acts import FILES, LENGTH
from sayso.model.bundle import MANIFEST
from training.acts.network import ActNetwork
from training.attribution.encoder_graph import write_encoder

NAME = "sayso-act"


def export(network: ActNetwork, vocabulary: list[str], temperature: float, out: Path) -> None:
    """Write the bundle to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    network.encoder.places = torch.nn.Embedding.from_pretrained(network.encoder.places.weight[: LENGTH + 2].detach())
    exact = out / "encoder.float.onnx"
    write_encoder(network.encoder, exact)
    options = {"DefaultTensorType": onnx.TensorProto.FLOAT}  # the fused operators' results, which have no shape rule
    quantize_dynamic(exact, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, extra_options=options)
    exact.unlink()
    weight, bias = (part.detach().numpy().astype(np.float32) for part in (network.head.weight.T, network.head.bias))
    np.savez(out / "head.npz", weight=np.ascontiguousarray(weight), bias=bias)
    (out / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8", newline="\n")
    write_manifest(temperature, out)


def write_manifest(temperature: float, out: Path) -> None:
    """Write `bundle.json`: the settings, the files' checksums, and a version that follows from both."""
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    decides = {"temperature": temperature, "files": files}
    version = hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:12]
    bundle = {"name": NAME, "version": version, **decides}
    (out / MANIFEST).write_text(json.dumps(bundle, indent=2) + "\n", encoding="utf-8", newline="\n")
