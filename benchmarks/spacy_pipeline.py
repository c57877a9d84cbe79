"""Articles a second of extraction, beside a spaCy pipeline of the small English size over the same articles.

    python -m benchmarks.spacy_pipeline --data DATA [--articles 400] [--record FILE]

DATA holds allsides/articles.jsonl.gz (published at ramybaly/Article-Bias-Prediction), and ud_ewt and ner_ewt, which the
pipeline is trained on (benchmarks/spacy_small.py says what it is like, and why it is trained). spaCy is in the extra
`benchmark`. The sides read the same articles in turn, part by part, so that a machine that slows down slows all:

    sayso                   all of `sayso extract` but the start of the process, on all cores: from JSON Lines to JSON
    spaCy, one process      tokenizer, tagger, parser and names; the texts come ready made, and nothing is written
    spaCy, a process a core the same in a process of its own for each core, the texts dealt out by length
    spaCy with lemmas       the same again with the attribute ruler and the lemmatizer: all that the release runs

The processes have loaded the pipeline before. sayso is held to a multiple of the fastest spaCy of tagger, parser and
names. They are not the same work: sayso cleans, and finds who said what; spaCy finds every head, and no statement.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.clocks import CORES, Ratio, Taken, total
from benchmarks.figures import Held, measured_here, record
from benchmarks.machine import describe
from benchmarks.spacy_small import LEMMAS, counted, write
from benchmarks.speed import extract, parts_of
from sayso.model.onnx import OnnxAttribution, load

if TYPE_CHECKING:
    from spacy.language import Language

LEAST = 2.0
PART = 50
SAYSO, ONE, EACH, LEMMATISED = "sayso", "spaCy, one process", "spaCy, a process a core", "spaCy with lemmas"


def main() -> int:
    """Print the rates and their ratio; return 1 where it is under what it is held to."""
    arguments = _arguments()
    if find_spec("spacy") is None:
        print("spaCy is not installed: `make benchmark` installs it, or `pip install spacy` in this environment.")
        return 1
    print(describe())
    model = load()
    taken: dict[str, list[Taken]] = {name: [] for name in (SAYSO, ONE, EACH, LEMMATISED)}
    articles = 0
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        print(f"spaCy {version('spacy')}, {write(Path(folder), arguments.data, arguments.documents)}", flush=True)
        workers = [stack.enter_context(_worker(Path(folder))) for _ in range(CORES)]
        for lines in parts_of(arguments.data, arguments.articles, PART):
            articles += len(lines)
            for name, one in _part(lines, model, workers).items():
                taken[name].append(one)
            told = "; ".join(f"{name} {found[-1].told(len(lines))}" for name, found in taken.items())
            print(f"{articles:5d} articles: {told}", flush=True)
        words, cut, names = workers[0].submit(_found, _texts(lines)).result()
        print(f"spaCy found {1e3 * cut / words:.0f} sentences and {1e3 * names / words:.0f} names to a thousand words")
    return _verdict(taken, articles, arguments.record)


def _worker(folder: Path) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"), initializer=_load, initargs=(folder,))


def _part(lines: Sequence[bytes], model: OnnxAttribution, workers: Sequence[ProcessPoolExecutor]) -> dict[str, Taken]:
    texts = _texts(lines)
    for worker in workers:
        worker.submit(_read, texts[:1], lemmas=True).result()  # it has loaded the pipeline
    return {
        SAYSO: extract(lines, model)[0],
        ONE: _by(workers[:1], texts, lemmas=False),
        EACH: _by(workers, texts, lemmas=False),
        LEMMATISED: _by(workers, texts, lemmas=True),
    }


def _texts(lines: Sequence[bytes]) -> list[str]:
    rows = [json.loads(line) for line in lines]
    return [f"{row['title']}\n\n{row['text']}" for row in rows]


def _by(workers: Sequence[ProcessPoolExecutor], texts: Sequence[str], *, lemmas: bool) -> Taken:
    """Return what the workers take together for the texts, each for its share of them."""
    dealt = sorted(texts, key=len, reverse=True)
    began = Taken.now()
    shares = [
        worker.submit(_read, dealt[number :: len(workers)], lemmas=lemmas) for number, worker in enumerate(workers)
    ]
    processor = sum(share.result() for share in shares)
    return Taken(Taken.since(began).seconds, processor)


_LOADED: list[Language] = []
"""The pipeline of this worker."""


def _load(folder: Path) -> None:
    import spacy

    _LOADED.append(spacy.load(folder))


def _read(texts: Sequence[str], *, lemmas: bool) -> float:
    """Run the pipeline over the texts; return the seconds of the processor that it took."""
    began = Taken.now()
    for _ in _LOADED[0].pipe(texts, disable=[] if lemmas else list(LEMMAS)):
        pass
    return Taken.since(began).processor


def _found(texts: Sequence[str]) -> tuple[int, int, int]:
    return counted(_LOADED[0].pipe(texts, disable=list(LEMMAS)))


def _verdict(taken: dict[str, list[Taken]], articles: int, path: Path | None) -> int:
    sums = {name: total(found) for name, found in taken.items()}
    for name, one in sums.items():
        print(f"{name:25s}{one.told(articles)}")
    fastest = min((ONE, EACH), key=lambda name: sums[name].seconds)
    held = [
        Held(f"of the rate of {fastest}", Ratio.by_clock(taken[fastest], taken[SAYSO]), LEAST),
        Held("the same by processor time", Ratio.by_processor(taken[fastest], taken[SAYSO])),
        Held("of the rate of spaCy with lemmas", Ratio.by_clock(taken[LEMMATISED], taken[SAYSO])),
    ]
    print(*held, sep="\n")
    series = [(name, (articles / one.seconds,)) for name, one in sums.items()]
    on = f"{articles:,} AllSides articles, spaCy {version('spacy')}"
    record(path, measured_here("spacy", on, "articles a second", series, held=held))
    return int(not all(one.reached for one in held))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--documents", type=int, help="of the treebank, for a try; such a pipeline finds nothing")
    parser.add_argument("--record", type=Path, help="file that the figures are added to")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
