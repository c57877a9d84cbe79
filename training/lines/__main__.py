"""Train the line classifier: `python -m training.lines --data FOLDER` (WCXB's pages; needs the extra `train`).

Seeded; about two minutes on one core. Prints cross-validated figures over the training half, trains the weights on all
of it, and writes them with their card into src/sayso/clean/weights/. The other half is left to benchmarks/main_text.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
from pathlib import Path

import numpy as np
import torch

from benchmarks.main_text import shingle_f1
from sayso.clean import line_classifier
from sayso.clean.line_features import features, words_of
from training.lines.card import card
from training.lines.network import Array, Choices, Example, LineNetwork, exported, standard, train
from training.lines.pages import SPLIT_SEED, Page, halves, labelled, pages

SEEDS = (1, 2, 3)
"""Networks that are averaged."""
FOLDS = 5
CUTS = 4
"""Cut variants of each page: people paste less than a whole page."""
HAND_COPIES = 2
"""How often the invented texts come in an epoch: they are few and short, but look like the copies that people paste."""
HERE = Path(__file__).parent
WEIGHTS = Path(line_classifier.__file__).parent / "weights"

Text = tuple[list[str], list[float], list[float]]
"""Lines, labels, weights."""


def main() -> None:
    """Cross-validate, train, write."""
    arguments = _arguments()
    torch.set_num_threads(1)  # the same sums in the same order: the same file
    torch.use_deterministic_algorithms(True)
    found = list(pages(arguments.data))
    chosen = halves([page.id for page in found])[0]
    texts = {page: _text(page) for page in found if page.id in chosen}
    texts = {page: text for page, text in texts.items() if text[0]}
    hand = [_variants(text, str(number)) for number, text in enumerate(_hand())] * HAND_COPIES
    figures = {} if arguments.no_folds else _cross_validated(texts, hand)
    examples = [_variants(text, page.id) for page, text in texts.items()] + hand
    networks = [train(examples, seed, Choices()) for seed in SEEDS]
    arrays = exported(networks, *standard(examples))
    WEIGHTS.mkdir(exist_ok=True)
    path = WEIGHTS / line_classifier.WEIGHTS
    np.savez(path, **arrays)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = card(
        figures,
        pages=len(texts),
        lines=sum(len(t[0]) for t in texts.values()),
        hand=len(hand) // HAND_COPIES,
        sha256=digest,
        split=SPLIT_SEED,
        seeds=SEEDS,
        choices=Choices(),
    )
    (WEIGHTS / "CARD.md").write_text(text, encoding="utf-8", newline="\n")
    print(f"{path.name}: {path.stat().st_size} bytes, SHA-256 {digest}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of WCXB pages: html/ and ground-truth/")
    parser.add_argument("--no-folds", action="store_true", help="train only, without cross-validation")
    return parser.parse_args()


def _text(page: Page) -> Text:
    lines, kept = labelled(page.visible_text(), page.main)
    # The headline is told by rules afterwards; it is in the marked text of some pages and not of others.
    return lines, [float(keep) for keep in kept], [_weight(line) * (line != page.title) for line in lines]


def _hand() -> list[Text]:
    texts = []
    for row in (HERE / "roles.jsonl").read_text(encoding="utf-8").splitlines():
        entries = json.loads(row)["lines"]
        lines = [entry["text"] for entry in entries]
        labels = [float(entry["role"] == "body") for entry in entries]
        heads = [entry["role"] in {"headline", "deck"} for entry in entries]
        texts.append((lines, labels, [_weight(line) * (not head) for line, head in zip(lines, heads, strict=True)]))
    return texts


def _weight(line: str) -> float:
    """How much a line counts: a paragraph more than a button, as in the figure that is sought."""
    return 0.3 + math.log1p(len(words_of(line)))


def _variants(text: Text, seed: str) -> list[Example]:
    """Return the whole text and some cut ones, which keep all of the main text and less of what is around it."""
    lines, labels, weights = text
    chance = random.Random(seed)
    main = [number for number, label in enumerate(labels) if label] or [0]
    cuts = [(0, len(lines))]
    for _ in range(CUTS):
        before, after = main[0], len(lines) - main[-1] - 1
        cuts.append((main[0] - int(before * chance.random() ** 3), main[-1] + 1 + int(after * chance.random() ** 3)))
    return [
        Example(features(lines[a:b]), np.array(labels[a:b], dtype=np.float32), np.array(weights[a:b], dtype=np.float32))
        for a, b in cuts
    ]


def _cross_validated(texts: dict[Page, Text], hand: list[list[Example]]) -> dict[float, float]:
    """Return threshold -> mean 4-shingle F1 of pages that the networks of their fold have not seen."""
    variants = {page: _variants(text, page.id) for page, text in texts.items()}
    order = list(texts)
    scored: dict[Page, Array] = {}
    for fold in range(FOLDS):
        seen = [variants[page] for number, page in enumerate(order) if number % FOLDS != fold] + hand
        networks = [train(seen, seed, Choices()) for seed in SEEDS]
        mean, spread = standard(seen)
        for page in order[fold::FOLDS]:
            scored[page] = _scored(networks, variants[page][0].seen, mean, spread)
    figures = {}
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6):
        kept = {
            page: [line for line, p in zip(texts[page][0], scored[page], strict=True) if p >= threshold]
            for page in order
        }
        figures[threshold] = float(np.mean([shingle_f1("\n".join(lines), page.main) for page, lines in kept.items()]))
        print(
            f"{FOLDS} folds over {len(order)} pages, threshold {threshold}: 4-shingle F1 {figures[threshold]:.4f}",
            flush=True,
        )
    return figures


def _scored(networks: list[LineNetwork], seen: Array, mean: Array, spread: Array) -> Array:
    ready = torch.from_numpy(
        np.clip((seen - mean) / spread, -line_classifier.LIMIT, line_classifier.LIMIT).astype(np.float32)
    )
    with torch.no_grad():
        return np.mean([torch.sigmoid(network(ready)).numpy() for network in networks], axis=0)


if __name__ == "__main__":
    main()
