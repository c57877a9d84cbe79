"""Invented statements for the tests of copies."""

from __future__ import annotations

from sayso.records import Manner, Piece, StatementRow


def said(
    statement_id,
    *pieces,
    manner=Manner.DIRECT,
    speaker=None,
    published=None,
    article=None,
    at=10,
    said_on=None,
    kind="person",
):
    """Return a statement whose content is these pieces, which stand in its article from `at` on."""
    found, start = [], at
    for text in pieces:
        found.append(Piece(start, start + len(text), text, "", ""))
        start += len(text) + 20
    return StatementRow(
        statement_id,
        article or f"article {statement_id}",
        f"document {statement_id}",
        None,
        (),
        (),
        tuple(found),
        "",
        "",
        " … ".join(pieces),
        manner,
        1.0,
        speaker=speaker,
        speaker_kind=kind if speaker else None,
        published=published,
        said_on=said_on,
    )


def exact(row, evidence):
    """Return the characters that the evidence shows of a statement."""
    return [
        piece.exact[span.start - piece.start : span.end - piece.start]
        for statement_id, span in ((one.statement_id, one.span) for one in evidence)
        for piece in row.content
        if statement_id == row.id and piece.start <= span.start < piece.end
    ]
