"""The other tasks of the encoder: names (Universal NER over EWT), and who a word refers back to (OntoGUM and GAP).

Both are published sets: UniversalNER/UNER_English-EWT (CC BY-SA 4.0), amir-zeldes/gum's OntoGUM (CC BY 4.0),
google-research-datasets/gap-coreference (Apache-2.0).
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from sayso.annotate.encoding import EncodedText, Window, encode, windows
from sayso.annotate.word_notes import TAGS
from sayso.records import Span
from training.attribution.examples import Encoded, collate_windows, groups_of, pad
from training.attribution.mention_head import mention_head

NO_TAG = -100
"""PyTorch's own mark of a position without a label."""

SENTENCES = 24
"""Sentences of EWT put into one text: about a window's length."""

BRACKET = re.compile(r"\((\d+)\)|\((\d+)|(\d+)\)")


@dataclass(frozen=True)
class TaggedText:
    """An encoded text and the tag `[words]` of each word."""

    encoded: EncodedText
    tags: np.ndarray


@dataclass(frozen=True)
class ReferringText:
    """An encoded text and, for the head words of its mentions, which cluster each is of; -1 for another word.

    `asked` are the words whose antecedent is known: those of OntoGUM all, of GAP the pronoun alone.
    """

    encoded: EncodedText
    clusters: np.ndarray
    asked: np.ndarray


def read_names(path: Path, tokenizer: Tokenizer) -> list[TaggedText]:
    """Return the sentences of an .iob2 file, some together as the lines of one text; OTH counts as no name."""
    sentences = _sentences(path)
    groups = [sentences[i : i + SENTENCES] for i in range(0, len(sentences), SENTENCES)]
    return [_tagged(group, tokenizer) for group in groups]


def read_ontogum(folder: Path, tokenizer: Tokenizer) -> list[ReferringText]:
    """Return the documents of the folder in the order of their names."""
    return [_document(path, tokenizer) for path in sorted(folder.glob("*.conll"))]


def read_gap(path: Path, tokenizer: Tokenizer) -> list[ReferringText]:
    """Return the snippets whose pronoun has one of its two names before it."""
    with path.open(encoding="utf-8", newline="") as file:
        found = [_snippet(row, tokenizer) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [one for one in found if one is not None]


def grouped(
    texts: Sequence[TaggedText] | Sequence[ReferringText], length: int, size: int, rng: random.Random
) -> list[list[tuple[TaggedText | ReferringText, Window]]]:
    """Return windows of the texts in random order, `size` at a time, those of like length together."""
    return groups_of(
        [(text, window) for text in texts for window in windows(text.encoded, length, length * 3 // 4)], size, rng
    )


def collate_names(
    group: Sequence[tuple[TaggedText, Window]], tokenizer: Tokenizer, masked: float, rng: random.Random
) -> tuple[Encoded, Tensor]:
    """Return what the encoder reads and the tags `[b, words]`."""
    encoded = collate_windows([(text.encoded, window) for text, window in group], tokenizer, masked, rng)
    tags = pad([text.tags[w.first_word : w.last_word] for text, w in group], encoded.first_piece.shape[1])
    return encoded, tags.masked_fill(~encoded.word_mask, NO_TAG)


def collate_references(
    group: Sequence[tuple[ReferringText, Window]], tokenizer: Tokenizer, masked: float, rng: random.Random
) -> tuple[Encoded, Tensor, Tensor]:
    """Return what the encoder reads, the answers `[b, words, 1 + words]` and which words are asked `[b, words]`.

    An answer is True at every antecedent of the word, or at "none" for the first mention of its cluster.
    """
    encoded = collate_windows([(text.encoded, window) for text, window in group], tokenizer, masked, rng)
    width = encoded.first_piece.shape[1]
    clusters = torch.stack([_padded(text.clusters[w.first_word : w.last_word], width, -1) for text, w in group])
    asked = torch.stack([_padded(text.asked[w.first_word : w.last_word], width, 0) for text, w in group]).bool()
    same = (clusters[:, :, None] == clusters[:, None, :]) & (clusters >= 0)[:, :, None]
    earlier = torch.ones(width, width, dtype=torch.bool).tril(-1)
    antecedents = same & earlier
    none = ~antecedents.any(-1, keepdim=True)
    return encoded, torch.cat([none, antecedents], dim=-1), asked


def names_loss(logits: Tensor, tags: Tensor) -> Tensor:
    """Return the mean cross-entropy a word."""
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), tags.flatten(), ignore_index=NO_TAG)


def references_loss(logits: Tensor, answers: Tensor, asked: Tensor) -> Tensor:
    """Return the mean of -log P(any right antecedent) over the words asked (Lee et al. 2017)."""
    logits, answers = logits[asked], answers[asked]
    if not len(logits):
        return logits.sum()
    right = torch.logsumexp(logits.masked_fill(~answers, -1e9), dim=-1)
    return (torch.logsumexp(logits, dim=-1) - right).mean()


def _sentences(path: Path) -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            found.append([])
        elif not line.startswith("#"):
            _, word, tag, *_ = line.split("\t")
            found[-1].append((word, tag if tag in TAGS else "O"))
    return [sentence for sentence in found if sentence]


def _tagged(group: Sequence[Sequence[tuple[str, str]]], tokenizer: Tokenizer) -> TaggedText:
    text, spans = _joined([[word for word, _ in sentence] for sentence in group])
    encoded = encode(text, _lines(text), tokenizer)
    tags = np.zeros(len(encoded.words), dtype=np.int64)
    numbers = [TAGS.index(tag) for sentence in group for _, tag in sentence]
    for span, number in zip(spans, numbers, strict=True):
        inside = (encoded.words[:, 0] < span.end) & (encoded.words[:, 1] > span.start)
        tags[inside] = number + (number % 2)  # B- has an odd number, its I- the next
        if number % 2:
            tags[np.argmax(inside)] = number
    return TaggedText(encoded, tags)


def _joined(sentences: Sequence[Sequence[str]]) -> tuple[str, list[Span]]:
    spans, text = [], ""
    for sentence in sentences:
        for word in sentence:
            spans.append(Span(len(text), len(text) + len(word)))
            text += word + " "
        text = text[:-1] + "\n"
    return text, spans


def _lines(text: str) -> list[Span]:
    return [Span(*m.span()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _document(path: Path, tokenizer: Tokenizer) -> ReferringText:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line]
    text, spans = _joined([[word for _, word, *_ in rows]])
    opened: dict[str, list[int]] = {}
    mentions: list[tuple[Span, int]] = []
    for i, row in enumerate(rows):
        for whole, begins, ends in BRACKET.findall(row[2]):
            if whole:
                mentions.append((spans[i], int(whole)))
            elif begins:
                opened.setdefault(begins, []).append(i)
            elif opened.get(ends):
                mentions.append((Span(spans[opened[ends].pop()].start, spans[i].end), int(ends)))
    encoded = encode(text, _lines(text), tokenizer)
    clusters = np.full(len(encoded.words), -1, dtype=np.int64)
    for span, cluster in sorted(mentions, key=lambda one: one[0].start - one[0].end):
        clusters[_word_at(encoded, mention_head(text, span))] = cluster
    return ReferringText(encoded, clusters, (clusters >= 0).astype(np.int64))


def _snippet(row: dict[str, str], tokenizer: Tokenizer) -> ReferringText | None:
    text, at = row["Text"], int(row["Pronoun-offset"])
    encoded = encode(text, [Span(0, len(text))], tokenizer)
    clusters = np.full(len(encoded.words), -1, dtype=np.int64)
    pronoun = _word_at(encoded, Span(at, at + len(row["Pronoun"])))
    for name in "AB":
        start = int(row[f"{name}-offset"])
        head = mention_head(text, Span(start, start + len(row[name])))
        if row[f"{name}-coref"] == "TRUE":
            for match in re.finditer(rf"\b{re.escape(head.of(text))}\b", text[:at]):
                clusters[_word_at(encoded, Span(*match.span()))] = 0
    if not (clusters == 0).any():
        return None
    clusters[pronoun] = 0
    asked = np.zeros(len(clusters), dtype=np.int64)
    asked[pronoun] = 1
    return ReferringText(encoded, clusters, asked)


def _word_at(encoded: EncodedText, span: Span) -> int:
    return int(np.searchsorted(encoded.words[:, 1], span.start, side="right"))


def _padded(row: np.ndarray, width: int, filler: int) -> Tensor:
    out = torch.full((width,), filler, dtype=torch.long)
    out[: len(row)] = torch.from_numpy(row)
    return out
