"""The English Web Treebank with its names, as sentences: what the spaCy pipeline of the benchmark is trained with.

Trees are those of UniversalDependencies/UD_English-EWT, names those of UniversalNER/UNER_English-EWT (DATA/ud_ewt and
DATA/ner_ewt). A sentence whose words are other ones in the two is left without names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = "ROOT"


@dataclass(frozen=True)
class Sentence:
    """Words side by side with what is known of each."""

    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    parts: tuple[str, ...]
    """Of speech: NOUN, VERB, .."""
    tags: tuple[str, ...]
    """Finer: NN, NNS, .."""
    heads: tuple[int, ...]
    """Numbers of words, from 0; a root's is its own."""
    relations: tuple[str, ...]
    names: tuple[str, ...] | None
    """B-PER, I-PER, O, .. or None where they are not known."""


def sentences(data: Path, split: str) -> list[Sentence]:
    """Return the sentences of `train` or `dev`."""
    trees = next((data / "ud_ewt").glob(f"*-{split}*.conllu"))
    names = next((data / "ner_ewt").glob(f"*-{split}*.iob2"))
    with trees.open(encoding="utf-8") as of_trees, names.open(encoding="utf-8") as of_names:
        return list(joined(of_trees, of_names))


def joined(trees: Iterable[str], names: Iterable[str]) -> Iterator[Sentence]:
    """Yield the sentences of a file of trees with the names of the other file."""
    named = {one: [row[1:3] for row in rows] for one, rows in _blocks(names)}
    for identity, rows in _blocks(trees):
        words = [row[1] for row in rows]
        found = named.get(identity, [])
        is_known = [word for word, _ in found] == words
        yield _sentence(rows, tuple(_usual(tag) for _, tag in found) if is_known else None)


def _sentence(rows: list[list[str]], names: tuple[str, ...] | None) -> Sentence:
    numbers = [int(row[6]) - 1 for row in rows]
    return Sentence(
        words=tuple(row[1] for row in rows),
        lemmas=tuple(row[2] for row in rows),
        parts=tuple(row[3] for row in rows),
        tags=tuple(row[4] for row in rows),
        heads=tuple(own if head < 0 else head for own, head in enumerate(numbers)),
        relations=tuple(ROOT if row[7] == "root" else row[7] for row in rows),
        names=names,
    )


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield (id, rows) of each sentence: a row for each word, also of those that are written as one."""
    identity, rows = "", list[list[str]]()
    for line in lines:
        told = line.rstrip("\n")
        if told.startswith("# sent_id = "):
            identity = told.removeprefix("# sent_id = ")
        elif told and not told.startswith("#"):
            row = told.split("\t")
            if row[0].isdigit():
                rows.append(row)
        elif not told and rows:
            yield identity, rows
            rows = []
    if rows:
        yield identity, rows


def _usual(tag: str) -> str:
    """Return `O` for the odd tag B-O of the 2022 release."""
    return "O" if tag.endswith("-O") else tag
