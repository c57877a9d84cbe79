"""Who speaks: the resolved speakers of PolNeAR's dev split against speakers_dev.jsonl, by its scorer.

python -m benchmarks.speakers --data DATA --eval EVAL
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.scorers import extract_to, scored

LEAST = {"accuracy": 0.82, "named ones": 0.86}
"""Of the statements found; rules of a national media tracker reach .865 over direct quotations."""


def main() -> int:
    """Print the scorer's figures; return 1 where one misses what it is held to."""
    arguments = _arguments()
    print(describe())
    gold = arguments.data / "polnear"
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        extract_to(predictions, gold / "dev" / "text")
        text = scored(arguments.eval / "score_speakers.py", [gold / "dev", gold / "speakers_dev.jsonl", predictions])
    print(text)
    found = {name: float(match[1]) if (match := re.search(rf"{name} (\d\.\d+)", text)) else 0.0 for name in LEAST}
    for name, least in LEAST.items():
        print(f"{name} {found[name]:.3f}: {'reaches' if found[name] >= least else 'MISSES'} {least}")
    return int(any(found[name] < least for name, least in LEAST.items()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--eval", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
