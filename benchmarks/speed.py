"""Articles a second of extraction, beside the bare encoder on the same windows.

    python -m benchmarks.speed --data DATA [--articles 1000] [--record FILE]

DATA holds allsides/articles.jsonl.gz (published at ramybaly/Article-Bias-Prediction). Both sides run in one process in
turn, part by part, so that a machine that slows down slows both. The extraction is all of `sayso extract` but the start
of the process: reading, cleaning, encoding, decoding, and the JSON. The bare encoder gets its windows ready made.

Processor time is that of all threads, in ms an article. Idle is the share of the cores' time in which none of them ran;
what other work took from the cores while it was measured counts as idle too, so read it on a quiet machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from benchmarks.clocks import CORES, Ratio, Taken, total
from benchmarks.figures import Held, measured_here, record
from benchmarks.machine import describe
from sayso.annotate.articles import window_inputs
from sayso.library import as_object, extract_pages
from sayso.model.encoder import WindowInput
from sayso.model.onnx import OnnxAttribution, load
from sayso.records import Page

LEAST = 0.80
PART = 100


def main() -> int:
    """Print both rates and their ratio; return 1 where it is under what it is held to."""
    arguments = _arguments()
    print(describe())
    model = load()
    wholes, bares, articles, pieces = list[Taken](), list[Taken](), 0, 0
    for lines in parts_of(arguments.data, arguments.articles):
        whole, pages = extract(lines, model)
        windows = window_inputs([page.article for page in pages], model)
        bare = encode(windows, model)
        wholes.append(whole)
        bares.append(bare)
        articles, pieces = articles + len(lines), pieces + sum(len(w.pieces) for w in windows)
        print(f"{articles:5d} articles: {whole.told(len(lines))}; bare encoder {bare.told(len(lines))}", flush=True)
    both = {"sayso extract": total(wholes), "bare encoder": total(bares)}
    for name, taken in both.items():
        print(f"{name:14s}{taken.told(articles)}")
    print(f"bare encoder  {pieces / both['bare encoder'].seconds:,.0f} pieces a second")
    held = _held(wholes, bares)
    print(*held, sep="\n")
    series = [(name, (articles / taken.seconds,)) for name, taken in both.items()]
    on = f"{articles:,} AllSides articles"
    record(arguments.record, measured_here("encoder", on, "articles a second", series, held=held))
    return int(not all(one.reached for one in held))


def _held(wholes: Sequence[Taken], bares: Sequence[Taken]) -> list[Held]:
    return [
        Held("of the bare encoder's rate", Ratio.by_clock(bares, wholes), LEAST),
        Held("the same by processor time", Ratio.by_processor(bares, wholes)),
    ]


def parts_of(data: Path, articles: int, size: int = PART) -> Iterator[list[bytes]]:
    """Yield the first articles of AllSides as lines of JSON, so many at a time."""
    with gzip.open(data / "allsides" / "articles.jsonl.gz", "rb") as stream:
        wanted = islice(stream, articles)
        while lines := list(islice(wanted, size)):
            yield lines


def extract(lines: Sequence[bytes], model: OnnxAttribution) -> tuple[Taken, list[Page]]:
    """Return what `sayso extract` takes for articles in JSON Lines, and their pages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_bytes(b"".join(lines))
        pages: list[Page] = []
        began = Taken.now()
        for one in extract_pages([path], model=model):
            if isinstance(one, Page):
                json.dumps(as_object(one), ensure_ascii=False)
                pages.append(one)
        return Taken.since(began), pages


def encode(windows: Sequence[WindowInput], model: OnnxAttribution) -> Taken:
    """Return what the encoder alone takes for windows that are there already, on all cores."""
    began = Taken.now()
    with ThreadPoolExecutor(CORES) as pool:
        for _ in pool.map(model.encode, windows):
            pass
    return Taken.since(began)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--record", type=Path, help="file that the figures are added to")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
