"""Files that appear whole or not at all; and what keeps one from being written, in a sentence that says what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sayso.errors import OutputError

NO_ROOM = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
TOO_LARGE = frozenset({errno.EFBIG})
NOT_ALLOWED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def write_whole(path: Path, write: Callable[[BinaryIO], int]) -> int:
    """Have `write` fill a file beside `path`, which then takes its place; return what it returns.

    Where it can't be written, or `write` raises, what was at `path` stays. Raises OutputError.
    """
    part = path.with_name(path.name + ".part")
    with writing_to(path):
        try:
            with part.open("wb") as stream:
                count = write(stream)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return count


@contextmanager
def writing_to(place: str | os.PathLike[str]) -> Iterator[None]:
    """Raise OutputError, which names the place and says what would be right, where the system refuses to write."""
    try:
        yield
    except BrokenPipeError:  # nobody listens any more: no place is to blame
        raise
    except OSError as error:
        raise OutputError(not_written(os.fspath(place), error)) from error


def not_written(place: str, error: OSError) -> str:
    """Return in one sentence why something can't be written, and what would be right.

    >>> not_written("out.csv", OSError(errno.ENOSPC, "No space left on device"))
    'The disk that holds out.csv is full: make room and run it again.'
    >>> not_written("out.csv", PermissionError(errno.EACCES, "Permission denied"))
    "out.csv can't be written (Permission denied): change the permissions there, or name another place."
    """
    if error.errno in NO_ROOM:
        return f"The disk that holds {place} is full: make room and run it again."
    reason = error.strerror or str(error)
    if error.errno in TOO_LARGE:
        return f"{place} can't grow any further ({reason}): raise the limit (ulimit -f), or name another disk."
    if error.errno in NOT_ALLOWED:
        return f"{place} can't be written ({reason}): change the permissions there, or name another place."
    return f"{place} can't be written ({reason}): see to the folder and its disk, or name another place."
