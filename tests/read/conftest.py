"""Settings that let sayso read from a web server on the loopback address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sayso.config import Settings
from sayso.read import robots
from tests.press_site import Site, press_site


@pytest.fixture
def site() -> Iterator[Site]:
    with press_site() as running:
        yield running


@pytest.fixture
def local() -> Settings:
    """Settings that allow the loopback address, and give up early."""
    return Settings(allow_private=True, timeout=2.0, total_timeout=5.0)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(robots, "PAUSE", 0.0)


@pytest.fixture
def clock():
    return lambda: datetime(2025, 5, 5, 12, 0, 0, tzinfo=UTC)
