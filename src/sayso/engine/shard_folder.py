"""The folder of shards: made where there is none, and written to by one command at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sayso.errors import OutputError, UsageError
from sayso.read.files import SHARD_MANIFEST
from sayso.whole_files import writing_to

MANIFEST = SHARD_MANIFEST
"""How the name of a manifest ends."""


def is_shards(folder: str | os.PathLike[str]) -> bool:
    """Return whether a folder holds shards: it has a manifest."""
    try:
        return any(one.name.endswith(MANIFEST) for one in os.scandir(folder))
    except (OSError, ValueError):
        return False


def shard_folder(name: str | os.PathLike[str]) -> Path:
    """Return the folder that shards are written to, made where it is not there.

    Raises UsageError where it can't be one, and OutputError where it can't be made.
    """
    folder = Path(name)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{str(folder)!r} is a file: name a folder to write shards to, or a new name.")
    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if not is_shards(folder) and any(not one.name.startswith(".") for one in os.scandir(folder)):
        raise UsageError(
            f"the folder {str(folder)!r} holds other files: name an empty or a new one to write shards to."
        )
    return folder


@contextmanager
def written_alone(folder: Path) -> Iterator[None]:
    """Keep other commands from writing to the folder meanwhile; the system forgets it when the process ends.

    Two that write the same shard at once could leave the file of the one beside the manifest of the other. Raises
    OutputError where another command is at it.
    """
    try:
        import fcntl
    except ImportError:  # Windows locks no folder
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(
                f"Another process is writing shards to {folder}: wait until it is done, or name another folder."
            ) from None
        except OSError:
            pass  # some file systems of clusters have no locks
        yield
    finally:
        os.close(handle)
