"""Fuzz what reads bytes guided by coverage, with atheris; an extra driver, which neither the tests nor CI need.

    pip install atheris
    python -m benchmarks.fuzz_coverage TARGET [CORPUS ..] [-max_total_time=60] [-seed=1]

TARGET is `page`, `text`, `table` or `feed`; what follows goes to libFuzzer as it stands. atheris has wheels for Linux.
It watches sayso's own modules; where one raises what it must not, it stops, says so, and writes the input to a file.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

WATCHED = ("sayso.read", "sayso.clean")
LONGEST = 20_000
"""Bytes of an input that are taken."""


def main() -> None:
    """Hand the target over to atheris, which doesn't return."""
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        sys.exit("Fuzzing by coverage needs atheris, which is not installed: run pip install atheris.")
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"{' '.join(sys.argv[1:2]) or 'Nothing'!r} is no target: give one of {', '.join(NAMES)}.")
    with atheris.instrument_imports(include=WATCHED):
        target = _target(sys.argv.pop(1))
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


NAMES = {"page": "page.html", "text": "text.txt", "table": "rows.json", "feed": "feed.xml"}
"""Target -> the file's name by which a reader knows what it is."""


def _target(name: str) -> Callable[[bytes], None]:
    from benchmarks.fuzzing import checks
    from sayso import clean, read
    from sayso.errors import SaysoError
    from sayso.records import Document

    path = Path(tempfile.mkdtemp()) / NAMES[name]

    def tried(content: bytes) -> None:
        path.write_bytes(content[:LONGEST])
        for document in read.documents([path]):
            if isinstance(document, Document):
                try:
                    article = clean.article(document)
                except SaysoError:
                    continue
                checks.article(document, article)

    return tried


if __name__ == "__main__":
    main()
