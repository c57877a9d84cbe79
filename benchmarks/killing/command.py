"""The command `sayso` as the harness starts it: it tells what is written, and dies at the step that it is told to.

    SAYSO_KILLS_TOLD=FILE SAYSO_KILLS_STEP=NAME SAYSO_KILLS_MODEL=stand-in python -m benchmarks.killing.command read ..

FILE is given a line for each thing that the command has reported as written, at that moment and not later.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.killing import stand_in, steps

TOLD, STEP, MODEL = "SAYSO_KILLS_TOLD", "SAYSO_KILLS_STEP", "SAYSO_KILLS_MODEL"
BEGUN = "begun"
"""The first line: Python has started, and the command begins."""


def main() -> None:
    """Run `sayso` with the arguments given."""
    command = sys.argv[1]
    if os.environ.get(MODEL) == "stand-in":
        stand_in.use(command)
    stand_in.do_little_at_a_time(command)
    if told := os.environ.get(TOLD):
        _tell(Path(told))
    if step := os.environ.get(STEP):
        steps.die_at(step)
    from sayso.cli import main as sayso

    sayso(prog_name="sayso")


def _tell(path: Path) -> None:
    """Write down each event as the command counts it, which it does once the ledger has it."""
    from sayso import summaries

    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def telling(add: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        def told(summary: object, event: object) -> None:
            if line := line_of(event):
                os.write(file, f"{line}\n".encode())
            add(summary, event)

        return told

    for kind in (summaries.Summary, summaries.LinkSummary):
        setattr(kind, "add", telling(kind.add))  # noqa: B010 - a name that mypy lets nobody assign to
    os.write(file, f"{BEGUN}\n".encode())


def line_of(event: object) -> str | None:
    """Return how an event is written down, None for what is no promise."""
    from sayso.engine.shards import Shard
    from sayso.keeping import Known, Stored
    from sayso.linking import Linked

    if isinstance(event, Stored | Known):
        return f"document {event.document_id}" if event.document_id else None
    if isinstance(event, Linked):
        return f"linked {event.article_id}"
    return f"shard {event.manifest.name}" if isinstance(event, Shard) else None


if __name__ == "__main__":
    main()
