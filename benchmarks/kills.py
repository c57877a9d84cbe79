"""Kill sayso several hundred times, at random moments and at every named step, and look at what it left.

    python -m benchmarks.kills [--kills 500] [--seed 0] [--only reader|shards|watcher|linker|ray] [--no-steps]

Each trial starts a command in a process group of its own and kills the group with SIGKILL (or one of its workers
alone), looks at the ledger, starts the command again, and so on, until it ends; then the ledger is compared with one
that nobody disturbed. docs/crashes.md says what has to hold. Stand-ins take the place of the networks, but in every
tenth trial. The same seed draws the same commands, moments and victims; where a moment falls is up to the machine. The
exit code is 1 where anything was lost, doubled, damaged or different.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.killing.processes import seconds_of_children
from benchmarks.killing.stages import KINDS, Workshop, workshops
from benchmarks.killing.steps import STEPS
from benchmarks.killing.trials import Trial, killed_at, random_kills
from benchmarks.machine import describe

SHARES = {"reader": 35, "shards": 20, "watcher": 20, "linker": 20, "ray": 5}
"""Of a hundred trials, those of each kind: to start Ray takes ten times as long as to start the others."""
IN_A_ROW = 6
"""Kills of one trial, at most."""
MODELS = ("stand-in", "shipped")
SHIPPED = 10
"""Every so manieth trial has the shipped networks, but of Ray."""


def main() -> int:
    """Kill, print, and return the exit code."""
    given = _arguments()
    print(describe())
    began, before = time.monotonic(), seconds_of_children()
    with tempfile.TemporaryDirectory(prefix="sayso-kills-") as folder, workshops(Path(folder), given.seed) as shops:
        steps = [] if given.no_steps else _steps(shops["stand-in"], given.only)
        trials = _trials(shops, given)
        spent = seconds_of_children() - before
        return _report(steps, trials, time.monotonic() - began, spent, given)


def _steps(shop: Workshop, only: str | None) -> list[Trial]:
    """Kill a command at each named step once."""
    stages = {stage for kind, stages in KINDS.items() if only in (None, kind) for stage in stages}
    trials = []
    for name, step in STEPS.items():
        if step.stage in stages:
            trials.append(killed_at(shop, name))
            _tell(trials[-1], name)
    return trials


def _trials(shops: Mapping[str, Workshop], given: argparse.Namespace) -> list[Trial]:
    """Kill commands at random moments until there were so many kills."""
    draw = random.Random(given.seed)  # noqa: S311 - chance, no secret
    trials, kills = list[Trial](), 0
    while kills < given.kills:
        [kind] = [given.only] if given.only else draw.choices(list(SHARES), list(SHARES.values()))
        shipped = kind != "ray" and len(trials) % SHIPPED == SHIPPED - 1
        trials.append(random_kills(shops["shipped" if shipped else "stand-in"], kind, draw, IN_A_ROW))
        kills += trials[-1].kills
        _tell(trials[-1], f"{kills} of {given.kills}")
    return trials


def _tell(trial: Trial, what: str) -> None:
    print(f".. {trial.kind} ({trial.model}), {what}: {'; '.join(trial.complaints) or 'whole'}", flush=True)


def _report(
    steps: Sequence[Trial], trials: Sequence[Trial], wall: float, spent: float, given: argparse.Namespace
) -> int:
    """Print a table and a line of JSON; return 1 where anything was not whole."""
    rows = {"named steps": list(steps)}
    for kind, model in itertools.product(KINDS, MODELS):
        rows[f"{kind}, {model}"] = [one for one in trials if (one.kind, one.model) == (kind, model)]
    Console().print(_table(rows))
    every, kills = [*steps, *trials], sum(one.kills for one in trials)
    told = {
        "benchmark": "kills",
        "seed": given.seed,
        "kills": kills,
        "survived": sum(one.kills for one in trials if not one.complaints),
        "steps": len(steps),
        "steps_survived": sum(not one.complaints for one in steps),
        "told_as_written": sum(one.promised for one in every),
        "complaints": [complaint for one in every for complaint in one.complaints],
        "seconds": round(wall, 1),
        "processor_seconds_a_kill": round(spent / max(1, kills + len(steps)), 2),
    }
    print(json.dumps(told, ensure_ascii=False))
    return int(bool(told["complaints"]))


def _table(rows: Mapping[str, Sequence[Trial]]) -> Table:
    table = Table(title="Killed", title_justify="left")
    for name in ("what", "trials", "kills", "of one worker", "told as written", "not whole"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for what, some in rows.items():
        if some:
            sums = [sum(getattr(one, name) for one in some) for name in ("kills", "workers", "promised")]
            table.add_row(what, *map(str, (len(some), *sums, sum(bool(one.complaints) for one in some))))
    return table


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500, help="at random moments, at least; a trial has up to six")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=tuple(KINDS))
    parser.add_argument("--no-steps", action="store_true", help="random moments alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
