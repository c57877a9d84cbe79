"""Peak memory of `sayso read` over a tenth of the articles and over all of them: it must not grow with their number.

    python -m benchmarks.memory --data DATA [--articles 10000]

The peak is the operating system's account of the largest resident set of the process (Linux and macOS).
"""

from __future__ import annotations

import argparse
import gzip
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from benchmarks.machine import describe

MOST = 800
"""MB."""
FLAT = 1.15
"""How much more all may take than a tenth."""


def main() -> int:
    """Print the peaks; return 1 where they are over what they are held to."""
    arguments = _arguments()
    print(describe())
    peaks = [_peak(arguments.data, count) for count in (arguments.articles // 10, arguments.articles)]
    reached = peaks[1] <= MOST and peaks[1] <= FLAT * peaks[0]
    verdict = "reaches" if reached else "MISSES"
    print(f"peak {peaks[1]:.0f} MB, {peaks[1] / peaks[0]:.2f} of a tenth's: {verdict} {MOST} MB, flat")
    return 0 if reached else 1


def _peak(data: Path, count: int) -> float:
    """Measure in a process of its own: the account of children keeps the largest of them all."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_read, (data, count))


def _read(data: Path, count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        with gzip.open(data / "allsides" / "articles.jsonl.gz", "rb") as stream, path.open("wb") as copy:
            copy.writelines(islice(stream, count))
        began = time.perf_counter()
        ledger = Path(folder) / "ledger.db"
        command = [sys.executable, "-m", "sayso", "read", str(path), "--ledger", str(ledger)]
        subprocess.run(command, check=False)  # noqa: S603 - our own command; an article that can't be read is no matter here
        seconds, size = time.perf_counter() - began, ledger.stat().st_size / 1e6
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    peak = kilobytes / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"{count:6d} articles: peak {peak:.0f} MB, {seconds:.0f} s, ledger of {size:.0f} MB", flush=True)
    return peak


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
