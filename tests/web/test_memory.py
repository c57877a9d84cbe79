"""A server's threads share one pool of free memory, in place of one each."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pytest

from sayso.web.memory import POOLS

PROGRAM = """
import ctypes, os, sys, threading
from sayso.web.memory import share_one_pool
assert share_one_pool() if sys.argv[1] == "shared" else True
ready, done = threading.Barrier(17), threading.Barrier(17)
def hold():
    held = [bytearray(4096) for _ in range(100)]
    ready.wait()
    done.wait()
for _ in range(16):
    threading.Thread(target=hold).start()
ready.wait()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fdopen(int(sys.argv[2]), b"w"))
assert libc.malloc_info(0, file) == 0
libc.fclose(file)
done.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="pools are glibc's")
def test_threads_share_one_pool_of_memory_once_a_server_asks_for_it():
    def pools(how):
        with tempfile.TemporaryFile() as told:
            number = os.dup(told.fileno())
            command = [sys.executable, "-c", PROGRAM, how, str(number)]
            subprocess.run(command, check=True, pass_fds=[number])  # noqa: S603 - the program above
            told.seek(0)
            return told.read().count(b"<heap nr=")

    assert pools("shared") == POOLS < pools("apart")
