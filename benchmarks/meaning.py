"""Whether what says the same in other words is found, how soon, and in how much memory.

    python -m benchmarks.meaning --data DATA [--statements 100000] [--ledger FILE] [--only recall|times]

Two collections: the contents of all pairs of statements of the press that were labelled (training/labels/pairs), asked
by those of the dev months that a reader called the same; and all sentences of STS-B's dev part, asked by those of pairs
of 4 or more out of 5. Each is asked by what one of a pair says, and recall@10 is the share of its partners among the
first ten found, itself left out. By full text, all words must stand in it (what `sayso statements --search` does), or
any of them, the best by BM25 first; by meaning, it is what `sayso search` does, over a ledger of these contents.

For the times the ledger is that of benchmarks/search.py, of invented words, which the network holds all to be alike: so
nearly all statements are near, which is the worst case. The questions are one to eight of its words, with other fields
and without.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.machine import describe
from benchmarks.search_ledger import SEED, World, fill
from sayso.model.meaning import load
from sayso.store import Near, StatementFilter, Store
from sayso.store.relevance import fused
from training.pairs.press import SAME, read_contents

ALIKE = 4.0
"""STS-B's score from which two sentences claim the same, but for details."""
FIRST = 10
MOST_MS, MOST_MB = 500.0, 500.0
QUESTIONS = 60
SOME = 1_000
"""Statements whose vectors are made; the others of the ledger for the times have theirs."""
Partners = Mapping[int, set[int]]


@dataclass(frozen=True)
class Collection:
    """Texts, and of those that are asked the places of those that say the same."""

    name: str
    texts: Sequence[str]
    partners: Partners

    @classmethod
    def of(cls, name: str, texts: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Collection:
        """Return the collection of some texts, each once, with the pairs among them."""
        every = list(dict.fromkeys(texts))
        place = {text: n for n, text in enumerate(every)}
        partners: dict[int, set[int]] = {}
        for a, b in pairs:
            if a != b:
                partners.setdefault(place[a], set()).add(place[b])
                partners.setdefault(place[b], set()).add(place[a])
        return cls(name, every, partners)

    def recall(self, found: Mapping[int, Sequence[int]]) -> float:
        """Return the mean share of the partners among the first ten."""
        shares = [
            len(self.partners[one] & set(found[one][:FIRST])) / min(len(self.partners[one]), FIRST) for one in found
        ]
        return sum(shares) / len(shares)


def main() -> int:
    """Print the figures; return how many are not what they are held to."""
    arguments = _arguments()
    print(describe())
    print(f"load of this machine: {', '.join(f'{one:.1f}' for one in os.getloadavg())}", flush=True)
    if arguments.only != "times":
        for collection in (_press(arguments.data), _sts(arguments.data)):
            _show_recall(collection)
    if arguments.only == "recall":
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.ledger or Path(folder) / "search.db"
        return _show_times(path, arguments.statements)


def _press(data: Path) -> Collection:
    articles = data / "allsides" / "articles.jsonl.gz"
    parts = {part: read_contents(articles, part) for part in ("train", "dev")}
    texts = [text for pairs in parts.values() for a, b, _ in pairs for text in (a, b)]
    return Collection.of("press", texts, [(a, b) for a, b, label in parts["dev"] if label in SAME])


def _sts(data: Path) -> Collection:
    with (data / "stsb" / "stsb-en-dev.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(a, b, float(score)) for a, b, score in csv.reader(lines)]
    texts = [text for a, b, _ in rows for text in (a, b)]
    return Collection.of("STS-B", texts, [(a, b) for a, b, score in rows if score >= ALIKE])


def _show_recall(collection: Collection) -> None:
    began = time.perf_counter()
    by_meaning = _by_meaning(collection)
    seconds = time.perf_counter() - began
    rate = (len(collection.texts) + len(collection.partners)) / seconds
    every, some = (_by_words(collection, joined) for joined in (" ", " OR "))
    both = {one: fused(np.array(every[one][:100]), np.array(by_meaning[one][:100])).tolist() for one in by_meaning}
    print(f"{collection.name}: {len(collection.partners):,} asked among {len(collection.texts):,}; recall@{FIRST}:")
    for name, found in (
        ("all words", every),
        ("any words, BM25", some),
        ("meaning", by_meaning),
        ("words and meaning", both),
    ):
        print(f"  {name} {collection.recall(found):.3f}")
    print(f"  {rate:,.0f} vectors a second", flush=True)


def _by_meaning(collection: Collection) -> dict[int, list[int]]:
    model = load()
    rows = np.array([np.frombuffer(one, np.int8) for one in model.vectors(collection.texts)], np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    found = {}
    for one in collection.partners:
        cosines = rows @ model.asked(collection.texts[one])
        found[one] = [int(place) for place in np.argsort(-cosines)[: FIRST * FIRST + 1] if place != one]
    return found


def _by_words(collection: Collection, joined: str) -> dict[int, list[int]]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')")
        db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", enumerate(collection.texts))
        return {
            one: [place for place in _matching(db, collection.texts[one], joined) if place != one]
            for one in collection.partners
        }


def _matching(db: sqlite3.Connection, text: str, joined: str) -> Iterator[int]:
    words = dict.fromkeys(re.findall(r"\w+", text.lower()))
    query = joined.join(f'"{word}"' for word in words)
    rows = db.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 101", (query,)) if query else ()
    yield from (place for (place,) in rows)


def _show_times(path: Path, statements: int) -> int:
    world = World.invented()
    if not path.exists():
        fill(path, world, statements)
    _index_from_some(path)
    with Store.open(path, read_only=True) as store:
        first, _ = _search(store, StatementFilter(search=world.words[7]))
        print(f"first search after opening, the network loaded with it: {first:.0f} ms; {_resident():.0f} MB in all")
        taken = [_search(store, wanted) for wanted in _questions(world)]
        memory = _resident()
    clock, processor = (_spread([one[n] for one in taken]) for n in (0, 1))
    reached = clock[1] < MOST_MS and memory < MOST_MB
    print(f"{len(taken)} searches of {statements:,} statements by words and meaning, with facets: ", end="")
    print("p50 {:.0f}, p95 {:.0f}, longest {:.0f} ms ".format(*clock), end="")
    print("({:.0f}, {:.0f} and {:.0f} of the processor's); ".format(*processor), end="")
    print(f"{memory:.0f} MB in all: {'reaches' if reached else 'MISSES'} {MOST_MS:.0f} ms and {MOST_MB:.0f} MB")
    return int(not reached)


def _search(store: Store, wanted: StatementFilter) -> tuple[float, float]:
    """Return the milliseconds of a page of 50, all counts and the question's vector: by the clock, the processor's.

    A question is asked once.
    """
    clock, processor = time.perf_counter(), time.process_time()
    model = load()
    near = Near(model.asked(wanted.search or ""), model.method)
    store.statement_page(wanted, near=near)
    store.facets(wanted, near=near)
    return (time.perf_counter() - clock) * 1e3, (time.process_time() - processor) * 1e3


def _spread(taken: Sequence[float]) -> tuple[float, float, float]:
    """Return median, p95 and longest."""
    times = sorted(taken)
    p50, p95 = (times[round(len(times) * share) - 1] for share in (0.5, 0.95))
    return p50, p95, times[-1]


def _questions(world: World) -> Iterator[StatementFilter]:
    chance = random.Random(SEED)  # noqa: S311 - it hides nothing
    for n in range(QUESTIONS):
        words = " ".join(world.words[int(chance.paretovariate(0.6)) % len(world.words)] for _ in range(1 + n % 8))
        fields = [
            {},
            {"outlet": world.outlets[n % 9]},
            {"act": "ACCUSE"},
            {"since": "2029"},
            {"speaker": world.speakers[n]},
        ]
        yield StatementFilter(search=words, **fields[n % len(fields)])


def _index_from_some(path: Path) -> None:
    """Give each statement without a vector one of those of a thousand: nearly all are near, the worst case."""
    model, draws = load(), np.random.default_rng(SEED)
    with Store.open(path) as store:
        some = [row.content_text for row in store.statements(StatementFilter(limit=SOME))]
        store.put_vectors(model.method, [])
    made = model.vectors(some)
    with closing(sqlite3.connect(path)) as db:
        waiting = "SELECT key FROM statement WHERE key NOT IN (SELECT key FROM statement_vector)"
        keys = [key for (key,) in db.execute(waiting)]
        rows = ((key, made[n]) for key, n in zip(keys, draws.integers(0, len(made), len(keys)).tolist(), strict=True))
        db.executemany("INSERT INTO statement_vector (key, vector) VALUES (?, ?)", rows)
        db.commit()


def _resident() -> float:
    """Return the memory of this process, in MB, as Linux tells it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1000


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--ledger", type=Path, help="ask this one for the times, or make it here and keep it")
    parser.add_argument("--only", choices=("recall", "times"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
