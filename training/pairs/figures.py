"""Figures of an exported bundle, as sayso runs it; nothing here needs PyTorch."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sayso.model.pairs import RELATIONS, PairModel, PairScores
from training.pairs.news import made_pairs, read_articles
from training.pairs.published import read_inference, read_similarity, read_views
from training.pairs.rows import Row

Numbers = npt.NDArray[np.float64]
RESAMPLES = 2000
ARTICLES = 3_000
"""Articles learnt from: the first ones drawn with the seed."""
UNSEEN, MADE, SENTENCES = 300, 2_000, 2_000


@dataclass(frozen=True)
class Relations:
    """How often the likeliest relation is an allowed one: in all, with a 95% interval, and by the pairs' set."""

    accuracy: float
    low: float
    high: float
    by_src: dict[str, tuple[int, float]]
    table: list[list[int]]
    """Pairs by right relation (rows) and named one (columns), in the order of RELATIONS, where one alone is right."""
    error: float
    """Expected calibration error of the relation named."""


@dataclass(frozen=True)
class Figures:
    """All figures of a bundle.

    `made` is measured on pairs made from articles that were not learnt from, `views` on the claims of perspectrum's
    dev part. `pair_rank` and `cosine_rank` are Spearman's correlations on STS-B's dev part, of the pairs' similarity
    and of the embeddings' cosine.
    """

    inference: Relations
    views: Relations
    made: Relations
    pair_rank: float
    cosine_rank: float
    sentences: list[str]
    """Sentences of news that were not learnt from, on which `kept` and `close` are measured."""
    kept: float = 0.0
    """Mean cosine of the embeddings with those of the pretrained encoder; 0 where it was not asked."""
    close: float = 0.0
    """Share of the pretrained encoder's ten nearest sentences that are among this one's ten."""


def figures(model: PairModel, data: Path, seed: int) -> Figures:
    """Measure the bundle on what the seed kept aside."""
    unseen = read_articles(data / "allsides" / "articles.jsonl.gz", UNSEEN, seed, after=ARTICLES)
    pair_rank, cosine_rank = similarity(model, read_similarity(data / "stsb" / "stsb-en-dev.csv"))
    return Figures(
        relations(model, read_inference(data / "nli" / "train.jsonl.gz", seed).test),
        relations(model, read_views(data / "perspectrum", "dev", seed)),
        relations(model, made_pairs(unseen, MADE, random.Random(seed))),
        pair_rank,
        cosine_rank,
        [one for article in unseen for one in article.sentences][:SENTENCES],
    )


def agreement(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32], nearest: int = 10) -> float:
    """Return the share of each sentence's nearest by `other` that are among its nearest by `one`."""
    near_one, near_other = (
        np.argsort(-(rows @ rows.T), axis=1, kind="stable")[:, 1 : nearest + 1] for rows in (one, other)
    )
    shared = [len(set(a) & set(b)) for a, b in zip(near_one.tolist(), near_other.tolist(), strict=True)]
    return float(np.mean(shared) / nearest)


def relations(model: PairModel, rows: Sequence[Row]) -> Relations:
    """Measure the relations of the rows."""
    chances = np.array([relation_chances(one) for one in model.relate((row.a, row.b) for row in rows)])
    named = chances.argmax(-1)
    right = np.array([row.allowed[name] for row, name in zip(rows, named.tolist(), strict=True)])
    by_src: defaultdict[str, list[bool]] = defaultdict(list)
    table = [[0] * len(RELATIONS) for _ in RELATIONS]
    for row, name, one in zip(rows, named.tolist(), right.tolist(), strict=True):
        by_src[row.src].append(one)
        if sum(row.allowed) == 1:
            table[row.allowed.index(True)][name] += 1
    return Relations(
        float(right.mean()),
        *interval(right),
        by_src={src: (len(some), float(np.mean(some))) for src, some in sorted(by_src.items())},
        table=table,
        error=calibration_error(chances.max(-1), right),
    )


def relation_chances(scores: PairScores) -> tuple[float, ...]:
    """Return the probabilities in the order of RELATIONS."""
    return scores.entailment, scores.neutral, scores.contradiction


def similarity(model: PairModel, rows: Sequence[Row]) -> tuple[float, float]:
    """Return Spearman's correlation of the rows' similarity with the pairs' and with the embeddings' cosine."""
    told = np.array([row.similarity for row in rows])
    said = np.array([one.similarity for one in model.relate((row.a, row.b) for row in rows)])
    a, b = model.embed([row.a for row in rows]), model.embed([row.b for row in rows])
    return spearman(said, told), spearman((a * b).sum(-1).astype(np.float64), told)


def spearman(one: Numbers, other: Numbers) -> float:
    """Return the correlation of the ranks, those of equals being their mean.

    >>> round(spearman(np.array([1.0, 2.0, 3.0]), np.array([5.0, 7.0, 7.0])), 3)
    0.866
    """
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def interval(right: npt.NDArray[np.bool_], seed: int = 0) -> tuple[float, float]:
    """Return the 95% bootstrap interval of the share that is right: pairs are drawn anew, `RESAMPLES` times."""
    chance = np.random.default_rng(seed)
    shares = chance.binomial(len(right), right.mean(), size=RESAMPLES) / len(right)
    low, high = np.percentile(shares, [2.5, 97.5]).tolist()
    return low, high


def calibration_error(said: Numbers, right: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error over equal bins."""
    of = np.minimum((said * bins).astype(int), bins - 1)
    return float(sum(abs(said[of == b].mean() - right[of == b].mean()) * (of == b).mean() for b in set(of.tolist())))


def _ranks(values: Numbers) -> Numbers:
    _, of, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[of], dtype=np.float64)
