"""Sentences of news, and pairs made from them: what in use looks alike and is not the same.

In use nearly every pair shares its matter, so the matter must not decide: a sentence beside its denial, beside itself
with another number or another name, and beside its neighbour that shares the most words.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training.pairs.rows import Row, only

SENTENCE = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘']?[A-Z])")
SHORTEST, LONGEST = 40, 240
"""Characters of a sentence taken."""
DENIED = re.compile(r"(?<=\w )(is|are|was|were|will|would|can|could|should|must)\b(?! not\b|n[’'])")
NUMBER = re.compile(r"(?<![\w.,:$-])([2-9]|[1-9]\d{1,2})(?![\w:-]|[.,]\d)")
NAME = re.compile(r"(?<=\w )([A-Z][a-z]{3,})\b")
CLAUSE = re.compile(r"(.{40,}?), (?:which|who|where|according to|adding|saying|citing)\b")
MADE = 0.5
"""Weight of a pair made by rule."""


@dataclass(frozen=True, slots=True)
class Article:
    """The sentences of one article, in order."""

    sentences: tuple[str, ...]


def read_articles(path: Path, count: int, seed: int = 0, *, after: int = 0) -> list[Article]:
    """Read `count` articles of ramybaly/Article-Bias-Prediction in the seed's order, from the one numbered `after`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [_text(json.loads(line)) for line in lines]
    chosen = random.Random(f"{seed}/articles").sample(texts, len(texts))[after : after + count]
    return [article for article in map(_article, chosen) if len(article.sentences) > 3]


def made_pairs(articles: Sequence[Article], count: int, chance: random.Random) -> list[Row]:
    """Return `count` pairs made from the articles, of each kind in turn."""
    return [_made(articles, KINDS[number % len(KINDS)], chance) for number in range(count)]


def denied(sentence: str) -> str | None:
    """Return the sentence with one of its verbs denied, or None where none is found.

    >>> denied("Norland will close the strait.")
    'Norland will not close the strait.'
    """
    found = list(DENIED.finditer(sentence))
    if len(found) != 1:  # of several, one denied need not contradict the whole
        return None
    return f"{sentence[: found[0].end()]} not{sentence[found[0].end() :]}"


def _made(articles: Sequence[Article], make: Maker, chance: random.Random) -> Row:
    """Make a pair of the first sentence drawn that gives one."""
    while True:
        article = chance.choice(articles)
        row = make(article, chance.randrange(len(article.sentences)), chance)
        if row is not None:
            swap = row.src != "cut" and chance.random() < 0.5
            return replace(row, a=row.b, b=row.a) if swap else row


def _denied(article: Article, place: int, _: random.Random) -> Row | None:
    sentence = article.sentences[place]
    other = denied(sentence)
    return other and Row(sentence, other, only("contradiction"), None, 0.0, MADE, "denied")


def _recounted(article: Article, place: int, chance: random.Random) -> Row | None:
    sentence = article.sentences[place]
    found = list(NUMBER.finditer(sentence))
    if len(found) != 1:
        return None
    number = int(found[0].group())
    other = number + chance.choice([-1, 1, 2, 5, number])
    changed = NUMBER.sub(str(other), sentence)
    return Row(sentence, changed, only("contradiction", "neutral"), None, 0.0, MADE, "recounted")


def _renamed(article: Article, place: int, chance: random.Random) -> Row | None:
    """Put another name of the article in place of one."""
    sentence = article.sentences[place]
    here = NAME.findall(sentence)
    others = sorted({name for one in article.sentences for name in NAME.findall(one)} - set(here))
    if not here or not others:
        return None
    changed = re.sub(rf"\b{chance.choice(here)}\b", chance.choice(others), sentence)
    return Row(sentence, changed, only("contradiction", "neutral"), None, 0.0, MADE, "renamed")


def _beside(article: Article, place: int, _: random.Random) -> Row | None:
    """Take the sentence of the article that shares the most words without saying nearly the same."""
    sentence, words = article.sentences[place], _words(article.sentences[place])
    shared = [(_overlap(words, _words(one)), -n, one) for n, one in enumerate(article.sentences) if n != place]
    shared = [one for one in shared if one[0] < 0.5]
    if not shared:
        return None
    return Row(sentence, max(shared)[2], only("contradiction", "neutral"), None, 0.0, MADE, "beside")


def _cut(article: Article, place: int, chance: random.Random) -> Row | None:
    """Take a clause that hangs on the sentence off: the whole entails what is left, but not the other way round."""
    sentence = article.sentences[place]
    match = CLAUSE.match(sentence)
    if match is None:
        return None
    if chance.random() < 0.5:
        return Row(sentence, f"{match.group(1)}.", only("entailment"), weight=MADE, src="cut")
    return Row(f"{match.group(1)}.", sentence, only("entailment", "neutral"), weight=MADE, src="cut")


def _same(article: Article, place: int, _: random.Random) -> Row:
    sentence = article.sentences[place]
    return Row(sentence, sentence, only("entailment"), 1.0, 1.0, MADE, "same")


Maker = Callable[[Article, int, random.Random], Row | None]
KINDS: tuple[Maker, ...] = (_denied, _recounted, _renamed, _beside, _cut, _denied, _beside, _same)


def _words(sentence: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{4,}", sentence.lower()))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _text(article: dict) -> str:
    return str(article.get("content") or article.get("text") or "")


def _article(text: str) -> Article:
    found = (one.strip() for line in text.splitlines() for one in SENTENCE.split(line))
    return Article(tuple(dict.fromkeys(one for one in found if SHORTEST <= len(one) <= LONGEST)))
