"""Inputs as people have them -> documents: files, folders, standard input, feeds, tables and URLs."""

from sayso.read.inputs import count, documents
from sayso.read.outcomes import Fetched, Outcome, Seen, Unchanged, Validators, make_document, now

__all__ = ["Fetched", "Outcome", "Seen", "Unchanged", "Validators", "count", "documents", "make_document", "now"]
