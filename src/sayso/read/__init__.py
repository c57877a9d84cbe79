"""Inputs as people have them -> documents: files, folders, standard input, feeds, tables, web archives and URLs."""

from sayso.read.archives import Progress, Watch
from sayso.read.inputs import Unit, count, documents, documents_of, may_be_archive, units
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
    "Unit",
    "Validators",
    "Watch",
    "count",
    "documents",
    "documents_of",
    "make_document",
    "may_be_archive",
    "now",
    "units",
]
