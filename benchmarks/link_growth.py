"""What it costs to add articles to a ledger of ten thousand, a hundred thousand, a million statements.

    python -m benchmarks.link_growth --data DATA [--articles 300] [--sizes 10000 100000 1000000] [--one-window]

DATA holds allsides/articles.jsonl.gz (published at ramybaly/Article-Bias-Prediction). The ledger is filled with the
statements of its first articles over and over, every capitalised word changed letter by letter, so that names differ
from one filling to the next and all offsets stay. Each filling is dated two weeks after the one before, as an
archive grows; with `--one-window` all have the dates they had, as if everything were written in the same weeks. Then a
hundred further articles are added and linked, and timed. The time of extraction is not in it.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.renamed import Keyed, changed
from sayso.library import extract_pages
from sayso.linking import link_waiting, method_of
from sayso.model.statement_pairs import load
from sayso.records import Page
from sayso.store import Store

MOST_RATIO = 2.0
"""Last size's cost by the first one's."""
ADDED = 100
STEP = timedelta(days=14)


def main() -> int:
    """Print the cost at each size; return 1 where it grows more than it is held to."""
    args = _arguments()
    print(describe())
    pages = _pages(args.data, args.articles + ADDED)
    added, base = pages[:ADDED], pages[ADDED:]
    scorer = load()
    costs = []
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "growth.db") as store:
        run = store.start_run(base[0].model, "{}", "2030-01-01T00:00:00Z")
        fillings = _fillings(base, apart=not args.one_window)
        held = 0
        for number, size in enumerate(args.sizes):
            while held < size:
                held += _fill(store, next(fillings), run, method_of(scorer))
            costs.append(_add(store, [_changed(page, f"added {number}", None) for page in added], run, scorer))
            megabytes = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
            print(
                f"{held:9,d} statements held, {megabytes:,.0f} MB: {costs[-1]:.1f} s for {ADDED} articles", flush=True
            )
    ratio = costs[-1] / costs[0]
    print(f"last by first {ratio:.2f}: {'reaches' if ratio < MOST_RATIO else 'MISSES'} under {MOST_RATIO}")
    return 0 if ratio < MOST_RATIO else 1


def _pages(data: Path, count: int) -> list[Page]:
    with gzip.open(data / "allsides" / "articles.jsonl.gz", "rb") as stream, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_bytes(b"".join(islice(stream, count)))
        return [one for one in extract_pages([path]) if isinstance(one, Page)]


def _fillings(base: Sequence[Page], *, apart: bool) -> Iterator[list[Page]]:
    number = 0
    while True:
        move = STEP * number if apart else None
        yield [_changed(page, str(number), move) for page in base]
        number += 1


def _fill(store: Store, pages: Sequence[Page], run: str, method: str) -> int:
    """Add pages with their keys as if their links had been looked for; return how many statements they have."""
    with store.writing():
        for page in pages:
            Keyed.of(page).add_to(store, run, method)
    return sum(len(page.statements) for page in pages)


def _add(store: Store, pages: Sequence[Page], run: str, scorer: object) -> float:
    began = time.perf_counter()
    with store.writing():
        for page in pages:
            store.add(page.document, page.article, page.statements, run)
    for _ in link_waiting(store, scorer, lambda: "2030-01-02T00:00:00Z"):  # type: ignore[arg-type] # a PairScorer
        pass
    return time.perf_counter() - began


def _changed(page: Page, mark: str, move: timedelta | None) -> Page:
    """Return the page with other names, so much later."""
    published = page.article.published
    if published is not None and move is not None and published.precision == "day":
        published = replace(published, value=(date.fromisoformat(published.value) + move).isoformat())
    return changed(page, mark, published)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--one-window", action="store_true", help="date all fillings alike")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
