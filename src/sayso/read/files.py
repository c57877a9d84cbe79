"""Paths -> the files under them, in a stable order. Nothing is opened here.

In a folder, passed over without a word: hidden files and folders, the `page_files` folder that a browser saves
beside `page.html`, and the side files of a SQLite database. A script or style sheet is reported.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.read.sniff import HTML_SUFFIXES
from sayso.records import Failure

NO_PRESS_SUFFIXES = frozenset({".css", ".js", ".mjs", ".map"})
"""What a saved page brings along; text, but nobody's report. Name such a file itself to have it read."""

MAX_DEPTH = 100
"""Folders within folders. People nest a dozen; a thousand would exhaust the stack."""

SQLITE_SIDE_FILES = ("-wal", "-shm", "-journal")
"""A ledger that stands in the folder is no input; its database file is passed over when it is opened."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read."""

    path: Path
    named: bool
    """Whether the user named this file, and not a folder above it."""


def walk(path: Path) -> Iterator[Found | Failure]:
    """Yield the files at or under the path: those of a folder sorted by name, folders among them.

    A link that leads back to a folder above it is a `Failure`; a folder reached a second time is passed over.
    """
    try:
        if path.is_dir():
            yield from _walk_folder(path, visited=set(), above=())
        elif path.exists():
            yield Found(path, named=True)
        else:
            yield Failure(str(path), "there is no such file or folder")
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: links in a circle; ValueError: a NUL
        yield Failure(str(path), said_by_system(error))


def said_by_system(error: Exception) -> str:
    """Return what the operating system said, without the path that it repeats.

    >>> said_by_system(PermissionError(13, "Permission denied", "a.txt"))
    "it can't be opened: permission denied"
    """
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"it can't be opened: {words[:1].lower()}{words[1:]}"


def _walk_folder(folder: Path, visited: set[Path], above: tuple[Path, ...]) -> Iterator[Found | Failure]:
    try:
        real = folder.resolve(strict=True)
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names are all that is needed
    except (OSError, RuntimeError) as error:
        yield Failure(str(folder), said_by_system(error))
        return
    if len(above) > MAX_DEPTH:
        yield Failure(str(folder), f"it lies more than {MAX_DEPTH} folders deep: name it itself to have it read")
        return
    if real in above:
        yield Failure(str(folder), f"the link leads back to {str(real)!r}, a folder above it: a loop, not followed")
    if real in visited:
        return
    visited.add(real)
    saved_pages = {Path(name).stem for name in names if Path(name).suffix.casefold() in HTML_SUFFIXES}
    for name in names:
        if not name.startswith(".") and not name.endswith(SQLITE_SIDE_FILES):
            yield from _walk_entry(folder / name, saved_pages, visited, (*above, real))


def _walk_entry(
    path: Path, saved_pages: set[str], visited: set[Path], above: tuple[Path, ...]
) -> Iterator[Found | Failure]:
    try:
        is_folder = path.is_dir()
    except (OSError, RuntimeError) as error:
        yield Failure(str(path), said_by_system(error))
        return
    if not is_folder:
        if path.suffix.casefold() in NO_PRESS_SUFFIXES:
            yield Failure(str(path), f"a file that ends in {path.suffix!r} belongs to a saved page and is no report")
        else:
            yield Found(path, named=False)
    elif path.name.removesuffix("_files") not in saved_pages or not path.name.endswith("_files"):
        yield from _walk_folder(path, visited, above)
