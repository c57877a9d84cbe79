"""Train the sieve that says which pairs the pair network should read, export it, measure it, and write its card.

    python -m training.sieve --data DATA --out FOLDER --seed 0

DATA holds allsides/articles.jsonl.gz (published at ramybaly/Article-Bias-Prediction). To be run again whenever the pair
network or its thresholds are others: it learns from what the shipped ones say. The pairs are those that `sayso link`
asks about: of two years to learn from, of two months to choose the least logits by, of two others for the figures, each
with a fourth of the articles without a date. What the pair network says of them is kept in FOLDER, and taken from there
the next time. An hour of two cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

import torch

from sayso.model.bundle import shipped
from sayso.model.pairs import PairModel
from sayso.model.pairs import load as load_pairs
from sayso.model.pieces import word_pieces
from sayso.model.sieve import PairSieve
from training.sieve.answers import Answered, answered, read, write
from training.sieve.asked import asked_of
from training.sieve.card import write_card
from training.sieve.export import export, write_manifest
from training.sieve.network import SieveNetwork, first_words
from training.sieve.passing import least_logits, passing
from training.sieve.train import Recipe, train

PARTS: Mapping[str, tuple[tuple[str, ...], int]] = {
    "train": (("2015", "2018"), 0),
    "dev": (("2019-03", "2020-03"), 1),
    "test": (("2019-05", "2020-05"), 2),
}
"""Of each part, the beginnings of its articles' dates, and which fourth of those without a date is in it."""


def main() -> None:
    """Run the command."""
    args = _arguments()
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    recipe = Recipe(seed=args.seed)
    model = load_pairs()
    rows = {part: _answers(part, args.data, args.out, model) for part in PARTS}
    pairs = shipped("pairs")
    network = SieveNetwork(first_words(pairs))
    train(network, rows["train"], word_pieces(pairs / "vocab.txt"), recipe)
    bundle = args.out / "bundle"
    taught_by = f"{model.version.name} {model.version.version}"
    export(network, pairs / "vocab.txt", taught_by, bundle)
    dev = rows["dev"]
    logits = PairSieve(bundle).logits((row.later, row.earlier) for row in dev)
    write_manifest(least_logits(logits, dev, recipe.kept), taught_by, bundle)
    found = {part: passing(PairSieve(bundle), rows[part]) for part in ("dev", "test")}
    write_card(recipe, found, taught_by, {part: len(some) for part, some in rows.items()}, bundle)
    print(*(f"{part}: {one}" for part, some in found.items() for one in some), sep="\n")
    print(f"the weights are in {bundle}: copy them to src/sayso/model/weights/sieve to ship them")


def _answers(part: str, data: Path, out: Path, model: PairModel) -> list[Answered]:
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{part}-{model.version.version}.jsonl.gz"
    if not path.exists():
        asked = asked_of(data / "allsides" / "articles.jsonl.gz", lambda row: _is_of(part, row))
        write(list(answered(asked, model)), path)
    return read(path)


def _is_of(part: str, row: Mapping[str, str]) -> bool:
    dates, fourth = PARTS[part]
    return row["date"].startswith(dates) if row["date"] else crc32(row["id"].encode()) % 4 == fourth


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for answers, weights and their card")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
