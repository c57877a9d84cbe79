"""Articles a second of extraction, beside the bare encoder on the same windows.

    python -m benchmarks.speed --data DATA [--articles 1000]

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
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from os import cpu_count
from pathlib import Path

from benchmarks.machine import describe
from sayso.annotate.articles import window_inputs
from sayso.library import as_object, extract_pages
from sayso.model.encoder import WindowInput
from sayso.model.onnx import OnnxAttribution, load
from sayso.records import Page

LEAST = 0.60
PART = 100
CORES = cpu_count() or 1
"""As the model counts them."""


def main() -> int:
    """Print both rates and their ratio; return 1 where it is under what it is held to."""
    arguments = _arguments()
    print(describe())
    model = load()
    ratios, extracting, encoding, articles, pieces = [], Taken(), Taken(), 0, 0
    with gzip.open(arguments.data / "allsides" / "articles.jsonl.gz", "rb") as stream:
        while lines := list(islice(stream, min(PART, arguments.articles - articles))):
            whole, pages = _extract(lines, model)
            windows = window_inputs([page.article for page in pages], model)
            bare = _encode(windows, model)
            ratios.append(bare.seconds / whole.seconds)
            extracting, encoding = extracting + whole, encoding + bare
            articles, pieces = articles + len(lines), pieces + sum(len(w.pieces) for w in windows)
            print(f"{articles:5d} articles: {whole.told(len(lines))}; bare encoder {bare.told(len(lines))}", flush=True)
    print(f"extraction    {extracting.told(articles)}")
    print(f"bare encoder  {encoding.told(articles)}; {pieces / encoding.seconds:,.0f} pieces a second")
    ratio = encoding.seconds / extracting.seconds
    spread = f"by part: median {statistics.median(ratios):.3f}, {min(ratios):.3f} to {max(ratios):.3f}"
    print(f"ratio {ratio:.3f} ({spread}): {'reaches' if ratio >= LEAST else 'MISSES'} {LEAST}")
    return 0 if ratio >= LEAST else 1


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and of the processor's by all threads of this process."""

    seconds: float = 0.0
    processor: float = 0.0

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.seconds + other.seconds, self.processor + other.processor)

    def told(self, articles: int) -> str:
        """Return what that makes for so many articles."""
        idle = max(0.0, 1 - self.processor / (self.seconds * CORES))
        return f"{articles / self.seconds:.1f} a second, {self.processor / articles * 1e3:.0f} ms each, idle {idle:.1%}"

    @staticmethod
    def since(began: Taken) -> Taken:
        """Return what was taken since `now`."""
        now = Taken.now()
        return Taken(now.seconds - began.seconds, now.processor - began.processor)

    @staticmethod
    def now() -> Taken:
        """Return both clocks."""
        return Taken(time.perf_counter(), time.process_time())


def _extract(lines: Sequence[bytes], model: OnnxAttribution) -> tuple[Taken, list[Page]]:
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


def _encode(windows: Sequence[WindowInput], model: OnnxAttribution) -> Taken:
    began = Taken.now()
    with ThreadPoolExecutor(CORES) as pool:
        for _ in pool.map(model.encode, windows):
            pass
    return Taken.since(began)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
