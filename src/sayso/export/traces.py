"""Traces in each of their formats, links and matters as objects for JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sayso.errors import UsageError
from sayso.export.trace_svg import trace_svg
from sayso.export.trace_text import trace_dot, trace_object, trace_text
from sayso.link.matters import MatterSummary
from sayso.link.trace import Trace
from sayso.link_records import Link

FORMATS: dict[str, Callable[[Trace], str]] = {
    "text": trace_text,
    "json": lambda found: json.dumps(trace_object(found), ensure_ascii=False, indent=1) + "\n",
    "dot": trace_dot,
    "svg": trace_svg,
}


def write_trace(form: str, found: Trace) -> bytes:
    """Return a trace in one of FORMATS, in UTF-8; UsageError names the formats there are."""
    if form not in FORMATS:
        raise UsageError(f"format {form!r} is unknown: give {', '.join(FORMATS)}.")
    return FORMATS[form](found).encode("utf-8", "replace")


def link_object(link: Link) -> dict[str, Any]:
    """Return a link as `sayso links --json` prints it."""
    return {
        "id": link.id,
        "kind": link.kind.value,
        "from": link.from_id,
        "to": link.to_id,
        "score": link.score,
        "reason": link.reason,
        "method": link.method,
        "evidence": [{"statement": one.statement_id, "span": list(one.span)} for one in link.evidence],
    }


def matter_object(found: MatterSummary) -> dict[str, Any]:
    """Return a matter as `sayso matters --json` prints it."""
    matter = found.matter
    return {
        "id": matter.id,
        "name": found.name,
        "central": matter.central,
        "first": found.first,
        "last": found.last,
        "statements": len(matter.statements),
        "without_copies": matter.apart,
        "speakers": dict(found.speakers),
        "outlets": dict(found.outlets),
        "statement_ids": list(matter.statements),
    }
