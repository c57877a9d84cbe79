"""Find the weights that the package ships, and verify them before they are run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from sayso.errors import WeightsError
from sayso.records import ModelVersion

MANIFEST = "bundle.json"
RIGHT = 6
"""Weights of sayso.extract.confidence.likely_right."""
LARGEST = 40
"""Of these, either way: with more the exponential would be larger than a number can be."""
FILES = ("encoder.onnx", "roles.onnx", "vocab.txt")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder of weights: two ONNX graphs, a vocabulary, and the settings that they were trained and tuned with."""

    folder: Path
    version: ModelVersion
    length: int
    stride: int
    threshold: float
    start: tuple[float, ...]
    inner_threshold: float
    anchor_threshold: float
    right: tuple[float, ...]
    calibration: tuple[tuple[float, float], ...]

    def path(self, name: str) -> Path:
        """Return where the file `name` of the bundle is."""
        return self.folder / name


def shipped(name: str = "attribution") -> Path:
    """Return the folder of the weights that came with the package."""
    return Path(str(resources.files("sayso.model"))) / "weights" / name


def open_bundle(folder: Path) -> Bundle:
    """Read the manifest and verify every file's SHA-256.

    Raises:
        WeightsError: a file is absent, or is not the one that the manifest names.

    """
    manifest = verified_manifest(folder, FILES)
    try:
        version = ModelVersion(manifest["name"], manifest["version"])
        sizes = manifest["length"], manifest["stride"], manifest["threshold"]
        return Bundle(
            folder,
            version,
            *sizes,
            start=tuple(manifest["start"]),
            inner_threshold=manifest["inner_threshold"],
            anchor_threshold=manifest["anchor_threshold"],
            right=_weights(manifest["right"]),
            calibration=tuple((said, right) for said, right in manifest["calibration"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise no_manifest(folder, error) from error


def _weights(given: object) -> tuple[float, ...]:
    numbers = given if isinstance(given, list) else [given]
    if not all(
        isinstance(one, int | float) and abs(one) <= LARGEST for one in numbers
    ):  # NaN is not less than anything
        raise ValueError(f"right has something else than numbers of {LARGEST} at most")
    if len(numbers) not in (0, RIGHT):
        raise ValueError(f"right has {len(numbers)} numbers, not {RIGHT}")
    return tuple(map(float, numbers))


def verified_manifest(folder: Path, names: Sequence[str]) -> dict[str, Any]:
    """Return the manifest after every file was found to have the SHA-256 that it names; else raise WeightsError."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name in names:
            verify(folder / name, manifest["files"][name])
    except OSError as error:
        raise WeightsError(f"the model's file {error.filename} can't be read: install sayso again.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise no_manifest(folder, error) from error
    return manifest


def no_manifest(folder: Path, error: Exception) -> WeightsError:
    """Return the error of a manifest that lacks something, or is none."""
    return WeightsError(f"{folder / MANIFEST} is not a manifest of weights ({error}): install sayso again.")


def model_card(folder: Path | None = None) -> str:
    """Return the text of the model's card, in Markdown. Raises WeightsError where there is none."""
    path = (folder or shipped()) / "MODEL_CARD.md"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise WeightsError(f"the model's card {path} can't be read: install sayso again.") from error


def verify(path: Path, expected: str) -> None:
    """Raise WeightsError where the file's SHA-256 is another than the manifest's."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise WeightsError(f"{path} has SHA-256 {found[:12]}.., not {expected[:12]}..: install sayso again.")
