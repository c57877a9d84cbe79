"""Local actors as JSON, and back: what a ledger keeps of them."""

from __future__ import annotations

import json

from sayso.link.actors.records import LocalActor, Office


def to_json(local: LocalActor) -> str:
    """Return a local actor as JSON, in which nothing depends on chance.

    >>> one = LocalActor("x", "a1", "Ann Lund", "person", offices=(Office("mayor", "skerry"),), beside=frozenset("ab"))
    >>> from_json(to_json(one)) == one
    True
    """
    return json.dumps(
        {
            "id": local.id,
            "article_id": local.article_id,
            "name": local.name,
            "kind": local.kind,
            "also": local.also,
            "affiliation": local.affiliation,
            "offices": local.offices,
            "once": local.once,
            "day": local.day,
            "beside": sorted(local.beside),
            "outlet": local.outlet,
        },
        ensure_ascii=False,
    )


def from_json(text: str) -> LocalActor:
    """Return the local actor of what `to_json` returned."""
    row = json.loads(text)
    for name in ("also", "affiliation"):
        row[name] = tuple(row[name])
    for name in ("offices", "once"):
        row[name] = tuple([Office(*one) for one in row[name]])
    row["beside"] = frozenset(row["beside"])
    return LocalActor(**row)
