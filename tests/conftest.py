"""What every test gets: one profile for hypothesis, and the shared data where a checkout has it beside it.

The network is closed but for the loopback addresses (pytest-socket, set in pyproject.toml).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("here", deadline=None)  # a busy machine is no failed test
settings.register_profile("ci", deadline=None, derandomize=True)  # the same examples on every machine
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of shared data (PolNeAR, web pages, samples): SAYSO_SHARED, or `../shared`; skip without it."""
    place = Path(os.environ.get("SAYSO_SHARED") or ROOT.parent / "shared")
    if not place.is_dir():
        pytest.skip(f"the shared data is not at {place}: lay it there, or name its folder in SAYSO_SHARED")
    return place
