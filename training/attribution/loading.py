"""Batches made ahead: on an accelerator by worker processes, on a CPU by the training process itself.

Each batch is made with a random generator of its own, named by the run and the batch's number, so the batches are the
same whoever makes them.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from torch import Tensor
from torch.utils.data import DataLoader, Dataset

Group = TypeVar("Group")
Made = TypeVar("Made")

WORKERS, AHEAD = 3, 8


class _Batches(Dataset[Made]):
    def __init__(self, groups: Sequence[Group], make: Callable[[Group, random.Random], Made], name: str) -> None:
        self._groups, self._make, self._name = groups, make, name

    def __len__(self) -> int:
        return len(self._groups)

    def __getitem__(self, number: int) -> Made:
        return self._make(self._groups[number], random.Random(f"{self._name}/{number}"))


def loaded(
    groups: Sequence[Group], make: Callable[[Group, random.Random], Made], name: str, device: str
) -> Iterator[Made]:
    """Yield `make` of each group, in order."""
    workers = 0 if device == "cpu" else min(WORKERS, os.cpu_count() or 1)
    yield from DataLoader(
        _Batches(groups, make, name),
        batch_size=None,
        collate_fn=_as_made,
        num_workers=workers,
        prefetch_factor=AHEAD if workers else None,
    )


def _as_made(batch: Made) -> Made:
    return batch


def moved(record: Made, device: str) -> Made:
    """Return the record with all its tensors, and those of records in it, on the device."""
    if not is_dataclass(record) or isinstance(record, type):
        return record
    changed = {}
    for field in fields(record):
        value = getattr(record, field.name)
        changed[field.name] = value.to(device, non_blocking=True) if isinstance(value, Tensor) else moved(value, device)
    return replace(record, **changed)
