"""A command in a process group of its own: started, killed with all that it started, and waited for."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.killing import command

ROOT = Path(__file__).resolve().parents[2]
MARK = "SAYSO_KILLS_MARK"
"""An environment variable that all processes of one command have, also those in groups of their own: Ray's are."""
LONGEST = 600.0
"""Seconds after which a command hangs, and is no longer waited for."""
GONE = 20.0
"""Seconds that those whom a killed process started have to end by themselves."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    """Its exit code; minus the number of the signal that ended it."""
    said: str
    """Its standard error."""

    @property
    def was_killed(self) -> bool:
        """Whether SIGKILL ended it."""
        return self.code == -signal.SIGKILL


class Running:
    """A command that runs."""

    def __init__(self, words: Sequence[str], told: Path, model: str, step: str = "", *, bare: bool = False) -> None:
        self.told = told
        told.unlink(missing_ok=True)
        self._said = told.with_suffix(".said")
        self._mark = f"{os.getpid()}-{time.monotonic_ns()}"
        program = [str(Path(sys.executable).with_name("sayso"))] if bare else [sys.executable, "-m", command.__name__]
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(  # noqa: S603 - sayso, with words of ours
                [*program, *words],
                env=_environment({command.TOLD: str(told), command.STEP: step, command.MODEL: model, MARK: self._mark}),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
            )

    def wait_until_begun(self) -> None:
        """Wait until Python has started and the command begins, or has ended."""
        while self._process.poll() is None and not self.lines():
            time.sleep(0.01)

    def lines(self) -> list[str]:
        """Return what the command has told to be written so far, whole lines alone."""
        text = self.told.read_text(encoding="utf-8") if self.told.exists() else ""
        return text[: text.rfind("\n") + 1].splitlines()

    def ends_within(self, seconds: float) -> bool:
        """Return whether it ends by itself meanwhile."""
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> Ended:
        """Kill it with all that it started, wherever they are, at once."""
        for pid in (self._process.pid, *self.others()):
            _kill(pid)
        ended = self._ended()
        end = time.monotonic() + GONE
        while left := self.others():  # those who were just being started
            for pid in left:
                _kill(pid)
            if time.monotonic() > end:
                raise RuntimeError(f"processes {left} can't be killed")
            time.sleep(0.02)
        return ended

    def kill_one(self, pid: int) -> None:
        """Kill one of those that it started."""
        _kill(pid)

    def finish(self) -> Ended:
        """Wait until it ends by itself."""
        if not self.ends_within(LONGEST):
            self.kill()
            raise RuntimeError(f"{self._process.args!r} did not end within {LONGEST:.0f} seconds")
        return self._ended()

    def others(self, name: str = "") -> list[int]:
        """Return the processes that it started, and those that these did; with a name, those whose command has it."""
        mark = f"{MARK}={self._mark}".encode()
        parents = {pid: parent for pid in _pids() if (parent := _parent(pid)) is not None}
        own = {pid for pid in parents if pid == self._process.pid or mark in _told_by(pid, "environ")}
        while more := {pid for pid, parent in parents.items() if parent in own} - own:
            own |= more  # Ray's workers write their titles over their environment
        return sorted(pid for pid in own - {self._process.pid} if name.encode() in _told_by(pid, "cmdline"))

    def _ended(self) -> Ended:
        code = self._process.wait()
        return Ended(code, self._said.read_text(encoding="utf-8", errors="replace"))


def seconds_of_children() -> float:
    """Return the processor time of the processes that were started here and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    # To compile sayso anew each time takes a third of the start.
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, "PYTHONPATH": path.rstrip(os.pathsep), **more}


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _pids() -> list[int]:
    return [int(one) for one in os.listdir("/proc") if one.isdecimal()]  # noqa: PTH208 - numbers are looked for


def _parent(pid: int) -> int | None:
    """Return the process that started another, None where that one has ended."""
    state, parent, *_ = _told_by(pid, "stat").rpartition(b")")[2].split() or (b"Z", b"0")
    return None if state in (b"Z", b"X") else int(parent)


def _told_by(pid: int, what: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except OSError:  # it has ended
        return b""
