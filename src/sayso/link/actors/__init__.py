"""Actors across articles: which local actors are one person, organisation or state. See docs/actors.md."""

from sayso.link.actors.judgements import (
    ActorJudgement,
    ActorRef,
    JudgementKind,
    from_lines,
    merge,
    rename,
    split,
    to_lines,
    undo,
)
from sayso.link.actors.keys import name_keys
from sayso.link.actors.reading import local_actors, local_actors_of
from sayso.link.actors.records import (
    Actor,
    Basis,
    LocalActor,
    LocalKey,
    Office,
    Proposal,
    Resolution,
    StateNames,
    Tenure,
)
from sayso.link.actors.resolve import affected, resolve_actors
from sayso.link.actors.table import Table, extended, table

__all__ = [
    "Actor",
    "ActorJudgement",
    "ActorRef",
    "Basis",
    "JudgementKind",
    "LocalActor",
    "LocalKey",
    "Office",
    "Proposal",
    "Resolution",
    "StateNames",
    "Table",
    "Tenure",
    "affected",
    "extended",
    "from_lines",
    "local_actors",
    "local_actors_of",
    "merge",
    "name_keys",
    "rename",
    "resolve_actors",
    "split",
    "table",
    "to_lines",
    "undo",
]
