"""A shipped bundle -> the network's weights again, so that training can go on from what is shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from sayso.model.bundle import verified_manifest
from sayso.model.pairs import FILES
from training.attribution.encoder_graph import read_encoder
from training.pairs.network import PairNetwork


def take_up(network: PairNetwork, folder: Path) -> None:
    """Give the network the weights of a bundle with its layers and vocabulary, as int8 left them.

    A head with fewer outputs gives those it has. Raises WeightsError where files are absent or damaged, RuntimeError
    where layers or vocabulary are other ones.
    """
    verified_manifest(folder, FILES)
    encoder = {name: torch.from_numpy(np.array(value)) for name, value in read_encoder(folder / "encoder.onnx").items()}
    places = network.encoder.places.weight.detach().clone()
    read = encoder["places.weight"]
    places[: len(read)] = read  # a bundle has no more places than a pair has pieces
    network.encoder.load_state_dict(encoder | {"places.weight": places})
    with np.load(folder / "head.npz", allow_pickle=False) as head, torch.no_grad():
        outputs = head["weight"].shape[1]
        network.head.weight[:outputs] = torch.from_numpy(head["weight"].T.copy())
        network.head.bias[:outputs] = torch.from_numpy(head["bias"])
        if "early_weight" in head:  # bundles before 28 November 2026 have none
            network.early.weight.copy_(torch.from_numpy(head["early_weight"].T.copy()))
            network.early.bias.copy_(torch.from_numpy(head["early_bias"]))
