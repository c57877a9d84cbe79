"""A shipped bundle -> the network again, so that training can go on from what is shipped.

The int8 weights come back as int8 left them: a network from an exported one says what the exported one says.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from sayso.model.bundle import FILES, verified_manifest
from training.attribution.encoder_graph import read_encoder
from training.attribution.network import AttributionNetwork, Shape
from training.attribution.roles_graph import read_roles


def from_bundle(folder: Path) -> AttributionNetwork:
    """Return the network of a bundle's graphs.

    Raises WeightsError where its files are absent or damaged, RuntimeError where they are not of `export`'s making.
    """
    manifest = verified_manifest(folder, FILES)  # one of an earlier version lacks settings that only reading needs
    encoder = read_encoder(folder / "encoder.onnx")
    layers = 1 + max(int(name.split(".")[1]) for name in encoder if name.startswith("layers."))
    network = AttributionNetwork(Shape(layers=layers))
    state = {f"encoder.{name}": value for name, value in encoder.items()}
    state |= read_roles(folder / "roles.onnx", network)
    state["head.start"] = np.array(manifest["start"], dtype=np.float32)
    network.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    return network
