"""What an error is in HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.errors import LedgerBusy, LedgerError, ReadOnlyLedger, SaysoError, UsageError
from sayso.web.screens import NotThere

STATUS: tuple[tuple[type[SaysoError], int], ...] = (
    (NotThere, 404),
    (UsageError, 400),
    (LedgerBusy, 503),
    (ReadOnlyLedger, 403),
    (LedgerError, 500),
    (SaysoError, 500),
)
"""Kind of error -> status; the first kind that an error is of counts."""


RETRY_AFTER = 10
"""Seconds until a ledger that was busy may be asked again."""


def status_of(error: SaysoError) -> int:
    """Return the HTTP status of an error.

    >>> status_of(NotThere("no such page")), status_of(LedgerBusy("another process writes"))
    (404, 503)
    """
    return next(status for kind, status in STATUS if isinstance(error, kind))


def headers_of(error: SaysoError) -> Mapping[str, str]:
    """Return the headers that go with an error.

    >>> dict(headers_of(LedgerBusy("another process writes"))), dict(headers_of(UsageError("no such act")))
    ({'Retry-After': '10'}, {})
    """
    return {"Retry-After": str(RETRY_AFTER)} if status_of(error) == 503 else {}
