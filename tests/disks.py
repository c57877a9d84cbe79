"""Disks and folders that refuse: a small disk that fills up, and a folder that nobody may write to, root neither.

Root may write wherever permissions forbid it, so there a folder is mounted read-only, or marked unchangeable.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _done(*words: str) -> bool:
    """Run a program; return whether it is there and did what it was asked for."""
    if shutil.which(words[0]) is None:
        return False
    return subprocess.run(words, check=False, capture_output=True).returncode == 0  # noqa: S603 - mount and the like


def _not_here(what: str) -> None:
    """Skip the test and say why; where CI runs it fails."""
    reason = f"{what} can't be had here: it takes root on Linux, with the right to mount"
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """Mount a disk of so many bytes at a new folder."""
    folder.mkdir()
    if not _done("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)):
        _not_here("a small disk")
    try:
        yield folder
    finally:
        _done("umount", "--lazy", str(folder))


def fill(folder: Path, leave: int = 0) -> Path:
    """Fill the disk of a folder but for so many bytes, and return the file that does."""
    disk, file = os.statvfs(folder), folder / "fill"
    with file.open("wb", buffering=0) as stream:
        left = disk.f_bavail * disk.f_frsize - leave
        while left > 0:
            try:
                left -= stream.write(bytes(min(left, 65_536)))
            except OSError:
                break
    return file


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """Have nobody write in a folder, or change a file in it, until the block is left."""
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        mode = stat.S_IMODE(folder.stat().st_mode)
        folder.chmod(0o555)
        undo = lambda: folder.chmod(mode)  # noqa: E731 - one of three
    elif _done("mount", "--bind", str(folder), str(folder)):
        assert _done("mount", "-o", "remount,ro,bind", str(folder))
        undo = lambda: _done("umount", "--lazy", str(folder))  # noqa: E731 - same
    elif _done("chattr", "-R", "+i", str(folder)):
        undo = lambda: _done("chattr", "-R", "-i", str(folder))  # noqa: E731 - same
    else:
        _not_here("a folder that root may not write to")
    try:
        yield folder
    finally:
        undo()
