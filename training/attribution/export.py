"""The trained network -> the two ONNX graphs that sayso runs, in int8 where that costs nothing.

`encoder.onnx` (pieces, features, mask -> hidden states) has its matrices and embeddings in dynamic int8;
so has `roles.onnx` (hidden states -> what is said of the words).
"""

from __future__ import annotations

from pathlib import Path

from training.attribution.encoder_graph import write_encoder
from training.attribution.manifest import write_manifest
from training.attribution.network import AttributionNetwork
from training.attribution.onnx_graph import quantise
from training.attribution.roles_graph import EXACT, write_roles


def export(network: AttributionNetwork, vocabulary: Path, settings: dict, out: Path) -> None:
    """Write `encoder.onnx`, `roles.onnx`, `vocab.txt` and `bundle.json` to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    write_encoder(network.encoder, out / "encoder.float.onnx")
    quantise(out / "encoder.float.onnx", out / "encoder.onnx")
    write_roles(network, out / "roles.float.onnx")
    quantise(out / "roles.float.onnx", out / "roles.onnx", EXACT)
    (out / "vocab.txt").write_bytes(vocabulary.read_bytes())
    start = [round(float(x), 6) for x in network.head.start.detach()]
    write_manifest({**settings, "start": start}, out)
