"""Print every figure that sayso is held to, one benchmark after another, each in a process of its own.

    python -m benchmarks --data DATA --eval EVAL [--samples SAMPLES] [--quick] [--record FILE]

DATA, EVAL and SAMPLES are folders laid out as benchmarks/RESULTS.md says. The exit code is the number of benchmarks
that missed a figure. `--quick` takes fewer articles for speed and memory; such figures are not for RESULTS.md.
`--record` adds the figures of speed to a file, from which `python -m benchmarks.plots` draws docs/speed.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run the benchmarks and return how many missed."""
    arguments = _arguments()
    data, quick = str(arguments.data), arguments.quick
    samples = ["--samples", str(arguments.samples)] if arguments.samples else []
    recorded = ["--record", str(arguments.record)] if arguments.record else []
    runs = {
        "attribution": ["--data", data, "--eval", str(arguments.eval)],
        "calibration": ["--data", data],
        "speakers": ["--data", data, "--eval", str(arguments.eval)],
        "ledger": ["--data", data, "--eval", str(arguments.eval)],
        "main_text": ["--data", str(arguments.data / "wcxb_dev"), *samples],
        "evidence_spans": ["--data", str(arguments.data / "wcxb_dev")],
        "speed": ["--data", data, "--articles", "200" if quick else "1000", *recorded],
        "spacy_pipeline": ["--data", data, "--articles", "100" if quick else "400", *recorded],
        "html_pages": ["--data", data, "--rounds", "1" if quick else "3", *recorded],
        "engines": ["--data", data, *(["--articles", "100", "--part", "100"] if quick else [])],
        "copies": ["--data", data, "--articles", "200" if quick else "1000"],
        "actors": ["--data", data],
        "actor_growth": ["--sizes", "5000", *(["20000"] if quick else ["50000", "250000"])],
        "pairs": ["--data", data],
        "relations": ["--data", data],
        "link_growth": ["--data", data, "--sizes", *(["10000", "30000"] if quick else ["10000", "100000", "1000000"])],
        "growth": ["--data", data, *(["--sizes", "100", "1000", "--articles", "50"] if quick else []), *recorded],
        "search": ["--statements", "100000", *([] if quick else ["1000000"])],
        "warc": ["--data", data, "--records", "2000" if quick else "20000", *recorded],
        "meaning": ["--data", data],
        "kills": ["--kills", "30" if quick else "500"],
        "start_up": [],
        "memory": ["--data", data, "--articles", "1000" if quick else "10000"],
    }
    chosen = arguments.only or list(runs)
    return sum(_run(name, runs[name]) for name in chosen)


def _run(name: str, arguments: list[str]) -> bool:
    print(f"\n=== {name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], check=False).returncode != 0  # noqa: S603 - ours


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--record", type=Path, help="file that the figures of speed are added to")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these benchmarks only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
