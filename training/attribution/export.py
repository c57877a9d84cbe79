"""The trained network -> the two ONNX graphs that sayso runs, in int8 where that costs nothing.

`encoder.onnx` (pieces, features, mask -> hidden states) has its matrices and embeddings in dynamic int8;
so has `roles.onnx` (hidden states -> what is said of the words).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from training.attribution.encoder_graph import write_encoder
from training.attribution.network import AttributionNetwork
from training.attribution.onnx_graph import quantise
from training.attribution.roles_graph import EXACT, write_roles

FILES = ("encoder.onnx", "roles.onnx", "vocab.txt")


def export(network: AttributionNetwork, vocabulary: Path, settings: dict, out: Path) -> None:
    """Write `encoder.onnx`, `roles.onnx`, `vocab.txt` and `bundle.json` to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    write_encoder(network.encoder, out / "encoder.float.onnx")
    quantise(out / "encoder.float.onnx", out / "encoder.onnx")
    write_roles(network, out / "roles.float.onnx")
    quantise(out / "roles.float.onnx", out / "roles.onnx", EXACT)
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
