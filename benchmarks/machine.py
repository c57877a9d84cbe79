"""On what a figure was measured: every benchmark prints it first."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from sayso.config import VERSION
from sayso.model.bundle import open_bundle, shipped

PACKAGES = ("onnxruntime", "tokenizers", "numpy", "trafilatura", "lxml", "sqlalchemy", "rensa")


def describe() -> str:
    """Return machine, system, versions and model, as three lines."""
    model = open_bundle(shipped()).version
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"machine: {processor()}, {_memory()} GB; {platform.system()} {platform.machine()}\n"
        f"sayso {VERSION}, model {model.name} {model.version}, Python {platform.python_version()}\n{packages}"
    )


def processor() -> str:
    """Return the processor's name and how many cores it has."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").split("\n") if info.exists() else []
    name = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.processor())
    return f"{name}, {os.cpu_count()} cores"


def _memory() -> int:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)
    except (AttributeError, ValueError):
        return 0
