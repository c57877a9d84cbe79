"""Whether confidence means something: of the statements shown at .9, are nine in ten right?

    python -m benchmarks.calibration --data DATA

On PolNeAR's dev split, which the points of the calibration were not made on. Prints a row a tenth of confidence, and
the expected calibration error.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.machine import describe
from sayso.model.onnx import load
from training.attribution.calibrate import calibration_error, outcomes, tenths
from training.attribution.polnear import read_split

MOST = 0.05


def main() -> int:
    """Print the table; return 1 where the error is over what it is held to."""
    arguments = _arguments()
    print(describe())
    found = outcomes(load(), read_split(arguments.data / "polnear" / "dev"))
    for said, right, count in tenths(found):
        print(f"shown at {said:.2f}: {right:.2f} right of {count}")
    error = calibration_error(found)
    print(f"expected calibration error {error:.3f}: {'reaches' if error <= MOST else 'MISSES'} {MOST}")
    return int(error > MOST)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
