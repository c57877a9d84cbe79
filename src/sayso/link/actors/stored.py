"""Local actors, actors and proposals as JSON, and back: what a ledger keeps of them."""

from __future__ import annotations

import json
from dataclasses import fields

from sayso.link.actors.records import Actor, LocalActor, LocalKey, Office, Proposal, Tenure


def to_json(local: LocalActor) -> str:
    """Return a local actor as JSON, in which nothing depends on chance; an article's month or year as an interval.

    >>> one = LocalActor("x", "a1", "Ann Lund", "person", offices=(Office("mayor", "skerry"),), beside=frozenset("ab"))
    >>> from_json(to_json(one)) == one
    True
    >>> one = LocalActor("x", "a1", "Lund", "person", day="2031-05-01", last_day="2031-05-31")
    >>> '"day": "2031-05-01/2031-05-31"' in to_json(one), from_json(to_json(one)) == one
    (True, True)
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
            "day": f"{local.day}/{local.last_day}" if local.last_day else local.day,
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
    first, _, last = (row["day"] or "").partition("/")
    row["day"], row["last_day"] = first or None, last or None
    row["beside"] = frozenset(row["beside"])
    return LocalActor(**row)


def actor_to_json(actor: Actor) -> str:
    """Return an actor as JSON.

    >>> one = Actor("x", "person", "Ann Lund", ("Ann Lund",), ("NOR",), (Tenure(Office("mayor"), "", "", 2),), 3)
    >>> actor_from_json(actor_to_json(one)) == one
    True
    """
    return json.dumps({name: getattr(actor, name) for name in _OF_ACTOR}, ensure_ascii=False)


def actor_from_json(text: str) -> Actor:
    """Return the actor of what `actor_to_json` returned."""
    row = json.loads(text)
    tenures = tuple(Tenure(Office(*office), *days) for office, *days in row["tenures"])
    return Actor(**{**row, "names": tuple(row["names"]), "affiliation": tuple(row["affiliation"]), "tenures": tenures})


def proposal_to_json(proposal: Proposal) -> str:
    """Return a proposal as JSON.

    >>> one = Proposal("p", LocalKey("a", "x"), "Lund", LocalKey("b", "y"), "Ann Lund", 2, 0.5, "the names agree")
    >>> proposal_from_json(proposal_to_json(one)) == one
    True
    """
    return json.dumps({name: getattr(proposal, name) for name in _OF_PROPOSAL}, ensure_ascii=False)


def proposal_from_json(text: str) -> Proposal:
    """Return the proposal of what `proposal_to_json` returned."""
    row = json.loads(text)
    return Proposal(**{**row, "one": LocalKey(*row["one"]), "other": LocalKey(*row["other"])})


_OF_ACTOR = tuple(one.name for one in fields(Actor))
_OF_PROPOSAL = tuple(one.name for one in fields(Proposal))
