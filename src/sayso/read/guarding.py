"""What ends one input early -> why it was passed over, so that the next one is read."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.errors import InputError, MissingExtra
from sayso.read.files import said_by_system
from sayso.read.outcomes import Outcome
from sayso.read.streams import BROKEN_GZIP, broken_gzip
from sayso.records import Failure


def guarded(origin: str, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Pass the outcomes on; what ends them early becomes a `Failure`, and the next input is read."""
    try:
        yield from outcomes
    except InputError as error:
        yield Failure(error.origin, error.reason)
    except MissingExtra as error:
        yield Failure(origin, str(error))
    except BROKEN_GZIP as error:
        broken = broken_gzip(origin, error)
        yield Failure(broken.origin, broken.reason)
    except (OSError, RecursionError) as error:
        yield Failure(origin, said_by_system(error))
