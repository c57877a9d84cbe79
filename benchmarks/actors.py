"""Who is who across articles: 200 mentions of AllSides articles against the actors that they were read to be.

    python -m benchmarks.actors --data DATA [--ledger FILE] [--without-home] [--errors]

The 1,500 dated articles of DATA/allsides/articles.jsonl.gz whose ids have the smallest hashes are read into a ledger
(FILE, which is kept and taken up again where it holds them; else one that is thrown away), the actors of all of them
are resolved, and those labelled in training/labels/actors/mentions.jsonl are scored. B-cubed as in Bagga and Baldwin,
"Entity-based cross-document coreferencing using the vector space model", COLING-ACL 1998.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.machine import describe
from sayso.library import Ledger, open_ledger
from sayso.link.actors import Basis, LocalActor, LocalKey, Resolution, local_actors, resolve_actors
from sayso.link.actors.table import table
from sayso.resolve.states import states

LEAST = 0.92
ARTICLES = 1500
SEED = "actors-2026"
LABELS = Path(__file__).parent.parent / "training" / "labels" / "actors" / "mentions.jsonl"


@dataclass(frozen=True, slots=True)
class Scores:
    """What is measured on mentions, each of them with the actor it is and the actor it was given."""

    precision: float
    recall: float
    accuracy: float
    mentions: int

    @property
    def f1(self) -> float:
        """Return the harmonic mean of B-cubed precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def main() -> int:
    """Print the scores; return 1 where B-cubed F1 or accuracy misses what it is held to."""
    arguments = _arguments()
    print(describe())
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(arguments.ledger or Path(folder) / "actors.db")
        with ledger:
            _read(ledger, arguments.data, Path(folder))
            found, places = _local_actors(ledger, {row["doc_id"] for row in labels})
    known = table() if arguments.without_home else replace(table(), home="USA")
    resolution = resolve_actors(found, (), known)
    here = [(row, places.get((row["doc_id"], *row["span"]))) for row in labels]
    print(f"{len(found)} local actors, {len(resolution.actors)} actors, {len(resolution.proposals)} merges proposed")
    print(f"{sum(key is None for _, key in here)} labelled mentions are not found, ", end="")
    print(f"{sum(row['misread'] for row, _ in here)} are read wrongly within their article: both left out")
    scored = {key: row for row, key in here if key is not None and not row["misread"]}
    return _print(scored, resolution, errors=arguments.errors)


def b_cubed(gold: Mapping[LocalKey, str], given: Mapping[LocalKey, str]) -> Scores:
    """Return B-cubed precision and recall, and the share of mentions given to the actor that most of their key are.

    Of actors, each is taken for one key only, the one of which it has most; and each key for one actor.

    >>> a, b, c = (LocalKey(article, "x") for article in "abc")
    >>> scores = b_cubed({a: "orr", b: "orr", c: "lund"}, {a: "1", b: "1", c: "1"})
    >>> round(scores.precision, 2), scores.recall, round(scores.accuracy, 2)
    (0.56, 1.0, 0.67)
    """
    both = Counter((gold[key], given[key]) for key in gold)
    golds, givens = Counter(gold.values()), Counter(given[key] for key in gold)
    n = len(gold) or 1
    right, taken = 0, set[str]()
    for (name, actor), count in sorted(both.items(), key=lambda item: (-item[1], item[0])):
        if name not in taken and actor not in taken:
            taken |= {name, actor}
            right += count
    return Scores(
        sum(count * count / givens[actor] for (_, actor), count in both.items()) / n,
        sum(count * count / golds[name] for (name, _), count in both.items()) / n,
        right / n,
        len(gold),
    )


def _print(scored: Mapping[LocalKey, Mapping[str, str]], resolution: Resolution, *, errors: bool) -> int:
    gold = {key: row["key"] for key, row in scored.items()}
    doubt = {key for key in gold if resolution.basis[key] is Basis.DOUBT}
    decided = {key: name for key, name in gold.items() if key not in doubt}
    print(f"in doubt {len(doubt)} of {len(gold)}")
    every, sure = b_cubed(gold, resolution.of), b_cubed(decided, resolution.of)
    for name, one in (("decided", sure), ("all, those in doubt alone", every)):
        line = f"{name:26} {one.mentions:4} mentions: B-cubed precision {one.precision:.3f} recall {one.recall:.3f}"
        print(f"{line} F1 {one.f1:.3f}, accuracy {one.accuracy:.3f}")
    again = {name for name, count in Counter(gold.values()).items() if count > 1}
    often = b_cubed({key: name for key, name in gold.items() if name in again}, resolution.of)
    print(f"of the {often.mentions} whose actor is labelled more than once: recall {often.recall:.3f}")
    for stratum in dict.fromkeys(row["stratum"] for row in scored.values()):
        part = {key: name for key, name in gold.items() if scored[key]["stratum"] == stratum}
        one = b_cubed(part, resolution.of)
        print(f"  {stratum:14} {one.mentions:4} F1 {one.f1:.3f} accuracy {one.accuracy:.3f}")
    kept_aside = {key: name for key, name in gold.items() if scored[key]["stratum"].startswith("held out")}
    first = {key: name for key, name in gold.items() if key not in kept_aside}
    for name, part in (("looked at while writing", first), ("held out", kept_aside)):
        one = b_cubed(part, resolution.of)
        print(f"{name}: {one.mentions} mentions, F1 {one.f1:.3f}, accuracy {one.accuracy:.3f}")
    if errors:
        _show(gold, resolution)
    met = min(every.f1, every.accuracy) >= LEAST
    print(f"F1 {every.f1:.3f} and accuracy {every.accuracy:.3f}: {'reach' if met else 'MISS'} {LEAST}")
    return int(not met)


def _show(gold: Mapping[LocalKey, str], resolution: Resolution) -> None:
    """Print the actors that are given several keys, and the keys that are given to several actors."""
    both = Counter((name, resolution.of[key]) for key, name in gold.items())
    names, actors = Counter(name for name, _ in both), Counter(actor for _, actor in both)
    for name, actor in sorted(both):
        if names[name] > 1 or actors[actor] > 1:
            keys = [key for key in gold if gold[key] == name and resolution.of[key] == actor]
            basis = ", ".join(sorted({resolution.basis[key].value for key in keys}))
            print(f"  {name}: {len(keys)} as {resolution.actors[actor].name} ({actor}, {basis})")


def _read(ledger: Ledger, data: Path, folder: Path) -> None:
    """Read the articles that the ledger doesn't have."""
    with gzip.open(data / "allsides" / "articles.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [row for row in map(json.loads, stream) if row["date"]]
    rows.sort(key=lambda row: hashlib.sha256(f"{SEED} {row['id']}".encode()).hexdigest())
    names = ("id", "url", "outlet", "title", "date", "authors", "text")
    chosen = folder / "articles.jsonl"
    lines = (json.dumps({name: row[name] for name in names}) for row in rows[:ARTICLES])
    chosen.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if ledger.counts().articles < ARTICLES:
        ledger.read(chosen)


def _local_actors(ledger: Ledger, labelled: set[str]) -> tuple[list[LocalActor], dict[tuple[str, int, int], LocalKey]]:
    """Return the local actors, and where the sources of the labelled articles stand -> whose they are."""
    found: list[LocalActor] = []
    places = {}
    for page in ledger.articles():
        found += local_actors(page, states())
        for one in page.statements if page.document.name in labelled else ():
            if one.speaker is not None and one.source:
                places[page.document.name, *one.source[0]] = LocalKey(page.article.id, one.speaker.id)
    return found, places


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--ledger", type=Path, help="keep the ledger here, and take it up again")
    parser.add_argument("--without-home", action="store_true", help="don't say that the outlets are American")
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
