"""When a feed is asked again, and an item tried again: pure functions of what happened, the moment and a seed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_DELAY = 86_400.0
"""Seconds: a feed that fails, for however long, is asked once a day."""

LONGEST_ASKED = 7 * 86_400.0
"""Seconds for which a server is left alone where it asks for it; some write years, meaning nothing by it."""

JITTER = 0.1
"""Part of a delay by which it is made longer or shorter, so that many feeds of one age are not asked at once."""

FIRST_RETRY = 300.0
"""Seconds until a page that could not be had is tried again: servers restart in less."""

MOST_TRIES = 5
"""After 5, 20, 80 and 320 minutes a page that still can't be had is not worth its server's time."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to ask."""

    every: float = 1800.0
    """Seconds between two polls of a feed that has no pace of its own."""
    seed: int = 0
    """Decides the jitter, together with the feed and the number of the poll."""
    pages_an_hour: int = 120
    """Pages fetched from one host within any hour; what is found beyond waits."""


def next_poll(
    url: str, polls: int, failures: int, every: float, now: datetime, seed: int, asked: float | None = None
) -> datetime:
    """Return when a feed is asked again after `polls` polls, of which the last `failures` failed.

    Each failure doubles the delay, up to a day; `asked` is for how many seconds the server asked to be left alone.

    >>> then = datetime(2031, 5, 1, tzinfo=UTC)
    >>> (next_poll("https://courier.example/feed", 1, 0, 1800, then, seed=7) - then).seconds // 60
    31
    """
    delay = min(every * 2.0 ** min(failures, 20), max(every, LONGEST_DELAY))
    delay *= 1 + JITTER * (2 * _fraction(url, polls, seed) - 1)
    return now + timedelta(seconds=max(delay, min(asked or 0.0, LONGEST_ASKED)))


def next_try(tries: int, now: datetime, asked: float | None = None) -> datetime:
    """Return when a page is tried again that could not be had `tries` times."""
    delay = FIRST_RETRY * 4.0 ** (max(1, min(tries, MOST_TRIES)) - 1)
    return now + timedelta(seconds=max(delay, min(asked or 0.0, LONGEST_ASKED)))


def longest_wait(every: float) -> timedelta:
    """Return for how long anything is put off at most: a feed of that pace, a page, a host that asks for it."""
    return timedelta(seconds=max((1 + JITTER) * max(every, LONGEST_DELAY), LONGEST_ASKED))


def planned_again(then: datetime, last: datetime, now: datetime, longest: timedelta) -> datetime:
    """Return when is due what was planned for `then` at `last`, by a clock that was ahead of `now`.

    What was planned after now waits as long as it was to wait then. What was planned before now, for a moment further
    off than anything is put off, is due: it was moved there while the clock was ahead.

    >>> now, wait = datetime(2031, 5, 1, tzinfo=UTC), timedelta(days=7)
    >>> year, hour = timedelta(days=365), timedelta(hours=1)
    >>> str(planned_again(now + year + hour, now + year, now, wait) - now)
    '1:00:00'
    >>> planned_again(now + year, now - hour, now, wait) == now
    True
    """
    if last > now:
        return now + min(max(then - last, timedelta()), longest)
    return now if then > now + longest else then


def seconds_asked(retry_after: str | None, now: datetime) -> float | None:
    """Return for how many seconds a Retry-After asks, None where it says nothing that can be read.

    RFC 9110, section 10.2.3: seconds, or a date.

    >>> seconds_asked("120", datetime(2031, 5, 1, tzinfo=UTC)), seconds_asked("soon", datetime(2031, 5, 1, tzinfo=UTC))
    (120.0, None)
    >>> seconds_asked("Thu, 01 May 2031 00:01:00 GMT", datetime(2031, 5, 1, tzinfo=UTC))
    60.0
    """
    text = (retry_after or "").strip()[:40]
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _fraction(url: str, polls: int, seed: int) -> float:
    """Return a number from 0 to 1 that looks drawn, and is the same on every machine."""
    digest = hashlib.sha256(f"{seed}\n{polls}\n{url}".encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56
