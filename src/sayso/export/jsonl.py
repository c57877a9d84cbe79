"""JSON Lines: one row a line, every field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from sayso.export.plain_row import plain
from sayso.records import StatementRow


def write_jsonl(rows: Iterable[StatementRow], stream: BinaryIO) -> int:
    """Write each row as one JSON object on a line of its own, and return how many there were."""
    count = 0
    for row in rows:
        stream.write(json.dumps(plain(row), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        count += 1
    return count
