"""Give every stage hostile input made from saved pages, and print what became of it.

    python -m benchmarks.fuzz --data DATA [--seconds 60] [--seed 0] [--only NUMBER] [--growth]

DATA is a folder with saved pages (`*.html.gz`) somewhere below it. An input follows from the seed and its number alone:
`--only` gives the stages one of them again. `--growth` takes texts and pages of three lengths, each twice the one
before, and prints whose time more than triples from the second to the third. The exit code is 1 where a stage raised
what it must not raise, or broke what has to hold. docs/fuzzing.md tells what was found.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.fuzzing import asking, growth
from benchmarks.fuzzing.inputs import Made, made, pages
from benchmarks.fuzzing.stages import Trial, Tried
from benchmarks.machine import describe
from sayso.config import Settings
from sayso.store import Store

SLOWEST = 8
READ = 2_500
"""Characters of each input's main text that the stages behind cleaning are given: thousands of inputs, not dozens."""
EVERY = 1_000
"""Inputs after which a line says how far it has come."""
BAD = ("raised", "broke")


def main() -> int:
    """Fuzz, print, and return the exit code."""
    given = _arguments()
    print(describe())
    if given.growth:
        return growth.main()
    seeds = pages(given.data)
    if not seeds:
        sys.exit(f"There is no saved page (*.html.gz) under {str(given.data)!r}: name a folder that has some.")
    numbers = [given.only] if given.only is not None else itertools.count()
    counts: Counter[tuple[str, str]] = Counter()
    kinds: Counter[str] = Counter()
    slow: list[tuple[float, str]] = []
    found: dict[str, str] = {}
    end = time.monotonic() + given.seconds
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "fuzz.db") as store:
        trial = Trial(Settings(max_characters=READ), store)
        for number in numbers:
            one = made(seeds, given.seed, number)
            kinds[one.kind] += 1
            for what in [*trial.file(_written(Path(folder), one)), *asking.tried(given.seed, number)]:
                counts[what.stage, what.outcome] += 1
                _note(what, one, number, slow, found)
            if kinds.total() % EVERY == 0:
                print(f".. {kinds.total():,} inputs", flush=True)
            if time.monotonic() > end:
                break
    _report(kinds, counts, slow)
    return int(any(outcome in BAD for _, outcome in counts))


def _written(folder: Path, one: Made) -> Path:
    path = folder / one.name
    path.write_bytes(one.content)
    return path


def _note(what: Tried, one: Made, number: int, slow: list[tuple[float, str]], found: dict[str, str]) -> None:
    told = f"--only {number} ({one.kind}, {len(one.content):,} bytes; {', '.join(one.edits) or 'as made'})"
    slow.append((what.seconds, f"{what.stage}: {told}"))
    slow.sort(reverse=True)
    del slow[SLOWEST:]
    told_now = f"{what.stage} {what.outcome} {what.told}"
    if what.outcome in BAD and told_now not in found:
        found[told_now] = told
        print(f"{told_now}\n    {told}", flush=True)


def _report(kinds: Counter[str], counts: Counter[tuple[str, str]], slow: list[tuple[float, str]]) -> None:
    print(f"\n{kinds.total():,} inputs: " + ", ".join(f"{number:,} {kind}" for kind, number in sorted(kinds.items())))
    print(f"\n{'stage':10} {'passed':>9} {'refused':>9} {'raised':>9} {'broke':>9}")
    for stage in dict.fromkeys(stage for stage, _ in counts):
        cells = (counts[stage, outcome] for outcome in ("passed", "refused", *BAD))
        print(f"{stage:10} " + " ".join(f"{number:9,}" for number in cells))
    print("\nslowest, in seconds of the processor:")
    for seconds, told in slow:
        print(f"{seconds:7.2f}  {told}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, metavar="NUMBER")
    parser.add_argument("--growth", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
