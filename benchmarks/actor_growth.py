"""What it costs to keep up who is who after ten more articles, beside working all of it out: by the size of the ledger.

    python -m benchmarks.actor_growth [--sizes 5000 50000 250000] [--rounds 3]

The ledger's local actors are invented, ten an article, in the proportions of AllSides articles: half of them hold for
their article alone, a third are people, a tenth of these by a surname, the others bodies, states, and people who are
named by an office. The nth name comes 1/n as often as the first, and new ones come up as the ledger grows. At each size
all actors are worked out once, as an older sayso did after each article, and then articles are added, again and again:

    drawn as all others are    what they touch grows with the ledger: the people who are in the press every day
    of rare names              seen a few times, as most names are

Processor time, of which writing is a part. `redone` counts the local actors that share a key with the added ones; it is
12 % for ten articles, and 2.5 % for one, of 260 AllSides articles with 4,098 local actors.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path

import numpy as np

from benchmarks.clocks import Taken
from benchmarks.machine import describe
from sayso.actor_rows import KnownActors
from sayso.actor_views import keep_actors
from sayso.identity import article_id, document_id, sha256
from sayso.link.actors import LocalActor, Office, table
from sayso.link.actors.stored import to_json
from sayso.link.actors.touched import Touched
from sayso.records import Article, Document, Given, Line, ModelVersion, Role
from sayso.store import Store

SEED = 20310507
AN_ARTICLE, A_DAY, AT_ONCE = 10, 20, 100
ADDED = ((1, False), (10, False), (10, True))
"""How many articles are added, and whether of rare names."""
RARE = 0.7
"""Of the draws by which names are chosen, those above it give rare ones."""
NAMED = 0.46
"""Of an article's local actors, people and bodies."""
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
KNOWN = 30
"""Ranks whose surnames nobody else has."""
STATES = ("VEL", "NOR", "FIN", "EST", "LVA", "ISL")
OFFICES = ("president", "prime minister", "finance minister", "senator", "coach", "mayor")


@dataclass
class World:
    """Draws articles' local actors: the same ones in the same order each time."""

    draws: np.random.Generator
    names: Sequence[str]
    articles: int = 0

    @classmethod
    def invented(cls) -> World:
        """Return it."""
        words = ["".join(one).capitalize() for one in islice(product(SYLLABLES, repeat=3), 0, None, 7)]
        return cls(np.random.default_rng(SEED), words)

    def article(self, *, rare: bool = False) -> tuple[str, list[LocalActor]]:
        """Return the next article's name and local actors; `rare` ones have names that few others have."""
        number, self.articles = self.articles, self.articles + 1
        name = f"page {number}"
        identity = _page(name)[1].id
        day = (date(2031, 1, 1) + timedelta(days=number // A_DAY)).isoformat()
        known = 30 * (AN_ARTICLE * (number + 100)) ** 0.75
        draws = self.draws.random((AN_ARTICLE, 3))
        if rare:
            draws *= (1 - RARE, NAMED, 1)
            draws += (RARE, 0, 0)
        ranks = [int((known + 1) ** place - 1) for place in draws[:, 0].tolist()]
        beside = frozenset(self._person(rank).lower() for rank in ranks)
        some = [self._local(identity, n, rank, draws[n], day, beside) for n, rank in enumerate(ranks)]
        return name, list({one.id: one for one in some}.values())

    def _local(self, article: str, n: int, rank: int, draw: np.ndarray, day: str, beside: frozenset[str]) -> LocalActor:
        state, office = STATES[rank % 6], OFFICES[rank % 7 % 6]
        held = (Office(office, state),) if draw[2] < 0.2 and rank < 400 else ()
        known = {"affiliation": (state,) if draw[2] > 0.7 else (), "day": day}
        if draw[1] < 0.29:
            name = self._person(rank)
            others = beside - {name.lower()}
            return LocalActor(f"p{rank}", article, name, "person", offices=held, beside=others, **known)
        if draw[1] < 0.32:
            name = self._person(rank).split()[1]
            return LocalActor(f"s{rank}", article, name, "person", beside=beside, **known)
        if draw[1] < NAMED:
            return LocalActor(f"o{rank}", article, self._body(rank), "organisation", **known)
        if draw[1] < 0.49:
            return LocalActor(state, article, state, "state", affiliation=(state,), day=day)
        if draw[1] < 0.51:
            asked = (Office("president", state),)
            return LocalActor(f"u{n}", article, f"the president of {state}", "unnamed", offices=asked, day=day)
        return LocalActor(f"g{n}", article, "officials", "group", day=day)

    def _body(self, rank: int) -> str:
        return " ".join(self.names[rank * prime % len(self.names)] for prime in (7_919, 104_729, 15_485_863))

    def _person(self, rank: int) -> str:
        return f"{self._name(rank % 301, 5)} {self._name(rank, 0)}"

    def _name(self, rank: int, move: int) -> str:
        """Return a name for a rank; of the less known, three share a surname."""
        shared = rank - rank % 3 if rank > KNOWN and not move else rank
        return self.names[(shared * 101 + move) % len(self.names)]


def main() -> int:
    """Print the costs at each size."""
    args = _arguments()
    print(describe())
    world = World.invented()
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "actors.db") as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "2031-01-01T00:00:00Z")
        for size in args.sizes:
            while world.articles * AN_ARTICLE < size:
                _add(store, [world.article() for _ in range(AT_ONCE)], run)
            whole = _worked_out(store)
            print(f"{world.articles:,d} articles, {_held(store):,d} local actors: all {whole:.2f} s", flush=True)
            for count, rare in ADDED:
                _print_added(store, world, run, (count, args.rounds), whole, rare=rare)
    return 0


def _print_added(store: Store, world: World, run: str, counts: tuple[int, int], whole: float, *, rare: bool) -> None:
    """Add so many articles, so often, and print what it costs to keep up who is who each time."""
    costs, redone, (count, rounds) = list[float](), list[int](), counts
    for _ in range(rounds):
        _add(store, [world.article(rare=rare) for _ in range(count)], run)
        redone.append(_redone(store))
        began = Taken.now()
        if keep_actors(store) is not None:
            raise RuntimeError("the actors were not kept")
        costs.append(Taken.since(began).processor)
    told = f"{min(costs):.3f} to {max(costs):.3f} s, {min(redone):,d} to {max(redone):,d} redone"
    name = "of rare names" if rare else "drawn alike"
    print(f"  {count:2} more, {name}: {told}; {whole / max(costs):.0f} times less than all", flush=True)


def _worked_out(store: Store) -> float:
    """Return the processor time of working all actors out, and of keeping them."""
    store.put_known_actors(store.actor_changes(), "another method", KnownActors())
    began = Taken.now()
    if keep_actors(store) is not None:
        raise RuntimeError("the actors were not kept")
    return Taken.since(began).processor


def _held(store: Store) -> int:
    with store.kept_actors() as kept:
        return kept.stamp.places


def _redone(store: Store) -> int:
    """Return how many local actors share a key with those that changed."""
    with store.kept_actors() as kept:
        touched = Touched(kept, table(), sys.maxsize)
        touched.take_in(touched.changed())
        return len(touched.now)


def _add(store: Store, some: Sequence[tuple[str, list[LocalActor]]], run: str) -> None:
    with store.writing():
        for name, locals_of in some:
            document, article = _page(name)
            store.add(document, article, (), run)
            store.put_local_actors(article.id, {local.id: to_json(local) for local in locals_of})


def _page(name: str) -> tuple[Document, Article]:
    """Return an empty page: what it says is of no account here."""
    content, given = name.encode(), Given()
    identity = document_id(sha256(content), "text/plain", given)
    when, lines = "2031-01-01T00:00:00Z", (Line(0, len(name), Role.BODY),)
    document = Document(identity, name, name, when, "text/plain", "utf-8", sha256(content), content, given)
    return document, Article(article_id(identity, name), identity, name, lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 50_000, 250_000])
    parser.add_argument("--rounds", type=int, default=3, help="how often ten articles are added")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
