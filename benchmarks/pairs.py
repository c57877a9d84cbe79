"""Whether the model of pairs is as good as it is held to be, and how many pairs it scores a second.

    python -m benchmarks.pairs --data DATA

DATA holds nli, stsb, perspectrum and allsides, laid out as training/pairs/published.py says. The relations are measured
on the tenth of the pooled inference pairs that was kept aside by premise, the similarity on STS-B's dev part.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

from benchmarks.machine import describe
from sayso.model.pairs import PairModel, load, pair_pieces
from training.pairs.figures import Figures, Relations, figures
from training.pairs.news import Article, made_pairs, read_articles

ACCURACY, RANK = 0.76, 0.84
PAIRS = 2_000


def main() -> int:
    """Print the figures; return how many are under what they are held to."""
    arguments = _arguments()
    print(describe())
    model = load(arguments.bundle)
    print(f"{model.version.name} {model.version.version}")
    missed = 0 if arguments.quick else _show(figures(model, arguments.data, seed=0))
    _speed(model, read_articles(arguments.data / "allsides" / "articles.jsonl.gz", 400))
    return missed


def _show(found: Figures) -> int:
    inference = found.inference
    print(f"relations {inference.accuracy:.3f} ({inference.low:.3f} to {inference.high:.3f}), ", end="")
    print(f"calibration error {inference.error:.3f}: {_held(inference.accuracy, ACCURACY)}")
    for title, part in (("", inference), ("made, ", found.made), ("views, ", found.views)):
        _show_by_src(title, part)
    print(f"similarity of pairs, Spearman {found.pair_rank:.3f}: {_held(found.pair_rank, RANK)}")
    print(f"cosine of embeddings, Spearman {found.cosine_rank:.3f}")
    return sum((inference.accuracy < ACCURACY, found.pair_rank < RANK))


def _show_by_src(title: str, part: Relations) -> None:
    for src, (count, share) in part.by_src.items():
        print(f"  {title}{src}: {share:.3f} of {count}")


def _held(value: float, least: float) -> str:
    return f"{'reaches' if value >= least else 'MISSES'} {least}"


def _speed(model: PairModel, articles: list[Article]) -> None:
    """Score pairs of neighbouring sentences of news, and embed them."""
    chance = random.Random(0)  # noqa: S311 - it hides nothing
    pairs = [(row.a, row.b) for row in made_pairs(articles, PAIRS, chance)]
    pieces = sum(len(pair_pieces(a, b, model.tokenizer).pieces) for a, b in pairs) / len(pairs)
    model.relate(pairs[:50])
    began = time.perf_counter()
    model.relate(pairs)
    rate = len(pairs) / (time.perf_counter() - began)
    print(f"{rate:,.0f} pairs a second of {pieces:.0f} pieces, {rate * pieces:,.0f} pieces a second")
    began = time.perf_counter()
    model.embed([a for a, _ in pairs])
    print(f"{len(pairs) / (time.perf_counter() - began):,.0f} sentences embedded a second")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, help="a folder of weights other than the shipped one")
    parser.add_argument("--quick", action="store_true", help="speed only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
