"""The signed network around one known actor, from the statements that touch it: not from all that a ledger holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sayso import actor_views
from sayso.days import asked_day, day_range
from sayso.errors import UsageError
from sayso.link import networks
from sayso.link.ego import alters, within
from sayso.link.matters import copy_groups
from sayso.link.networks import Network
from sayso.link.periods import PeriodKind
from sayso.link_records import Link, LinkKind
from sayso.records import StatementRow

MOST_STATEMENTS = 4_000
"""Statements looked at, the newest: a head of state has more, and a picture of all of them says no more."""

MOST_WITH_COPIES = 4 * MOST_STATEMENTS
"""Statements and copies of them, where no further copies are followed: a slogan of a year has thousands."""


@dataclass(frozen=True, slots=True)
class EgoNetwork:
    """The network around an actor; its edges are those that the network of the whole ledger has between these nodes."""

    actor: str
    network: Network
    left_out: int
    """How many others have an edge with the actor, and no place in the network, having fewer utterances."""
    is_cut: bool
    """Whether there were more than MOST_STATEMENTS: then the oldest are not counted."""


class EgoLedger(actor_views.ActorLedger, Protocol):
    """What is asked of a store."""

    def statements_touching(self, actor_id: str, days: tuple[str | None, str | None], limit: int) -> Sequence[str]:
        """Return ids of statements by an actor at others, and of others at it, newest page first."""
        ...

    def statements_among(
        self, actor_ids: Collection[str], days: tuple[str | None, str | None], limit: int
    ) -> Sequence[str]:
        """Return ids of statements by one of the actors at one of them, likewise."""
        ...

    def statement_rows(self, statements: Sequence[str]) -> Sequence[StatementRow]:
        """Return statements, in the order asked for."""
        ...

    def links_of(self, statements: Sequence[str]) -> Sequence[Link]:
        """Return the links that begin or end at one of the statements."""
        ...


def ego_network(
    ledger: EgoLedger, actor_id: str, period: str, *, since: str | None, until: str | None, most: int
) -> EgoNetwork:
    """Return the network of an actor and the `most` others with whom it has the most utterances.

    `since` and `until` are those of the pages. UsageError for a date, a period or an actor that there is not.
    """
    actor_views.known_id(ledger, actor_id)
    if period not in [kind.value for kind in PeriodKind]:
        raise UsageError(f"period {period!r} is unknown: give {', '.join(kind.value for kind in PeriodKind)}.")
    days, seen = (since, until), dict[str, StatementRow]()
    own = ledger.statements_touching(actor_id, days, MOST_STATEMENTS + 1)
    others = alters(_network(ledger, own[:MOST_STATEMENTS], days, PeriodKind.ALL, seen), actor_id)
    chosen = {actor_id, *others[:most]}
    more = ledger.statements_among(chosen, days, MOST_STATEMENTS + 1)
    every = [*own[:MOST_STATEMENTS], *more[:MOST_STATEMENTS]]
    found = _network(ledger, every, days, PeriodKind(period), seen)
    is_cut = max(len(own), len(more)) > MOST_STATEMENTS
    return EgoNetwork(actor_id, within(found, chosen), max(0, len(others) - most), is_cut)


def _network(
    ledger: EgoLedger,
    statements: Iterable[str],
    days: tuple[str | None, str | None],
    kind: PeriodKind,
    seen: dict[str, StatementRow],
) -> Network:
    """Return the network of statements and their copies; those looked up are added to `seen`."""
    ids, copies = _with_copies(ledger, set(statements))
    seen |= {row.id: row for row in ledger.statement_rows(sorted(ids - seen.keys()))}
    rows = [seen[one] for one in sorted(ids & seen.keys())]
    rows = [row for row in rows if row.verdict != "rejected" and _is_of(row, *days)]
    groups = copy_groups([row.id for row in rows], copies)
    return networks.signed_network(rows, kind, groups=groups, actors=actor_views.actors_across(ledger, rows))


def _with_copies(ledger: EgoLedger, statements: set[str]) -> tuple[set[str], list[Link]]:
    """Return the statements and all that are copies of them: what a group says, and when, follows from all of it."""
    found, new, copies = set(statements), statements, dict[str, Link]()
    while new and len(found) <= MOST_WITH_COPIES:
        copies |= {link.id: link for link in ledger.links_of(sorted(new)) if link.kind is LinkKind.COPY}
        new = {end for link in copies.values() for end in (link.from_id, link.to_id)} - found
        found |= new
    return found, list(copies.values())


def _is_of(row: StatementRow, since: str | None, until: str | None) -> bool:
    """Return whether the page is of these days, as a filter of statements has it."""
    first, last = day_range(row.published) or ("", "")
    if since is not None and first < asked_day("since", since)[0]:
        return False
    return until is None or "" < last <= asked_day("until", until)[1]
