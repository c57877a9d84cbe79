"""What can go wrong, drawn as a tree. Each message is one sentence that quotes the value and says what would be right.

SaysoError
├── InputError          this input can't be read; the others go on (origin, reason)
├── UsageError          the call itself is wrong: an option, a column, a format
├── MissingExtra        an optional dependency is absent; prints the install command
├── WeightsError        the model's files are absent, damaged or of another version
├── WorkersError        a worker process can't be started, or a cluster can't be reached
├── NotLinked           articles whose links could not be looked for, by an error of ours; the others are linked
├── OutputError         a file, or a folder, can't be written: a full disk, no permission
└── LedgerError         the ledger can't be used
    ├── NotALedger      the file, or the database, is not a sayso ledger
    ├── NewerLedger     written by a newer sayso
    ├── ReadOnlyLedger  it can be read, not written
    ├── LedgerBusy      another process is writing to it
    └── LedgerFull      the disk is full
"""

from __future__ import annotations

from collections.abc import Mapping

MOST_NAMED = 3
"""Failed articles that a message names; it counts them all."""


class SaysoError(Exception):
    """Any error that sayso raises on purpose."""


class InputError(SaysoError):
    """An input that can't become a document.

    >>> str(InputError("a.txt", "the file is empty"))
    'a.txt: the file is empty'
    """

    def __init__(self, origin: str, reason: str) -> None:
        super().__init__(f"{origin}: {reason}")
        self.origin = origin
        self.reason = reason


class UsageError(SaysoError):
    """A wrong option, column, format or argument."""


class MissingExtra(SaysoError):
    """An optional dependency is not installed.

    >>> str(MissingExtra("pyarrow", "arrow", "Parquet files"))
    "Parquet files need pyarrow, which is not installed: run pip install 'sayso[arrow]'."
    """

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} need {package}, which is not installed: run pip install 'sayso[{extra}]'.")


class WeightsError(SaysoError):
    """The model's files are absent, damaged or of another version."""


class WorkersError(SaysoError):
    """A worker process can't be started, or a cluster can't be reached."""


class OutputError(SaysoError):
    """A file, or a folder, can't be written."""


class NotLinked(SaysoError):
    """Articles whose links could not be looked for.

    >>> print(NotLinked({}, {"a1": "it was tried 5 times"}))
    1 article could not be linked, and will not be tried again before another reading: article a1: it was tried 5 times
    """

    def __init__(self, failed: Mapping[str, str], given_up: Mapping[str, str] | None = None) -> None:
        self.failed = dict(failed)
        """Article -> what went wrong, by an error of ours; these are tried again the next time."""
        self.given_up = dict(given_up or {})
        """Article -> why it is left without links."""
        told = [
            (self.failed, "could not be linked, by an error of ours, and will be tried again"),
            (self.given_up, "could not be linked, and will not be tried again before another reading"),
        ]
        super().__init__("; and ".join(_named(some, what) for some, what in told if some))


class LedgerError(SaysoError):
    """The ledger can't be used."""


class NotALedger(LedgerError):
    """The file, or the database, is not a sayso ledger."""


class NewerLedger(LedgerError):
    """The ledger was written by a newer sayso."""


class ReadOnlyLedger(LedgerError):
    """The ledger can be read, but not written."""


class LedgerBusy(LedgerError):
    """Another process is writing to the ledger."""


class LedgerFull(LedgerError):
    """The disk that holds the ledger is full."""


def _named(articles: Mapping[str, str], what: str) -> str:
    named = "; ".join(f"article {one}: {why}" for one, why in list(articles.items())[:MOST_NAMED])
    return f"{len(articles)} article{'' if len(articles) == 1 else 's'} {what}: {named}"
