"""A web server on the loopback address with feeds and pages, a clock that is moved by waiting, and a rule as model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sayso.config import Settings
from sayso.read import robots
from sayso.read.feed_lists import feeds_of
from sayso.store import Store
from sayso.watch.schedule import Pace
from sayso.watch.watcher import Reads, watch
from tests.ferry import Rule as PairRule
from tests.press_site import press_site
from tests.saying import SaidRule

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Velden Post</title><link>https://post.example</link>{}</channel></rss>"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{0}</title></head><body><article><h1>{0}</h1>
<p>Rain fell on the old quay of Velden all week. {1} Nobody else was there to be asked about it.</p></article></body>"""


class FakeClock:
    """Time that passes where it is waited for, and not otherwise; `stop_after` so many waits for a moment to come."""

    def __init__(self) -> None:
        self.moment = datetime(2031, 5, 1, 8, 0, 0, tzinfo=UTC)
        self.stopped = False
        self.waits: list[float] = []
        self.until: datetime | None = None

    def now(self):
        return self.moment

    def monotonic(self):
        return self.moment.timestamp()

    def wait(self, seconds):
        self.waits.append(seconds)
        self.moment += timedelta(seconds=seconds)
        if self.until is not None and self.moment >= self.until:
            self.stopped = True


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(robots, "PAUSE", 0.0)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def site():
    with press_site() as running:
        yield running


@pytest.fixture
def post(site):
    return Post(site)


class Post:
    """A newspaper: a feed, and the pages that it leads to."""

    def __init__(self, site):
        self.site = site
        self.items: list[str] = []

    def publishes(self, name, words, *, summary="", status=200, **headers):
        """Put a page up and lead to it from the feed."""
        page = PAGE.format(name.title(), words).encode()
        url = self.site.says(f"/{name}", page if status == 200 else b"no", status=status, **headers)
        self.items.insert(
            0, f"<item><title>{name}</title><link>{url}</link><description>{summary}</description></item>"
        )
        return url

    def publishes_whole(self, name, words):
        """Put the whole text into the feed."""
        link = f"<link>{self.site.url}/{name}</link>"
        text = f"<content:encoded><![CDATA[<p>{words}</p>]]></content:encoded>"
        self.items.insert(0, f"<item><title>{name}</title>{link}{text}</item>")
        return f"{self.site.url}/{name}"

    def feed(self, path="/feed.xml", **headers):
        """Put the feed up as it is now, and return its address."""
        body = RSS.format("".join(self.items)).encode()
        return self.site.says(path, body, content_type="application/rss+xml", **headers)

    def asked_for(self, path):
        """Return how often a path was asked for."""
        return self.site.asked.count(path)


@pytest.fixture
def watched(store, clock):
    """Return a function that watches feeds, `hours` long or once, and gives what was told."""
    local = Settings(allow_private=True, timeout=2.0, total_timeout=5.0)

    def run(*feeds, hours=None, every=1800.0, pages_an_hour=120, seed=0, model=None, tell=lambda _: None, **reads):
        told = []

        def note(event):
            told.append(event)
            tell(event)

        clock.stopped = False
        clock.until = clock.moment + timedelta(hours=hours) if hours else None
        by = Reads(model or SaidRule(), PairRule(), local, **reads)
        pace = Pace(every=every, seed=seed, pages_an_hour=pages_an_hour)
        watch(store, feeds_of(feeds), by, clock, pace=pace, once=hours is None, tell=note)
        return told

    return run


def contents(store):
    """Return what the ledger's statements say, sorted."""
    return sorted(row.content_text for row in store.statements())
