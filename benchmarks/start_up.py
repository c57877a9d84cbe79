"""Seconds to `sayso --help` and to the first statement of one page, whole processes.

python -m benchmarks.start_up
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.machine import describe

RUNS = 9
PAGE = Path(__file__).parents[1] / "examples" / "wire-interview.html"
MEASURED = ((("--help",), 0.4), (("extract", str(PAGE)), 3.0))


def main() -> int:
    """Print the median, least and most of each; return 1 where a median is over what it is held to."""
    print(describe())
    missed = 0
    for arguments, most in MEASURED:
        seconds = [_seconds(arguments) for _ in range(RUNS + 1)][1:]  # the first fills the disk's cache
        median = statistics.median(seconds)
        missed |= median > most
        verdict = f"{'MISSES' if median > most else 'reaches'} {most} s"
        print(f"sayso {arguments[0]:8s} {median:.2f} s ({min(seconds):.2f} to {max(seconds):.2f}): {verdict}")
    return int(missed)


def _seconds(arguments: tuple[str, ...]) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "sayso", *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own command
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
