"""What web archives say is the same as before -> documents, once all that it may be the same as is in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso import read
from sayso.keeping import Ledger
from sayso.records import Document


def set_aside(outcomes: Iterator[read.Outcome], revisits: list[read.Revisited]) -> Iterator[read.Outcome]:
    """Yield all outcomes but the revisits, which go into the list."""
    for one in outcomes:
        if isinstance(one, read.Revisited):
            revisits.append(one)
        else:
            yield one


def found_again(ledger: Ledger, revisits: Sequence[read.Revisited]) -> Iterator[read.Outcome]:
    """Yield the documents that were found again, each as it came from the place where it was."""
    unknown = 0
    for one in revisits:
        document = _revisited(ledger, one)
        if document is None:
            unknown += 1
        else:
            yield replace(document, origin=one.origin, fetched=one.fetched, name=one.name)
    if unknown:
        yield read.PassedOver("", (("of revisits to pages that are not in the ledger", unknown),))


def _revisited(ledger: Ledger, one: read.Revisited) -> Document | None:
    """Return the document that a revisit found again; None unless the digest or the day tells which it is."""
    if one.document_id is not None:
        return ledger.document(one.document_id)
    found = []
    for document_id, fetched in ledger.documents_from(one.refers_to, one.refers_name):
        document = ledger.document(document_id)
        if document is not None and (fetched == one.refers_on or _has_sha1(document, one.sha1)):
            found.append(document)
    return found[0] if len(found) == 1 else None


def _has_sha1(document: Document, digest: bytes | None) -> bool:
    return digest is not None and hashlib.sha1(document.content, usedforsecurity=False).digest() == digest
