"""Paths -> the files under them, in a stable order. Nothing is opened here.

In a folder, passed over without a word: hidden files and folders, the `page_files` folder that a browser saves
beside `page.html`, and the side files of a SQLite database. A script or style sheet is reported, and so are shards
that sayso wrote: in a folder that is read, they hold what was read before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.read.outcomes import PassedOver
from sayso.read.sniff import HTML_SUFFIXES
from sayso.records import Failure

NO_PRESS_SUFFIXES = frozenset({".css", ".js", ".mjs", ".map"})
"""What a saved page brings along; text, but nobody's report. Name such a file itself to have it read."""

MAX_DEPTH = 100
"""Folders within folders. People nest a dozen; a thousand would exhaust the stack."""

SQLITE_SIDE_FILES = ("-wal", "-shm", "-journal")
"""A ledger that stands in the folder is no input; its database file is passed over when it is opened."""

SHARD_MANIFEST = ".sayso.json"
"""How the name of a shard's manifest ends. The shard beside it, a Parquet file, has the rest of its name."""
_SHARD = re.compile(r"part-[0-9a-f]{16}\.parquet")
"""A shard's own name; one that was killed before it had a manifest has no other sign."""
OF_SHARDS = "of shards that sayso wrote: name their folder itself to load them"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read."""

    path: Path
    named: bool
    """Whether the user named this file, and not a folder above it."""


def walk(path: Path) -> Iterator[Found | Failure | PassedOver]:
    """Yield the files at or under the path: those of a folder sorted by name, folders among them.

    A link that leads back to a folder above it is a `Failure`; a folder reached a second time is passed over. Shards in
    a folder are left out, all of one folder as one `PassedOver`; in the folder that was named they are a `Failure`.
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


def shard_files(names: Iterable[str]) -> frozenset[str]:
    """Return which of a folder's files are shards and their manifests: none where there is no manifest.

    >>> sorted(shard_files(["a.sayso.json", "a.parquet", "b.parquet", "part-0123456789abcdef.parquet"]))
    ['a.parquet', 'a.sayso.json', 'part-0123456789abcdef.parquet']
    """
    every = set(names)
    manifests = {name for name in every if name.endswith(SHARD_MANIFEST)}
    if not manifests:
        return frozenset()
    shards = {name.removesuffix(SHARD_MANIFEST) + ".parquet" for name in manifests}
    return frozenset(manifests | (shards & every) | set(filter(_SHARD.fullmatch, every)))


def _walk_folder(folder: Path, visited: set[Path], above: tuple[Path, ...]) -> Iterator[Found | Failure | PassedOver]:
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
    shards = shard_files(names)
    if shards and above:
        yield PassedOver(str(folder), ((OF_SHARDS, len(shards)),), "file")
    elif shards:
        yield Failure(str(folder), "it holds shards, which are no texts: `sayso read` loads them into a ledger")
    for name in names:
        if not name.startswith(".") and not name.endswith(SQLITE_SIDE_FILES) and name not in shards:
            yield from _walk_entry(folder / name, saved_pages, visited, (*above, real))


def _walk_entry(
    path: Path, saved_pages: set[str], visited: set[Path], above: tuple[Path, ...]
) -> Iterator[Found | Failure | PassedOver]:
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
