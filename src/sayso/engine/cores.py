"""How many processes read, and how many threads the model has in each: chosen together for the machine's cores."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.errors import UsageError
from sayso.read import units
from sayso.read.files import Found
from sayso.read.inputs import STANDARD_INPUT

WORKER_BYTES = 400_000_000
"""Memory of one worker process, model and articles: processes are not chosen by themselves beyond what there is."""

THREADS = 1
"""Windows that the model reads at a time in a process. Of an article's 155 ms, 45 are Python's: beside them the model's
threads wait for the interpreter's lock, and a core has nothing to do for a tenth of the time. A process a core is 6 %
faster than one for every two."""

FEW_FILES = 30
FEW_BYTES = 1_000_000
"""What fewer files, with fewer bytes, hold is read before further processes have loaded the model (1 to 2 s)."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Processes that read, and windows that the model reads at a time in each."""

    processes: int
    threads: int


def shares(processes: int, threads: int, cores: int, memory: int | None = None) -> Shares:
    """Return how the cores are shared out; 0 processes, or 0 threads, is for this to choose.

    A process is chosen for every `THREADS` cores, fewer where the memory (bytes, None where unknown) is too little.

    >>> shares(0, 0, cores=2), shares(0, 2, cores=8)
    (Shares(processes=2, threads=1), Shares(processes=4, threads=2))
    >>> shares(2, 0, cores=8), shares(0, 4, cores=8)
    (Shares(processes=2, threads=4), Shares(processes=2, threads=4))
    >>> shares(0, 0, cores=8, memory=1_000_000_000)
    Shares(processes=2, threads=4)
    """
    if processes < 0:
        raise UsageError(f"{processes} processes can't read: give 1 or more, or 0 to have them chosen.")
    if not processes:
        processes = max(1, cores // (threads or THREADS))
        if memory is not None:
            processes = max(1, min(processes, memory // WORKER_BYTES))
    return Shares(processes, threads or max(1, cores // processes))


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory() -> int | None:
    """Return the bytes of memory that are free, or None where the system does not say."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def are_few(inputs: Sequence[str | os.PathLike[str]]) -> bool:
    """Return whether one process is to read the inputs: few files, or ones that are waited for (URLs, standard input).

    What other processes have finished is written when the next input comes, and standard input may never say anything.
    """
    if STANDARD_INPUT in [os.fspath(one) for one in inputs]:
        return True
    count = size = 0
    for one in units(inputs):
        if isinstance(one, str):
            return True
        if isinstance(one, Found):
            count += 1
            size += _size(one)
        if count >= FEW_FILES or size >= FEW_BYTES:
            return False
    return True


def _size(found: Found) -> int:
    try:
        return found.path.stat().st_size
    except OSError:
        return 0
