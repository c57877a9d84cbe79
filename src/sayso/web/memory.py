"""How the server's threads get memory from the system."""

from __future__ import annotations

import ctypes
import sys

POOLS = 1
"""Pools of free memory for all threads: of glibc's eight a core, each keeps what its threads gave back."""
_M_ARENA_MAX = -8
"""glibc's number for it, of malloc.h."""


def share_one_pool() -> bool:
    """Have threads that begin from now on share one pool of free memory; return whether this system does.

    A search over a million statements takes and gives back arrays of megabytes. With pools of their own, as glibc has
    it, four threads held an eighth more and were no faster (https://man7.org/linux/man-pages/man3/mallopt.3.html).
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries than glibc have none
    return mallopt is not None and mallopt(_M_ARENA_MAX, POOLS) == 1
