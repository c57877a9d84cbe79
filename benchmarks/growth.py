"""What reading an article into a ledger costs, and linking it, where 1, 10 and 100 thousand articles are held already.

    python -m benchmarks.growth --data DATA [--sizes 1000 10000 100000] [--articles 200] [--at-a-time 10]

DATA holds allsides/articles.jsonl.gz (published at ramybaly/Article-Bias-Prediction). For each size there is a ledger
in a file. The same real articles are read into each of them, so many at a time, the ledgers in turn and in a changing
order, so that a machine that slows down slows all alike. Ten at a time is what a watcher does; who reads an archive
opens and closes its ledger seldom. What is measured:

    reading    all of `sayso read` but the start of the process: the ledger is opened, articles are read from JSON
               Lines, cleaned, run through the network and written with every index, and the ledger is closed
    linking    then all of `sayso link` but the start of the process and the loading of its network

What the ledgers hold is made: the beginnings of 300 real articles (paragraphs until 700 characters are reached) are
extracted once, and then taken again and again with other names (benchmarks/renamed.py) until the ledger has its size.
Nothing but the networks is left out of that: each page is stored by the store, with its words, facets, spans, keys and
local actors. Whole articles, `--characters 1000000`, take several times as long. So that the archive grows as archives
do, they are dated one after the other, 20 a day, and those that are added are dated on the last day: at every size the
45 days that linking looks through hold the same number. What storing alone took of the processor is printed, for the
articles before each size.

100,000 beginnings take a quarter of an hour and 2 GB of disk, in the folder for temporary files (TMPDIR).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from benchmarks.clocks import Ratio, Taken, total
from benchmarks.figures import Held, measured_here, record
from benchmarks.machine import describe
from benchmarks.renamed import Keyed, changed
from benchmarks.speed import extract, parts_of
from sayso.library import Ledger
from sayso.link.relations import PairScorer
from sayso.linking import link_waiting, method_of
from sayso.model.onnx import OnnxAttribution, load
from sayso.model.statement_pairs import load as load_pairs
from sayso.read import now
from sayso.records import Dated, Page
from sayso.store import Store

MOST = 1.1
AT_ONCE = 500
"""Articles stored at a time where the ledgers are filled."""
FIRST_DAY, A_DAY = date(2006, 1, 2), 20
AHEAD = 3
"""Fillings made by the other process before they are stored."""
READ, BOTH = "reading", "reading and linking"


@dataclass(frozen=True)
class Networks:
    """What reads and what links, loaded once."""

    attribution: OnnxAttribution
    pairs: PairScorer


@dataclass(frozen=True)
class Cost:
    """What some articles took."""

    reading: Taken
    linking: Taken

    def of(self, name: str) -> Taken:
        """Return what is measured by that name."""
        return self.reading if name == READ else self.reading + self.linking


def main() -> int:
    """Print what an article costs at each size; return 1 where it grows more than it is held to."""
    arguments = _arguments()
    print(describe())
    networks = Networks(load(), load_pairs())
    with tempfile.TemporaryDirectory() as folder:
        base = _beginnings(arguments.data, arguments.base, arguments.characters, networks.attribution)
        places = {size: Path(folder) / f"{size}.db" for size in sorted(arguments.sizes)}
        _fill(places, base, method_of(networks.pairs))
        size = arguments.at_a_time
        parts = list(parts_of(arguments.data, arguments.articles + size, size))
        _measured(places, parts[0], networks)  # what is loaded late, and a ledger's first pages, are loaded now
        costs = [_measured(_turned(places, number), part, networks) for number, part in enumerate(parts[1:])]
    return _verdict(costs, list(places), sum(map(len, parts[1:])), arguments.record)


def _beginnings(data: Path, wanted: int, characters: int, model: OnnxAttribution) -> list[Page]:
    """Return what was extracted from the beginnings of the last articles."""
    rows = [line for part in parts_of(data, 10_000) for line in part][-wanted:]
    taken, pages = extract([_begun(line, characters) for line in rows], model)
    statements = sum(len(page.statements) for page in pages)
    print(f"to fill with: {len(pages)} articles, {statements} statements ({taken.seconds:.0f} s)", flush=True)
    return pages


def _begun(line: bytes, characters: int) -> bytes:
    """Return the article with its first paragraphs, up to that in which so many characters are reached."""
    row, kept = json.loads(line), ""
    for paragraph in row["text"].splitlines(keepends=True):
        if len(kept) >= characters:
            break
        kept += paragraph
    return json.dumps({**row, "text": kept}, ensure_ascii=False).encode() + b"\n"


def _fill(places: Mapping[int, Path], base: Sequence[Page], method: str) -> None:
    """Write the ledgers: each begins as a copy of the one before it."""
    held, before = 0, None
    with closing(_fillings(base)) as pages:
        for size, path in places.items():
            if before is not None:
                shutil.copyfile(before, path)
            _fill_one(path, pages, size - held, method)
            held, before = size, path


def _fillings(base: Sequence[Page]) -> Generator[Keyed, None, None]:
    """Yield the pages of one filling after another, made in another process."""
    other = ProcessPoolExecutor(1, get_context("spawn"))
    try:
        waiting = deque(other.submit(_filling, base, number) for number in range(AHEAD))
        for number in count(AHEAD):
            yield from waiting.popleft().result()
            waiting.append(other.submit(_filling, base, number))
    finally:
        other.shutdown(cancel_futures=True)


def _filling(base: Sequence[Page], number: int) -> list[Keyed]:
    """Return all of the base with other names, dated one after the other."""
    first = number * len(base)
    return [
        Keyed.of(changed(page, str(number), Dated(_day(first + at), "day", "given"))) for at, page in enumerate(base)
    ]


def _day(number: int) -> str:
    return (FIRST_DAY + timedelta(days=number // A_DAY)).isoformat()


def _fill_one(path: Path, pages: Iterator[Keyed], wanted: int, method: str) -> None:
    statements, last = 0, ""
    with Store.open(path) as store:
        run = ""
        for first in range(0, wanted, AT_ONCE):
            some = [next(pages) for _ in range(min(AT_ONCE, wanted - first))]
            run = run or store.start_run(some[0].page.model, "{}", now())
            began = Taken.now()
            with store.writing():
                for one in some:
                    one.add_to(store, run, method)
            last = f"{Taken.since(began).processor / len(some) * 1e3:.1f} ms an article for the last {len(some)}"
            statements += sum(len(one.page.statements) for one in some)
    size = path.stat().st_size / 1e6
    print(f"{path.stem} articles: {statements:,} more statements, {size:,.0f} MB; storing alone {last}", flush=True)


def _measured(places: Mapping[int, Path], lines: Sequence[bytes], networks: Networks) -> dict[int, Cost]:
    """Read and link the same articles in each ledger."""
    found = {}
    for size, path in places.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "articles.jsonl"
            file.write_text("\n".join(_dated(line, _day(size - 1)) for line in lines), encoding="utf-8")
            began = Taken.now()
            with Store.open(path) as store:
                Ledger(store, model=networks.attribution).read([file])
            reading, began = Taken.since(began), Taken.now()
            with Store.open(path) as store:
                for _ in link_waiting(store, networks.pairs, now):
                    pass
            found[size] = Cost(reading, Taken.since(began))
    return found


def _dated(line: bytes, day: str) -> str:
    return json.dumps({**json.loads(line), "date": day}, ensure_ascii=False)


def _turned(places: Mapping[int, Path], number: int) -> dict[int, Path]:
    """Return the ledgers beginning with another one each time."""
    sizes = list(places)
    at = number % len(sizes)
    return {size: places[size] for size in sizes[at:] + sizes[:at]}


def _verdict(costs: Sequence[Mapping[int, Cost]], sizes: Sequence[int], articles: int, path: Path | None) -> int:
    held = list[Held]()
    series = list[tuple[str, tuple[float, ...]]]()
    for name in (READ, BOTH):
        of_size = {size: [cost[size].of(name) for cost in costs] for size in sizes}
        sums = {size: total(some) for size, some in of_size.items()}
        told = "; ".join(f"{one.told(articles)} at {size:,}" for size, one in sums.items())
        print(f"{name}: {told}")
        series.append((name, tuple(one.seconds / articles * 1e3 for one in sums.values())))
        last, first = of_size[sizes[-1]], of_size[sizes[0]]
        held.append(Held(f"{name}, last size by first", Ratio.by_clock(last, first), MOST, at_most=True))
        held.append(Held(f"{name}, by processor time", Ratio.by_processor(last, first)))
    print(*held, sep="\n")
    on = f"{articles} AllSides articles, added to ledgers of three sizes"
    record(path, measured_here("growth", on, "ms an article", series, sizes=tuple(sizes), held=held))
    return int(not all(one.reached for one in held))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--at-a-time", type=int, default=10, help="articles read between opening and closing a ledger")
    parser.add_argument("--base", type=int, default=300, help="articles that are extracted to fill with")
    parser.add_argument("--characters", type=int, default=700, help="of each, at least, unless it is shorter")
    parser.add_argument("--record", type=Path, help="file that the figures are added to")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
