"""The trained network -> the files that sayso runs: an int8 encoder, the head, the vocabulary, the manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import torch

from sayso.model.bundle import MANIFEST
from sayso.model.pairs import FILES, LENGTH
from training.attribution.encoder_graph import write_encoder
from training.attribution.onnx_graph import quantise
from training.pairs.network import PairNetwork

NAME = "sayso-pairs"


def export(network: PairNetwork, vocabulary: Path, out: Path) -> None:
    """Write the bundle to `out`, its probabilities uncalibrated: matrices and embeddings in seven bits."""
    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    network.encoder.places = torch.nn.Embedding.from_pretrained(network.encoder.places.weight[:LENGTH].detach())
    exact = out / "encoder.float.onnx"
    write_encoder(network.encoder, exact)
    quantise(exact, out / "encoder.onnx")
    heads = {
        f"{name}{part}": np.ascontiguousarray(value.detach().numpy().T.astype(np.float32))
        for name, head in (("", network.head), ("early_", network.early))  # the latter for training on alone
        for part, value in (("weight", head.weight), ("bias", head.bias))
    }
    np.savez(out / "head.npz", **heads)
    (out / "vocab.txt").write_bytes(vocabulary.read_bytes())
    write_manifest(1.0, out)


def write_manifest(temperature: float, out: Path) -> None:
    """Write `bundle.json`: the settings, the files' checksums, and a version that follows from both."""
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    decides = {"temperature": temperature, "files": files}
    version = hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:12]
    bundle = {"name": NAME, "version": version, **decides}
    (out / MANIFEST).write_text(json.dumps(bundle, indent=2) + "\n", encoding="utf-8", newline="\n")
