"""What a ledger keeps of who is who, as the link stage asks for it: all of one moment. `sayso.store` has it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from sayso.actor_rows import LocalId, NameKey, Origin, Place, ProposalRow, Replay, Sighting


class Kept(Protocol):
    """What was worked out, and what is there by now."""

    def changed_articles(self) -> Sequence[str]:
        """Return the articles whose local actors came, went or changed since it was worked out."""
        ...

    def local_actors_of(self, articles: Collection[str]) -> Sequence[str]:
        """Return the local actors that articles have by now, as JSON."""
        ...

    def judgements(self) -> Sequence[str]:
        """Return all judgements there are by now, as JSON."""
        ...

    def places_of(self, articles: Collection[str]) -> Sequence[Place]:
        """Return the places that the local actors of articles had."""
        ...

    def places_in(self, homes: Collection[int]) -> Iterable[tuple[Place, str | None]]:
        """Return the local actors that had one of the homes, and what they are by now, as JSON."""
        ...

    def count_in(self, homes: Collection[int]) -> int:
        """Return how many local actors had one of the homes."""
        ...

    def homes_of(self, locals: Collection[LocalId]) -> Mapping[LocalId, int]:  # noqa: A002 - what the field calls them
        """Return the homes that local actors had."""
        ...

    def homes_of_actors(self, actors: Collection[str]) -> set[int]:
        """Return the homes of the local actors that actors had."""
        ...

    def name_keys_of(self, articles: Collection[str]) -> Sequence[NameKey]:
        """Return the numbers of the names that the local actors of articles had."""
        ...

    def named(self, keys: Collection[int]) -> Sequence[str]:
        """Return the local actors that had a name of one of the numbers, as they are by now, as JSON."""
        ...

    def sightings_in(self, homes: Collection[int]) -> Sequence[Sighting]:
        """Return the sightings of those who had one of the homes."""
        ...

    def sightings_at(self, offices: Collection[int]) -> Sequence[Sighting]:
        """Return all sightings in offices."""
        ...

    def origins(self, actors: Collection[str]) -> Sequence[Origin]:
        """Return what the ids of actors were made of."""
        ...

    def origins_by_plain_id(self, plain_ids: Collection[str]) -> Sequence[Origin]:
        """Return the same of all actors that have one of the plain ids."""
        ...

    def proposals_in(self, homes: Collection[int]) -> Sequence[ProposalRow]:
        """Return the proposals of homes."""
        ...

    def replays(self) -> Sequence[Replay]:
        """Return the judgements that were replayed."""
        ...
