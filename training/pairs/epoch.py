"""The batches of an epoch: the same for the same seed and number, whoever asks and from wherever training goes on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from training.pairs.news import Article, made_pairs
from training.pairs.rows import Row

SORTED_TOGETHER = 16
"""Batches whose rows are sorted by length, so that little is padded."""


@dataclass(frozen=True)
class Sizes:
    """How much of what an epoch has."""

    batch: int = 48
    inference: int = 25_000
    """One epoch goes on where the one before stopped, so that three have read them all once."""
    views: int = 800
    made: int = 800
    similarity: int = 2_000
    press: int = 1
    """Times that each pair of the press stands in an epoch, in either order, once the rate falls."""
    invented: int = 0
    """Pairs of invented statements of an epoch that has those of the press."""
    strangers: int = 0
    """Pairs of invented statements that have nothing to do with one another."""
    beside: int = 0
    """Pairs of an article's statements that nobody was asked about."""
    embed_every: int = 8
    """Of so many batches one holds single sentences, whose embeddings are to stay as they were pretrained."""


@dataclass(frozen=True)
class Texts:
    """What is learnt from."""

    inference: Sequence[Row]
    similarity: Sequence[Row]
    views: Sequence[Row]
    articles: Sequence[Article]
    press: Sequence[Row] = ()
    """Pairs of statements of the press: what the network is for, and few; they come last."""
    invented: Sequence[Row] = ()
    strangers: Sequence[Row] = ()
    beside: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one batch, or its single sentences."""

    rows: tuple[Row, ...] = ()
    sentences: tuple[str, ...] = ()


def epoch(texts: Texts, sizes: Sizes, seed: int, number: int, *, late: bool = False) -> list[Group]:
    """Return the batches of epoch `number`, in order; a `late` one has the pairs of the press."""
    chance = random.Random(f"{seed}/{number}")
    rows = _next(texts.inference, sizes.inference, seed, number)
    rows += chance.sample(texts.views, min(sizes.views, len(texts.views)))
    rows += made_pairs(texts.articles, sizes.made, chance) if texts.articles else []
    alike = chance.sample(texts.similarity, min(sizes.similarity, len(texts.similarity)))
    rows += [_either_way(row, chance) for row in alike]
    rows += [_either_way(row, chance) for row in texts.press for _ in range(sizes.press * late)]
    for others, size in (
        (texts.invented, sizes.invented),
        (texts.strangers, sizes.strangers),
        (texts.beside, sizes.beside),
    ):
        rows += [_either_way(row, chance) for row in chance.sample(others, min(size * late, len(others)))]
    chance.shuffle(rows)
    groups = [Group(rows=some) for some in _of_one_length(rows, sizes.batch)]
    chance.shuffle(groups)
    found: list[Group] = []
    for place, group in enumerate(groups, 1):
        found.append(group)
        if place % (sizes.embed_every - 1) == 0:
            found.append(Group(sentences=_sentences(texts, rows, sizes.batch, chance)))
    return found


def _next(rows: Sequence[Row], size: int, seed: int, number: int) -> list[Row]:
    """Return the epoch's share of the rows, which are in the same mixed order for all epochs."""
    if len(rows) <= size:
        return list(rows)
    order = random.Random(f"{seed}/order").sample(range(len(rows)), len(rows))
    start = number * size
    return [rows[order[place % len(rows)]] for place in range(start, start + size)]


def _of_one_length(rows: list[Row], size: int) -> list[tuple[Row, ...]]:
    batches = []
    for start in range(0, len(rows), SORTED_TOGETHER * size):
        some = sorted(rows[start : start + SORTED_TOGETHER * size], key=lambda row: len(row.a) + len(row.b))
        batches += [tuple(some[i : i + size]) for i in range(0, len(some), size)]
    return batches


def _either_way(row: Row, chance: random.Random) -> Row:
    """Turn half of the pairs round: how alike two are, and whether they are at odds, does not depend on their order."""
    return replace(row, a=row.b, b=row.a) if chance.random() < 0.5 else row


def _sentences(texts: Texts, rows: list[Row], size: int, chance: random.Random) -> tuple[str, ...]:
    """Return sentences of news and of the pairs, half and half."""
    pairs = chance.sample(rows, min(size // 2, len(rows)))
    of_pairs = [chance.choice((row.a, row.b)) for row in pairs]
    articles = [chance.choice(texts.articles) for _ in range(size - len(of_pairs))] if texts.articles else []
    return (*of_pairs, *(chance.choice(one.sentences) for one in articles))
