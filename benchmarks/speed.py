"""Articles a second of extraction, beside the bare encoder on the same windows.

    python -m benchmarks.speed --data DATA [--articles 1000]

DATA holds allsides/articles.jsonl.gz (published at ramybaly/Article-Bias-Prediction). Both sides run in one process in
turn, part by part, so that a machine that slows down slows both. The extraction is all of `sayso extract` but the start
of the process: reading, cleaning, encoding, decoding, and the JSON. The bare encoder gets its windows ready made.
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


def main() -> int:
    """Print both rates and their ratio; return 1 where it is under what it is held to."""
    arguments = _arguments()
    print(describe())
    model = load()
    ratios, extracting, encoding, articles, pieces = [], 0.0, 0.0, 0, 0
    with gzip.open(arguments.data / "allsides" / "articles.jsonl.gz", "rb") as stream:
        while lines := list(islice(stream, min(PART, arguments.articles - articles))):
            seconds, pages = _extract(lines, model)
            windows = window_inputs([page.article for page in pages], model)
            bare = _encode(windows, model)
            ratios.append(bare / seconds)
            extracting, encoding = extracting + seconds, encoding + bare
            articles, pieces = articles + len(lines), pieces + sum(len(w.pieces) for w in windows)
            print(
                f"{articles:5d} articles: {len(lines) / seconds:.1f} a second, bare encoder {len(lines) / bare:.1f}",
                flush=True,
            )
    print(f"extraction    {articles / extracting:6.1f} articles a second")
    print(f"bare encoder  {articles / encoding:6.1f} articles a second, {pieces / encoding:,.0f} pieces a second")
    ratio = encoding / extracting
    spread = f"by part: median {statistics.median(ratios):.3f}, {min(ratios):.3f} to {max(ratios):.3f}"
    print(f"ratio {ratio:.3f} ({spread}): {'reaches' if ratio >= LEAST else 'MISSES'} {LEAST}")
    return 0 if ratio >= LEAST else 1


def _extract(lines: Sequence[bytes], model: OnnxAttribution) -> tuple[float, list[Page]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_bytes(b"".join(lines))
        pages: list[Page] = []
        began = time.perf_counter()
        for one in extract_pages([path], model=model):
            if isinstance(one, Page):
                json.dumps(as_object(one), ensure_ascii=False)
                pages.append(one)
        return time.perf_counter() - began, pages


def _encode(windows: Sequence[WindowInput], model: OnnxAttribution) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(cpu_count()) as pool:
        for _ in pool.map(model.encode, windows):
            pass
    return time.perf_counter() - began


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
