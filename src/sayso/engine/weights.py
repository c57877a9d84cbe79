"""Which model the workers load: said in the main process, loaded in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sayso.config import Settings
from sayso.model.bundle import open_bundle, shipped
from sayso.model.encoder import AttributionModel
from sayso.records import ModelVersion


class Weights(Protocol):
    """A model that can be sent to another process by its name: an instance must be picklable."""

    def version(self) -> ModelVersion:
        """Return which model it is, without loading it."""
        ...

    def load(self, settings: Settings) -> AttributionModel:
        """Load it."""
        ...


@dataclass(frozen=True, slots=True)
class Shipped:
    """The weights in the package."""

    def version(self) -> ModelVersion:
        """Return their name and version. Raises WeightsError where they are absent or damaged."""
        return open_bundle(shipped()).version

    def load(self, settings: Settings) -> AttributionModel:
        """Load them with ONNX Runtime."""
        from sayso.model.onnx import load  # imported late: the main process does not run the model

        return load(settings)
