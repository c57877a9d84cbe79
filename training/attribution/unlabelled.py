"""The unlabelled articles (ramybaly/Article-Bias-Prediction, "AllSides"), cut into word pieces.

They serve twice: the encoder learns the language of news from them before anything else (`pretrain.py`), and teachers
read them for the network that is shipped (`teachers.py`). Articles that people or the project have annotated for
measuring are left out.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from sayso.annotate.encoding import EncodedText, encode
from training.attribution.polnear import lines_of

KEPT_ASIDE = Path(__file__).with_name("kept_aside.txt")
"""Ids of articles that are measured on or annotated."""

WORDS = range(150, 1600)
"""Words an article may have."""


def text_of(row: dict) -> str:
    """Return an article of `articles.jsonl.gz` as it is read: the title, then a paragraph a line."""
    return "\n".join([row["title"], *(line.strip() for line in row["text"].split("\n") if line.strip())]) + "\n"


def read_unlabelled(path: Path, tokenizer: Tokenizer, cache: Path) -> list[EncodedText]:
    """Return the articles' pieces, from `cache` where an earlier call has left them; their words have no offsets."""
    if not cache.exists():
        left_out = set(KEPT_ASIDE.read_text(encoding="utf-8").split())
        _write(cache, [encode(text, lines_of(text), tokenizer) for text in _texts(path, left_out)])
    with np.load(cache) as columns:
        return _split({name: columns[name] for name in columns.files})


def _texts(path: Path, left_out: Collection[str]) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["id"] not in left_out and len(row["text"].split()) in WORDS:
                yield text_of(row)


def _write(cache: Path, texts: Sequence[EncodedText]) -> None:
    """Write all texts as one column a field: small numbers, so that ten thousand articles take 20 MB."""
    opens = [np.isin(np.arange(len(text.pieces)), text.first_piece) for text in texts]
    lines = [np.isin(np.arange(len(text.first_piece)), text.line_starts) for text in texts]
    np.savez_compressed(
        cache,
        pieces=np.concatenate([text.pieces for text in texts]).astype(np.uint16),
        features=np.concatenate([text.features for text in texts]).astype(np.uint8),
        opens_word=np.packbits(np.concatenate(opens)),
        opens_line=np.packbits(np.concatenate(lines)),
        lengths=np.array([(len(text.pieces), len(text.first_piece)) for text in texts]),
    )


def _split(columns: dict[str, np.ndarray]) -> list[EncodedText]:
    pieces, words = columns["lengths"].T
    opens = np.unpackbits(columns["opens_word"])[: pieces.sum()]
    lines = np.unpackbits(columns["opens_line"])[: words.sum()]
    ends, word_ends = np.cumsum(pieces), np.cumsum(words)
    found = []
    for end, size, word_end, count in zip(ends, pieces, word_ends, words, strict=True):
        part, of_words = slice(end - size, end), slice(word_end - count, word_end)
        ids, features = (columns[name][part].astype(np.int64) for name in ("pieces", "features"))
        nowhere = np.zeros((count, 2), dtype=np.int64)
        found.append(EncodedText(ids, features, nowhere, np.flatnonzero(opens[part]), np.flatnonzero(lines[of_words])))
    return found
