"""Invented statements, for the link stage."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sayso.identity import derived_id
from sayso.link.sides import Side
from sayso.records import Manner, Piece, StatementRow


def make_row(content, *, by="Ada Voss", said="said", article="a1", at=10, **fields):
    """Return a statement of an article; the speaker's id is derived from the name, as within one article."""
    identity = derived_id("statement", article, at, content, said)
    cue = (Piece(at - 5, at - 1, said, "", ""),)
    pieces = (Piece(at, at + len(content), content, "", ""),) if content else ()
    known = {"speaker": by, "speaker_id": derived_id("actor", article, by), "speaker_kind": "person"} if by else {}
    defaults = {"published": "2031-05-05", "outlet": "The Harbour Post", **known}
    words = (by or "a source", said, content)
    return StatementRow(
        identity, article, "d" + article, None, (), cue, pieces, *words, Manner.INDIRECT, 0.9, **{**defaults, **fields}
    )


@pytest.fixture(scope="session")
def make():
    return SimpleNamespace(row=make_row, side=lambda *args, **fields: Side(make_row(*args, **fields)))
