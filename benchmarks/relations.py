"""Links between pairs of statements that were labelled by reading, and how long scoring takes.

    python -m benchmarks.relations --data DATA [--part dev] [--show]

DATA holds allsides/articles.jsonl.gz (published at ramybaly/Article-Bias-Prediction). The pairs of
training/labels/pairs are read again from their articles, and linked as `sayso link` links them. A statement is found
again where its content shares most of its characters with the labelled one; a pair of which one is not counts as not
linked. Precision and recall are of links with the right kind; "same claim" takes copies and paraphrases for one, as who
counts claims does.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.machine import describe
from sayso.flat import flat_row
from sayso.library import extract_pages
from sayso.link.relations import Pair, relations
from sayso.link.sides import Side
from sayso.link_records import Link
from sayso.linking import in_the_same_words
from sayso.model.statement_pairs import load
from sayso.records import Page

LABELS = Path(__file__).parent.parent / "training" / "labels" / "pairs"
KINDS = ("copy", "paraphrase", "denial", "reply", "shift")
WANTED = ("paraphrase", "denial")
CLAIM, OF_CLAIM = "same claim", ("copy", "paraphrase")
LEAST_PRECISION, LEAST_RECALL = 0.80, 0.60

FOUND_AGAIN = 0.8
"""Least overlap (Dice) of a content's characters with those of the labelled one."""

Sides = Mapping[str, list[tuple[frozenset[int], Side]]]
"""Article -> the characters of each content, and its statement."""


def main() -> int:
    """Print the figures of each file of labels; return 1 where those of the whole set miss what they are held to."""
    args = _arguments()
    print(describe())
    scorer = load()
    print(f"pairs {scorer.version.name} {scorer.version.version}")
    files = {path.stem: list(_asked_of(path, args.part)) for path in _files()}
    sides = _sides(args.data, {row[end]["article"] for rows in files.values() for row in rows for end in "ab"})
    count: Counter[str] = Counter()
    for name, rows in files.items():
        own: Counter[str] = Counter()
        began = time.perf_counter()
        for row in rows:
            own += _of_pair(row, sides, scorer, show=args.show)
        _print(name, own, time.perf_counter() - began)
        count += own
    precision, recall = _print("all", count, 0.0)
    reached = precision >= LEAST_PRECISION and recall >= LEAST_RECALL
    print(f"paraphrase and denial: {'reaches' if reached else 'MISSES'} {LEAST_PRECISION} at {LEAST_RECALL}")
    return 0 if reached else 1


def _files() -> list[Path]:
    return sorted(LABELS.glob("*.jsonl"))


def _asked_of(path: Path, part: str) -> Iterator[dict]:  # type: ignore[type-arg] # JSON
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["part"] == part and row["label"] != "broken":
            yield row


def _of_pair(row: Mapping, sides: Sides, scorer: object, *, show: bool) -> Counter[str]:  # type: ignore[type-arg] # JSON
    ends = [_found_again(row[end], sides) for end in "ab"]
    found = list(_links(*ends, scorer)) if all(ends) else []
    label = row["label"]
    said = next((link.kind.value for link in found), "none")
    if show and said != label and all(ends):
        print(f"  {label} read as {said}: {ends[0].row.content_text[:150]!r} | {ends[1].row.content_text[:150]!r}")
    count = Counter({f"gold {label}": 1, f"said {said}": 1, "absent": int(not all(ends)), "pairs": 1})
    if said == label:
        count[f"hit {label}"] += 1
    for end, kind in (("gold", label), ("said", said)):
        count[f"{end} {CLAIM}"] += kind in OF_CLAIM
    count[f"hit {CLAIM}"] += said in OF_CLAIM and label in OF_CLAIM
    return count


def _links(one: Side, other: Side, scorer: object) -> Iterator[Link]:
    pair = Pair.of(one, other)
    first = in_the_same_words(pair)
    yield from [first] if first else relations([pair], scorer)


def _print(name: str, count: Counter[str], seconds: float) -> tuple[float, float]:
    each = f", {seconds / count['pairs'] * 1e3:.0f} ms a pair" if seconds and count["pairs"] else ""
    print(f"{name}: {count['pairs']} pairs, {count['absent']} with a statement that was not found again{each}")
    for kind in KINDS:
        if count[f"gold {kind}"] or count[f"said {kind}"]:
            print(f"  {kind:10s} {_told(count, (kind,))}")
    print(f"  paraphrase and denial {_told(count, WANTED)}; {CLAIM} {_told(count, (CLAIM,))}")
    return _precision(count, WANTED), _recall(count, WANTED)


def _told(count: Counter[str], kinds: tuple[str, ...]) -> str:
    gold, said = (sum(count[f"{what} {kind}"] for kind in kinds) for what in ("gold", "said"))
    return f"P {_precision(count, kinds):.3f} of {said}, R {_recall(count, kinds):.3f} of {gold}"


def _precision(count: Counter[str], kinds: tuple[str, ...]) -> float:
    return sum(count[f"hit {kind}"] for kind in kinds) / max(1, sum(count[f"said {kind}"] for kind in kinds))


def _recall(count: Counter[str], kinds: tuple[str, ...]) -> float:
    return sum(count[f"hit {kind}"] for kind in kinds) / max(1, sum(count[f"gold {kind}"] for kind in kinds))


def _sides(data: Path, wanted: set[str]) -> Sides:
    with gzip.open(data / "allsides" / "articles.jsonl.gz", "rb") as stream, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_bytes(b"".join(line for line in stream if json.loads(line)["id"] in wanted))
        pages = [one for one in extract_pages([path]) if isinstance(one, Page)]
    return {page.document.name: list(_of_page(page)) for page in pages}


def _of_page(page: Page) -> Iterator[tuple[frozenset[int], Side]]:
    for statement in page.statements:
        yield _characters(statement.content), Side(flat_row(page, statement))


def _found_again(labelled: Mapping, sides: Sides) -> Side | None:  # type: ignore[type-arg] # JSON
    """Return the statement whose content is most like the labelled one, or None where none is like it."""
    asked = _characters(labelled["content"])
    likeness = [
        (2 * len(asked & content) / (len(asked) + len(content)), -number)
        for number, (content, _) in enumerate(sides.get(labelled["article"], ()))
        if content
    ]
    most, number = max(likeness, default=(0.0, 0))
    return sides[labelled["article"]][-number][1] if most >= FOUND_AGAIN else None


def _characters(pieces: Iterable[Sequence[int]]) -> frozenset[int]:
    return frozenset(place for start, end in pieces for place in range(start, end))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=["dev", "test"], default="test")
    parser.add_argument("--show", action="store_true", help="print what was read otherwise than labelled")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
