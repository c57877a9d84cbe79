"""Whether `sayso serve` answers many at once: how long they wait, whether it fails, how much memory it takes.

    python -m benchmarks.serving --ledger FILE [--clients 50] [--seconds 60] [--writing]

Clients in this process ask the screens and the API of a server in another one, each as soon as it was answered; with
`--writing` a third one adds an invented page every second meanwhile. All share the machine's cores.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.machine import describe

QUESTIONS = (
    "/",
    "/?q=president",
    "/?q=tax&since=2012-06&until=2016-10",
    "/?speaker=Obama",
    "/?act=ACCUSE",
    "/?min_confidence=0.9",
    "/?q=%22health+care%22&act=REJECT",
    "/api/v1/statements?q=war&limit=50",
    "/api/v1/facets?outlet=CNN",
    "/statements.atom?q=senate",
)


def main() -> int:
    """Print the figures; return 1 where an answer failed."""
    args = _arguments()
    print(describe())
    with served(args.ledger) as (address, process), writing(args.ledger, wanted=args.writing) as written:
        first = time.perf_counter()
        httpx.get(address).raise_for_status()
        print(f"first screen after the start: {time.perf_counter() - first:.2f} s")
        waits, failed = asyncio.run(load(address, args.clients, args.seconds))
        memory = peak_memory(process.pid)
    waits.sort()
    print(
        f"{len(waits)} answers to {args.clients} clients in {args.seconds} s, {len(waits) / args.seconds:.0f} a second"
    )
    print(f"waited p50 {waits[len(waits) // 2] * 1e3:.0f} ms, p95 {waits[int(len(waits) * 0.95)] * 1e3:.0f} ms")
    print(f"failed {failed}; peak memory {memory:.0f} MB; pages written meanwhile {len(written)}")
    return int(failed > 0)


async def load(address: str, clients: int, seconds: float) -> tuple[list[float], int]:
    """Return how long each answer took, and how many failed."""
    waits, failed = list[float](), 0
    until = time.perf_counter() + seconds

    async def client(number: int) -> None:
        nonlocal failed
        chance = random.Random(number)  # noqa: S311 - it hides nothing
        async with httpx.AsyncClient(base_url=address, timeout=60) as asking:
            while time.perf_counter() < until:
                began = time.perf_counter()
                try:
                    answer = await asking.get(chance.choice(QUESTIONS))
                    failed += answer.status_code != 200
                except httpx.HTTPError:
                    failed += 1
                waits.append(time.perf_counter() - began)

    await asyncio.gather(*(client(number) for number in range(clients)))
    return waits, failed


def peak_memory(pid: int) -> float:
    """Return the most memory that a process had, in MB, as Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1000


@contextmanager
def served(ledger: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve the ledger in a process of its own."""
    command = [sys.executable, "-m", "sayso", "serve", "--ledger", str(ledger), "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - this program
        try:
            assert process.stdout is not None  # noqa: S101 - it was asked for
            yield process.stdout.readline().split(" is at ")[1].split(" ")[0], process
        finally:
            process.terminate()


@contextmanager
def writing(ledger: Path, *, wanted: bool) -> Iterator[list[str]]:
    """Add a page a second while the block runs."""
    written, done = list[str](), threading.Event()

    def write() -> None:
        command = [sys.executable, "-m", "sayso", "read", "-", "--plain", "--ledger", str(ledger)]
        while not done.wait(1):
            text = f"Ada Voss said on day {len(written)} that the quay was closed. Pel Oru denied it."
            run = subprocess.run(command, input=text, text=True, capture_output=True, check=False)  # noqa: S603 - same
            written.append(text) if run.returncode == 0 else print(run.stderr)

    thread = threading.Thread(target=write, daemon=True)
    if wanted:
        thread.start()
    try:
        yield written
    finally:
        done.set()
        if wanted:
            thread.join()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, required=True, help="a ledger file; with --writing it is added to")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writing", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
