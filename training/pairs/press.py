"""Pairs of statements of the press, labelled by reading: what the links of a ledger are.

`training/labels/pairs/press.jsonl` has ids, places and labels alone; the words are read from the articles of
ramybaly/Article-Bias-Prediction again.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sayso.link.sides import told
from training.pairs.rows import ANY, Row, only

LABELS = Path(__file__).parent.parent / "labels" / "pairs" / "press.jsonl"
SAME = frozenset({"copy", "paraphrase"})
LIKELY_SAME, LIKELY_DENIAL = 0.03, 0.01
"""How likely two statements of one article claim the same, or one rejects the other: of 295 pairs with rare words in
common that were drawn blindly .05 and .014 (`candidates.jsonl`), and these share fewer words.
"""
UNASKED = 0.5
"""Weight of a pair of which no more is known."""
ALLOWED = {
    "copy": only("entailment"),
    "paraphrase": only("entailment", "neutral"),
    "denial": only("contradiction", "neutral"),
    "shift": only("contradiction"),
    "none": only("entailment", "neutral"),
}
"""What the readers' labels leave of the relations: two wordings of one claim rarely have the same details."""


def read_press(articles: Path, part: str, labels: Path = LABELS) -> list[Row]:
    """Return the labelled pairs of a part, `train` or `dev`, the earlier statement second as links are scored."""
    kept, texts = _pairs(articles, part, labels)
    return [_row(pair, texts) for pair in kept]


def read_beside(articles: Path, part: str = "train", labels: Path = LABELS, seed: int = 0) -> list[Row]:
    """Return pairs of statements of one article that nobody was asked about: mostly they have nothing to do.

    The labelled pairs are rich in what is looked for, and what learns from them alone finds it too often. How often two
    statements of an article claim the same, or deny one another, is what these say, and of none which of them do.
    """
    kept, texts = _pairs(articles, part, labels)
    asked = {frozenset(map(_place, (pair["a"], pair["b"]))) for pair in kept}
    of_article: dict[str, dict[str, Any]] = {}
    for pair in kept:
        for side in (pair["a"], pair["b"]):
            of_article.setdefault(side["article"], {})[_place(side)] = side
    chance, rows = random.Random(f"{seed}/beside"), list[Row]()
    for article, sides in of_article.items():
        for one, other in _some_pairs(sides, chance):
            if frozenset((one, other)) not in asked and _are_apart(sides[one], sides[other]):
                a, b = (_told(sides[place], texts[article]) for place in (one, other))
                rows.append(Row(a, b, ANY, same=LIKELY_SAME, denial=LIKELY_DENIAL, weight=UNASKED, src="press, beside"))
    return rows


def _some_pairs(sides: Collection[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield as many pairs of the places as there are places, in the order of the text or against it."""
    order = sorted(sides)
    if len(order) > 2:
        yield from ((one, two) for one, two in (chance.sample(order, 2) for _ in order))


def _place(side: Mapping[str, Any]) -> str:
    return json.dumps([side["article"], side["content"]])


def _are_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return not any(a < d and c < b for a, b in one["content"] for c, d in other["content"])


def read_contents(articles: Path, part: str, labels: Path = LABELS) -> list[tuple[str, str, str]]:
    """Return (content, content, label) of the pairs of a part: what each of both statements says, and no more."""
    kept, texts = _pairs(articles, part, labels)
    quoted = [[_quoted(pair[end]["content"], texts[pair[end]["article"]]) for end in "ab"] for pair in kept]
    return [(a, b, pair["label"]) for (a, b), pair in zip(quoted, kept, strict=True)]


def _pairs(articles: Path, part: str, labels: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the pairs of a part, and the texts of their articles by id."""
    pairs = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    kept = [pair for pair in pairs if pair["part"] == part and pair["label"] != "broken"]
    return kept, _texts(articles, {pair[end]["article"] for pair in kept for end in "ab"})


def _row(pair: Mapping[str, Any], texts: Mapping[str, str]) -> Row:
    label = pair["label"]
    a, b = (_told(pair[end], texts[pair[end]["article"]]) for end in "ab")
    same, denial = float(label in SAME), float(label == "denial")
    return Row(a, b, ALLOWED.get(label, ANY), same=same, denial=denial, src=f"press, {label}")


def _told(side: Mapping[str, Any], text: str) -> str:
    source, cue, content = (_quoted(side[role], text) for role in ("source", "cue", "content"))
    return told(side["speaker"] or source, cue, content)


def _quoted(pieces: Sequence[Sequence[int]], text: str) -> str:
    return " … ".join(text[start:end] for start, end in pieces)


def _texts(articles: Path, wanted: set[str]) -> dict[str, str]:
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        return {one["id"]: one["text"] for one in map(json.loads, lines) if one["id"] in wanted}
