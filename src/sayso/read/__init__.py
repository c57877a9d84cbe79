"""Inputs as people have them -> documents: files, folders, standard input, feeds, tables, web archives and URLs."""

from sayso.read.archives import Progress, Watch
from sayso.read.inputs import count, documents
from sayso.read.outcomes import (
    Fetched,
    Outcome,
    PassedOver,
    Revisited,
    Seen,
    Unchanged,
    Validators,
    make_document,
    now,
)

__all__ = [
    "Fetched",
    "Outcome",
    "PassedOver",
    "Progress",
    "Revisited",
    "Seen",
    "Unchanged",
    "Validators",
    "Watch",
    "count",
    "documents",
    "make_document",
    "now",
]
