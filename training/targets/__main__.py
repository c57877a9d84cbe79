"""Train the ranker of targets: `python -m training.targets --data DATA --out src/sayso/resolve/aiming.json`.

DATA as for `training.speakers`, whose weights it takes as they are. Deterministic; two minutes on one core, no PyTorch.
Prints cross-validated precision and recall of the targets at several thresholds, trains on all articles, writes the
weights.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import sayso.resolve.targets as resolving
from sayso.records import Span, Speaker, Statement
from sayso.resolve.addressee import addressees
from sayso.resolve.aimed_at import Aims
from sayso.resolve.speakers import Resolver
from training.speakers.labels import Labelled, labelled
from training.speakers.ranker import Example, fit

PENALTY = 4.0
"""How hard weights are held to nought: of 1, 3, 4 and 6 none is better by more than .01 of F1."""
ROUNDS, FOLDS = 3, 4
"""A round's weights decide at whom the speaker aimed before in the next one's features."""
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5)


@dataclass(frozen=True)
class Prepared:
    """An article as far as nothing depends on the weights."""

    aims: Aims
    statements: tuple[Statement, ...]
    spoken_to: tuple[Span | None, ...]
    mention: resolving.Mention
    targets: tuple[tuple[str, ...], ...]


def main() -> None:
    """Cross-validate, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    articles = [_prepared(one) for one in labelled(arguments.data)]
    _cross_validate(articles)
    text = json.dumps({"articles": len(articles), "weights": _fitted(articles)}, indent=0, ensure_ascii=False)
    arguments.out.write_text(text + "\n", encoding="utf-8", newline="\n")


def _prepared(one: Labelled) -> Prepared:
    resolver = Resolver(one.article, one.names, one.references, one.statements)
    spoken = tuple(replace(statement, speaker=resolver.speaker(statement)) for statement in one.statements)
    spoken_to = addressees(one.article, spoken, one.names)
    names = resolver.named()
    return Prepared(Aims(one.article.text, names), spoken, spoken_to, cache(resolver.mention), one.targets)


def _fitted(articles: Sequence[Prepared]) -> Mapping[str, float]:
    weights: Mapping[str, float] = {}
    for _ in range(ROUNDS):
        weights = fit([example for one in articles for example in _examples(one, weights)], PENALTY, {})
    return weights


def _examples(one: Prepared, weights: Mapping[str, float]) -> list[Example]:
    """Return the choices that the ranker is asked for in an article, with what is right in each."""
    found = resolving.aimed(one.aims, one.statements, one.spoken_to, one.mention, weights)
    return [
        Example(choice.kind, choice.features, tuple(n for n, a in enumerate(choice.actors) if _is_among(a, wanted)))
        for (choice, _), wanted in zip(found, one.targets, strict=True)
        if choice is not None
    ]


def _is_among(actor: Speaker, wanted: Sequence[str]) -> bool:
    return any(_alike(_words(name), _words(actor.name)) for name in wanted)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", re.sub(r"[’']s\b", "", name.lower()))) - {"the", "a", "an", "of", "government"}


def _cross_validate(articles: Sequence[Prepared]) -> None:
    folds = [_fitted([one for n, one in enumerate(articles) if n % FOLDS != fold]) for fold in range(FOLDS)]
    shipped = resolving.LEAST
    for threshold in THRESHOLDS:
        resolving.LEAST = threshold
        right = given = wanted = 0
        for n, one in enumerate(articles):
            found = resolving.aimed(one.aims, one.statements, one.spoken_to, one.mention, folds[n % FOLDS])
            for (_, actors), names in zip(found, one.targets, strict=True):
                given, wanted = given + len(actors), wanted + len(names)
                right += sum(any(_alike(_words(name), _words(a.name)) for a in actors) for name in names)
        print(f"from {threshold} on: {right} right of {given} given, {wanted} wanted")
    resolving.LEAST = shipped


if __name__ == "__main__":
    main()
