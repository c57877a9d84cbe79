"""Linked F1 of `sayso extract --plain` on PolNeAR's dev split, by the scorer that is kept outside this repository.

    python -m benchmarks.attribution --data DATA --eval EVAL

PolNeAR is published at networkdynamics/PolNeAR; DATA holds it as polnear/dev. The interval is by bootstrap over
articles.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.machine import describe

LEAST = 0.73
"""A tagger with a naive rule gives .638, people agree with one another at .746."""


def main() -> int:
    """Print the figures; return 1 where the linked F1 is under what it is held to."""
    arguments = _arguments()
    print(describe())
    figures = measure(arguments.data, arguments.eval)
    for name, figure in figures.items():
        precision, recall, f1 = figure["precision"], figure["recall"], figure["f1"]
        interval = f"[{figure['low']:.3f}, {figure['high']:.3f}]"
        print(f"{name:14s} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  {interval}")
    reached = figures["linked"]["f1"] >= LEAST
    print(f"linked F1 {figures['linked']['f1']:.3f}: {'reaches' if reached else 'MISSES'} {LEAST}")
    return 0 if reached else 1


def measure(data: Path, scorers: Path) -> dict[str, dict[str, float]]:
    """Run the command over the split and return the scorer's figures by name."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        with predictions.open("wb") as stream:
            command = [sys.executable, "-m", "sayso", "extract", "--plain", str(data / "polnear" / "dev" / "text")]
            subprocess.run(command, stdout=stream, check=True)  # noqa: S603 - our own command
        scorer = [
            sys.executable,
            str(scorers / "score_attribution.py"),
            str(data / "polnear" / "dev"),
            str(predictions),
        ]
        done = subprocess.run([*scorer, "--json"], capture_output=True, check=True)  # noqa: S603 - the scorer given
    figures: dict[str, dict[str, float]] = json.loads(done.stdout)
    return figures


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--eval", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
