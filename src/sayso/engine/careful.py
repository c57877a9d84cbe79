"""A part that ended its worker is read document by document the next time, and what did it is written down.

Ray gives a part to another actor when one dies, and would do so for ever. So an attempt leaves its traces in a file
beside the shards: which documents were begun by themselves, and which of them were finished.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sayso.engine.parts import Part
from sayso.engine.pool import DEATHS, ended
from sayso.engine.worker import Reader, Result
from sayso.records import Document, Failure
from sayso.whole_files import writing_to

TOGETHER = "all"
AT_ONCE = 64
"""Documents read together on the first attempt: so many are held until they are written."""


@contextmanager
def carefully(folder: Path, part: Part, reader: Reader) -> Iterator[Iterator[Result]]:
    """Give what is found in a part's documents, in order: carefully where an attempt on it ended with its worker."""
    trace = folder / f".{part.name}.begun"
    before = trace.read_text(encoding="ascii").split() if trace.exists() else []
    if before:
        yield _one_by_one(part.documents, reader, trace, before)
    else:
        _note(trace, TOGETHER)
        yield _together(part.documents, reader)
    trace.unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Remove the traces of earlier runs: what those were stopped at need not have stopped them."""
    for trace in folder.glob(".part-*.begun"):
        trace.unlink(missing_ok=True)


def _together(documents: tuple[Document, ...], reader: Reader) -> Iterator[Result]:
    for start in range(0, len(documents), AT_ONCE):
        yield from reader.read(documents[start : start + AT_ONCE])


def _one_by_one(documents: tuple[Document, ...], reader: Reader, trace: Path, before: list[str]) -> Iterator[Result]:
    deaths = Counter(before)
    for number, one in enumerate(documents):
        times = deaths[f"begun-{number}"] - deaths[f"done-{number}"]
        if times >= DEATHS:
            yield Failure(one.origin, ended(times))
            continue
        _note(trace, f"begun-{number}")
        [found] = reader.read([one])
        _note(trace, f"done-{number}")
        yield found


def _note(trace: Path, what: str) -> None:
    with writing_to(trace), trace.open("a", encoding="ascii") as file:
        file.write(f"{what}\n")
