"""Articles a second of the engines, beside one another and beside the bare encoder, and the memory of a worker.

    python -m benchmarks.engines --data DATA [--articles 600] [--part 200]

DATA holds allsides/articles.jsonl.gz (published at ramybaly/Article-Bias-Prediction). All run in turn, part by part, so
that a machine that slows down slows all:

    one process      this one, with the model's threads on all cores; it keeps nothing
    two processes    two workers with half of the threads each; this process writes shards
    Ray              a cluster of this machine with two workers of one thread, which write shards
    bare encoder     the encoder alone, on all cores, whose windows come ready made

The time in which workers start is not counted. Ray starts its workers for each part, so there the time goes from the
second shard on, when both are at work, to the last, by when the manifests were written.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.machine import describe
from sayso import pipeline, read
from sayso.annotate.articles import window_inputs
from sayso.clean import article
from sayso.config import DEFAULTS
from sayso.engine import local, ray
from sayso.engine.cores import cores
from sayso.engine.parts import cut
from sayso.engine.shard_folder import MANIFEST
from sayso.engine.shards import write_shard
from sayso.model.onnx import OnnxAttribution, load
from sayso.records import Document

LEAST = {"Ray / two processes": 0.85, "best / bare encoder": 0.80}
SHARD = 10
"""Documents: so few that two workers end at about the same time."""


@dataclass(frozen=True)
class Taken:
    """Seconds until the first were done, and articles and seconds after that."""

    start: float
    articles: int
    seconds: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


def main() -> int:
    """Print rates and ratios; return 1 where one is under what it is held to."""
    arguments = _arguments()
    print(describe())
    model = load()
    parts: list[dict[str, Taken]] = []
    with gzip.open(arguments.data / "allsides" / "articles.jsonl.gz", "rb") as stream:
        while lines := list(islice(stream, min(arguments.part, arguments.articles - len(parts) * arguments.part))):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "articles.jsonl"
                path.write_bytes(b"".join(lines))
                parts.append(_part(path, model))
            told = "; ".join(f"{name} {one.rate:.2f} (start {one.start:.1f} s)" for name, one in parts[-1].items())
            print(f"{len(lines)} articles, a second: {told}", flush=True)
            if len(parts) == 1:
                print(f"memory of a worker: {_PEAK[0]:.0f} MB at most")
    return _verdict(parts)


def _part(path: Path, model: OnnxAttribution) -> dict[str, Taken]:
    here, there = path.parent / "two", path.parent / "ray"
    began = time.perf_counter()
    documents = [one for one in read.documents([path]) if isinstance(one, Document)]
    count = sum(1 for _ in pipeline.extract_documents(documents, model))
    found = {"one process": Taken(0.0, count, time.perf_counter() - began)}
    found["two processes"] = _two(documents, here)
    found["Ray"] = _ray(path, there)
    found["bare encoder"] = _bare(documents, model)
    return found


def _two(documents: list[Document], folder: Path) -> Taken:
    folder.mkdir()
    how, version = pipeline.settings_json(DEFAULTS), local.SHIPPED.version()
    began = time.perf_counter()
    with local.reading(DEFAULTS, 2) as two:
        list(pipeline.extract_by(two, documents[: 4 * local.BATCH]))  # both have loaded the model
        ready = time.perf_counter()
        found = pipeline.extract_by(two, documents)
        for part in cut(iter(documents), SHARD):
            write_shard(folder, part, islice(found, len(part.documents)), version, how)
        taken = Taken(ready - began, len(documents), time.perf_counter() - ready)
    _PEAK.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3))
    return taken


_PEAK: list[float] = []
"""The largest resident set of a worker so far; Ray's are not this process's children, so the first alone counts."""


def _ray(path: Path, folder: Path) -> Taken:
    began = time.time()
    shards = list(ray.write_shards([path], folder, processes=2, articles=SHARD))
    ends = sorted((folder / (one.manifest.name + MANIFEST)).stat().st_mtime for one in shards)
    return Taken(ends[0] - began, SHARD * (len(shards) - 2), ends[-1] - ends[1])


def _bare(documents: list[Document], model: OnnxAttribution) -> Taken:
    windows = window_inputs([article(one) for one in documents], model)
    began = time.perf_counter()
    with ThreadPoolExecutor(cores()) as pool:
        for _ in pool.map(model.encode, windows):
            pass
    return Taken(0.0, len(documents), time.perf_counter() - began)


def _verdict(parts: list[dict[str, Taken]]) -> int:
    totals = {name: sum(p[name].articles for p in parts) / sum(p[name].seconds for p in parts) for name in parts[0]}
    best = max(("one process", "two processes"), key=lambda name: totals[name])
    ratios = {
        "two processes / one process": ("two processes", "one process"),
        "Ray / two processes": ("Ray", "two processes"),
        "one process / bare encoder": ("one process", "bare encoder"),
        "two processes / bare encoder": ("two processes", "bare encoder"),
        "best / bare encoder": (best, "bare encoder"),
    }
    missed = 0
    for name, (one, other) in ratios.items():
        ratio = totals[one] / totals[other]
        spread = [part[one].rate / part[other].rate for part in parts]
        least = LEAST.get(name)
        verdict = "" if least is None else f": {'reaches' if ratio >= least else 'MISSES'} {least}"
        by_part = f"by part: median {median(spread):.3f}, {min(spread):.3f} to {max(spread):.3f}"
        print(f"{name} {ratio:.3f} ({by_part}){verdict}")
        missed += least is not None and ratio < least
    return min(1, missed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--part", type=int, default=200)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
