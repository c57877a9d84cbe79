"""HTML pages a second, from their files into a ledger, beside trafilatura alone and the bare encoder.

    python -m benchmarks.html_pages --data DATA [--rounds 3] [--record FILE]

DATA holds wcxb_dev (development part of Murrough-Foley/web-content-extraction-benchmark). Four sides run in one process
in turn, some pages at a time, so that a machine that slows down slows all:

    sayso, into a ledger    all of `sayso read` but the start of the process, into a new ledger
    trafilatura alone       bytes to the main text, with the options that sayso asks it with and without metadata
    sayso, cleaning alone   bytes to the article: main text, line roles, title, authors, date, map to the DOM
    bare encoder            the encoder alone on the windows of those articles, which come ready made

The limit is trafilatura and the bare encoder one after the other: the time that the two take together.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.clocks import Ratio, Taken, total
from benchmarks.figures import Held, measured_here, record
from benchmarks.machine import describe
from benchmarks.main_text import document
from benchmarks.speed import encode
from sayso.annotate.articles import window_inputs
from sayso.clean import article
from sayso.errors import InputError
from sayso.library import open_ledger
from sayso.model.onnx import OnnxAttribution, load
from sayso.records import Article, Document

LEAST = 0.75
PART = 40
INTO_LEDGER, TRAFILATURA, CLEANING, ENCODER = (
    "sayso, into a ledger",
    "trafilatura alone",
    "sayso, cleaning alone",
    "bare encoder",
)
LIMIT = "trafilatura and bare encoder"


def main() -> int:
    """Print rates and ratios; return 1 where the pages are read slower than they are held to."""
    arguments = _arguments()
    print(describe())
    model = load()
    files = sorted((arguments.data / "wcxb_dev" / "html").iterdir())[: arguments.pages]
    _part(files[:1], model)  # what is loaded late is loaded now
    parts = [files[first : first + PART] for first in range(0, len(files), PART)]
    taken: dict[str, list[Taken]] = {name: [] for name in (INTO_LEDGER, TRAFILATURA, CLEANING, ENCODER)}
    for number in range(arguments.rounds):
        for part in parts:
            for name, one in _part(part, model).items():
                taken[name].append(one)
        sums = {name: total(found[-len(parts) :]).told(len(files)) for name, found in taken.items()}
        print(f"round {number + 1}: " + "; ".join(f"{name} {told}" for name, told in sums.items()), flush=True)
    return _verdict(taken, len(files) * arguments.rounds, arguments.record, f"{len(files)} HTML pages of WCXB")


def _part(files: Sequence[Path], model: OnnxAttribution) -> dict[str, Taken]:
    pages = [document(path.stem, gzip.decompress(path.read_bytes()), "text/html") for path in files]
    cleaning, articles = _clean(pages)
    windows = window_inputs([one for one in articles if one.not_extracted is None], model)
    return {
        INTO_LEDGER: _into_ledger(pages, model),
        TRAFILATURA: _trafilatura(pages),
        CLEANING: cleaning,
        ENCODER: encode(windows, model),
    }


def _into_ledger(pages: Sequence[Document], model: OnnxAttribution) -> Taken:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pages"
        folder.mkdir()
        for page in pages:
            (folder / page.name).with_suffix(".html").write_bytes(page.content)
        with open_ledger(Path(place) / "ledger.db", model=model) as ledger:
            began = Taken.now()
            summary = ledger.read(folder)
            taken = Taken.since(began)
    if summary.read != len(pages):
        print(f"  {len(pages) - summary.read} of {len(pages)} pages were not stored: {summary.failures}")
    return taken


def _trafilatura(pages: Sequence[Document]) -> Taken:
    from trafilatura import extract

    def alone(page: Document) -> object:
        return extract(page.content, include_comments=False, include_tables=True, with_metadata=False)

    return _each(alone, pages)


def _clean(pages: Sequence[Document]) -> tuple[Taken, list[Article]]:
    found = list[Article]()

    def clean(page: Document) -> None:
        try:
            found.append(article(page))
        except InputError as error:
            print(f"  {page.name} could not be cleaned: {error}")

    return _each(clean, pages), found


def _each(does: Callable[[Document], object], pages: Sequence[Document]) -> Taken:
    began = Taken.now()
    for page in pages:
        does(page)
    return Taken.since(began)


def _verdict(taken: dict[str, list[Taken]], pages: int, path: Path | None, on: str) -> int:
    limit = [one + other for one, other in zip(taken[TRAFILATURA], taken[ENCODER], strict=True)]
    sums = {name: total(found) for name, found in {**taken, LIMIT: limit}.items()}
    for name, one in sums.items():
        print(f"{name:30s}{one.told(pages)}")
    into = Held("of the rate of trafilatura and the bare encoder", Ratio.by_clock(limit, taken[INTO_LEDGER]), LEAST)
    held = [into, Held("the same by processor time", Ratio.by_processor(limit, taken[INTO_LEDGER]))]
    cleaned = [Held("of trafilatura's rate", Ratio.by_clock(taken[TRAFILATURA], taken[CLEANING]))]
    print(*held, "cleaning: " + str(cleaned[0]), sep="\n")
    for plot, names, of in (("pages", (INTO_LEDGER, LIMIT), held), ("cleaning", (CLEANING, TRAFILATURA), cleaned)):
        series = [(name, (pages / sums[name].seconds,)) for name in names]
        record(path, measured_here(plot, on, "pages a second", series, held=of))
    return int(not into.reached)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, help="the first so many, for a try; such figures say little")
    parser.add_argument("--record", type=Path, help="file that the figures are added to")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
