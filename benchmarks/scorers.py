"""Run `sayso extract --plain` and the scorers that are kept outside this repository, so that nobody tunes them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def extract_to(predictions: Path, *inputs: Path) -> None:
    """Write what stands in the inputs, taken as text alone, to a file of JSON Lines."""
    with predictions.open("wb") as stream:
        command = [sys.executable, "-m", "sayso", "extract", "--plain", *map(str, inputs)]
        subprocess.run(command, stdout=stream, check=True)  # noqa: S603 - our own command


def scored(scorer: Path, arguments: Sequence[str | Path]) -> str:
    """Return what the scorer prints."""
    command = [sys.executable, str(scorer), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603 - the scorer given
