"""The trained sieve -> the files that sayso runs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from torch import nn

from sayso.model.bundle import MANIFEST
from sayso.model.pairs import LENGTH
from sayso.model.sieve import FILES, LEAST
from training.attribution.encoder_graph import write_encoder
from training.attribution.onnx_graph import quantise
from training.sieve.network import SieveNetwork

NAME = "sayso-sieve"


def export(network: SieveNetwork, vocabulary: Path, taught_by: str, out: Path) -> None:
    """Write the bundle to `out`, its matrices and embeddings in seven bits; with it every pair passes as yet."""
    out.mkdir(parents=True, exist_ok=True)
    network.encoder.places = nn.Embedding.from_pretrained(network.encoder.places.weight[:LENGTH].detach())
    exact = out / "encoder.float.onnx"
    write_encoder(network.encoder, exact)
    quantise(exact, out / "encoder.onnx")
    weight, bias = (value.detach().numpy().astype(np.float32) for value in (network.head.weight, network.head.bias))
    np.savez(out / "head.npz", weight=np.ascontiguousarray(weight.T), bias=bias)
    (out / "vocab.txt").write_bytes(vocabulary.read_bytes())
    write_manifest([-100.0] * len(LEAST), taught_by, out)


def write_manifest(least: list[float], taught_by: str, out: Path) -> None:
    """Write `bundle.json`: the least logits, the files' checksums, and a version that follows from both."""
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    decides = {"least": dict(zip(LEAST, least, strict=True)), "files": files}
    version = hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:12]
    bundle = {"name": NAME, "version": version, "taught_by": taught_by, **decides}
    (out / MANIFEST).write_text(json.dumps(bundle, indent=2) + "\n", encoding="utf-8", newline="\n")
