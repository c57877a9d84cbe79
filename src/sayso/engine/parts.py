"""Inputs -> parts: so many documents in a row, each part a shard.

A file is read by one process. Small files that follow one another are read by the same; a large file alone, in several
parts. Which documents make a part depends on the inputs and the settings, and not on how many work at it, or where.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso import read
from sayso.config import Settings
from sayso.identity import derived_id
from sayso.keeping import Unread
from sayso.read.files import Found
from sayso.records import Document, Failure

PART_BYTES = 32_000_000
"""A part is closed by the document that brings it here, so that one fits in memory several times over."""

GROUP_FILES = 500
GROUP_BYTES = 32_000_000
"""Files read by one process before another may begin: as many, or as large together."""


Taken = Document | Failure | read.Fetched | read.Revisited | read.PassedOver


@dataclass(frozen=True, slots=True)
class Part:
    """Documents in a row, and among them the inputs that could not be read, and what servers and archives said."""

    outcomes: tuple[Taken, ...]
    goes_on: bool = False
    """Whether the first may be of a feed or a table that begins in the part before."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents."""
        return tuple(one for one in self.outcomes if isinstance(one, Document))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What could not be read."""
        return tuple(one for one in self.outcomes if isinstance(one, Failure))

    def fetched(self, failed: Collection[str]) -> Iterator[read.Fetched]:
        """Yield what servers said of what could be read; `failed` has the origins of the documents that could not.

        Where something may have come in the part before, it is left out: it is then fetched once more.
        """
        unread = Unread(failed=self.goes_on)
        for one in self.outcomes:
            if isinstance(one, Document):
                unread.note(one.origin, failed=one.origin in failed)
            elif isinstance(one, read.Fetched) and unread.last and not unread.is_of(one.origin):
                yield one

    @property
    def digest(self) -> str:
        """SHA-256 of which documents these are and where they are from: whatever would make other rows of them."""
        digest = hashlib.sha256()
        for one in self.outcomes:
            if isinstance(one, Document):
                key = derived_id("part", one.id, one.origin, one.name, one.charset)
            elif isinstance(one, Failure):
                key = derived_id("part", one.origin, one.reason)
            elif isinstance(one, read.Fetched):
                continue  # what a server says of a page may change while the page does not
            else:
                key = derived_id("part", repr(one))
            digest.update(key.encode("ascii"))
        return digest.hexdigest()

    @property
    def name(self) -> str:
        """The name of its shard, without a suffix."""
        return f"part-{self.digest[:16]}"


Group = tuple[read.Unit, ...]


def groups(inputs: Sequence[str | os.PathLike[str]]) -> Iterator[Group]:
    """Yield the files and addresses that one process reads, in order, and web archives last, all of them together.

    What is chosen of them, and which of their pages are the same, is told by who reads them all. What was left out of
    folders is in no group: shards among the files, which these parts may add to, would make other parts of them.
    """
    group: list[read.Unit] = []
    archives: list[read.Unit] = []
    size = 0
    for one in read.units(inputs):
        if isinstance(one, read.PassedOver):
            continue
        if read.may_be_archive(one):
            archives.append(one)
            continue
        weight = _size(one)
        if group and (len(group) >= GROUP_FILES or size + weight > GROUP_BYTES):
            yield tuple(group)
            group, size = [], 0
        group.append(one)
        size += weight
    yield from (tuple(some) for some in (group, archives) if some)


def parts_of(group: Group, settings: Settings, articles: int) -> Iterator[Part]:
    """Read a group's documents, and yield them in parts of so many, or fewer where they are large."""
    yield from cut(read.documents_of(group, settings, seen=_unknown), articles)


def cut(outcomes: Iterable[read.Outcome], articles: int) -> Iterator[Part]:
    """Yield what was read in parts of so many outcomes."""
    part: list[Taken] = []
    size = 0
    goes_on = False
    for one in outcomes:
        if isinstance(one, read.Unchanged):
            continue  # none comes, as no URL is known
        part.append(one)
        size += len(one.content) if isinstance(one, Document) else 0
        if len(part) >= articles or size >= PART_BYTES:
            yield Part(tuple(part), goes_on)
            part, size, goes_on = [], 0, True
    if part:
        yield Part(tuple(part), goes_on)


def _unknown(url: str) -> None:
    """Say that nothing is known of a URL, so that what its server says of it comes along."""


def _size(one: read.Unit) -> int:
    try:
        return one.path.stat().st_size if isinstance(one, Found) else 0
    except OSError:
        return 0
