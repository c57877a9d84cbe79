"""What is wrong with the statements of the worst articles of PolNeAR's dev split, by kind.

    sayso extract --plain DATA/polnear/dev/text > predictions.jsonl
    python -m benchmarks.errors --data DATA predictions.jsonl [another.jsonl ..] [--articles 50] [--list]

The worst articles are those with the most errors in the first file; every file is counted over the same ones. Inner
statements (with a parent) are left out, as PolNeAR annotates the outermost only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.records import Span
from training.attribution.polnear import AnnotatedArticle, Attribution, read_split

KINDS = (
    "missed, without a cue",
    "missed, its cue in another statement's content",
    "missed",
    "source missing",
    "source where there is none",
    "another source",
    "content too short",
    "content too long",
    "another content",
    "boundaries only",
    "extra, inside another content",
    "extra",
)
"""`boundaries only` is counted as found by the linked figure, and not by the exact triple."""

HALF = 0.5


@dataclass(frozen=True)
class Error:
    """One error: its kind, and the statement that it is about."""

    kind: str
    about: Attribution


def main() -> int:
    """Print a table of counts, a row a kind, a column a file."""
    arguments = _arguments()
    gold = read_split(arguments.data / "polnear" / "dev")
    files = [_read(path) for path in arguments.predictions]
    by_article = {article.doc_id: list(errors(article, files[0][article.doc_id])) for article in gold}
    worst = sorted(gold, key=lambda a: (-sum(e.kind != "boundaries only" for e in by_article[a.doc_id]), a.doc_id))
    worst = worst[: arguments.articles]
    tables = [Counter(e.kind for article in worst for e in errors(article, rows[article.doc_id])) for rows in files]
    print(f"{len(worst)} articles, {sum(len(a.attributions) for a in worst)} attributions")
    for kind in KINDS:
        print(f"| {kind} | " + " | ".join(str(table[kind]) for table in tables) + " |")
    for article in worst if arguments.list else ():
        for error in errors(article, files[-1][article.doc_id]):
            print(f"{article.doc_id[:30]} {error.kind}: {_shown(article.text, error.about)}")
    return 0


def errors(article: AnnotatedArticle, predicted: Sequence[Attribution]) -> Iterator[Error]:
    """Yield the errors of the predicted statements, each of which answers for one annotated one at most."""
    rest = list(predicted)
    for one in article.attributions:
        same = max(rest, key=lambda other: _likeness(one, other), default=None)
        if same is None or not _likeness(one, same):
            yield Error(_missed(one, predicted), one)
            continue
        rest.remove(same)
        if kind := _difference(one, same):
            yield Error(kind, one)
    for other in rest:
        inside = any(_covered(other.cue or other.content, one.content) > HALF for one in article.attributions)
        yield Error("extra, inside another content" if inside else "extra", other)


def _likeness(one: Attribution, other: Attribution) -> float:
    if one.cue and other.cue and not _shared(one.cue, other.cue):
        return 0.0
    met = _shared(one.cue, other.cue) if one.cue and other.cue else _f1(one.content, other.content) > HALF
    return met * (1 + _f1(one.content, other.content) + _f1(one.source, other.source))


def _missed(one: Attribution, predicted: Sequence[Attribution]) -> str:
    if not one.cue:
        return "missed, without a cue"
    inside = any(_covered(one.cue, other.content) > HALF for other in predicted)
    return "missed, its cue in another statement's content" if inside else "missed"


def _difference(one: Attribution, same: Attribution) -> str | None:
    if _f1(one.source, same.source) < HALF:
        if not same.source:
            return "source missing"
        return "another source" if one.source else "source where there is none"
    if _f1(one.content, same.content) < HALF:
        whole, short = _covered(one.content, same.content), _covered(same.content, one.content)
        return "content too short" if short > whole else "content too long" if whole > HALF else "another content"
    return None if (one.source, one.cue, one.content) == (same.source, same.cue, same.content) else "boundaries only"


def _size(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _shared(one: Sequence[Span], other: Sequence[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


def _f1(one: Sequence[Span], other: Sequence[Span]) -> float:
    return 2 * _shared(one, other) / (_size(one) + _size(other)) if one or other else 1.0


def _covered(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return the share of `one` that `other` covers."""
    return _shared(one, other) / max(1, _size(one))


def _read(path: Path) -> dict[str, list[Attribution]]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["doc_id"]: [_attribution(s) for s in row["statements"] if s["parent"] is None] for row in rows}


def _attribution(statement: dict) -> Attribution:  # type: ignore[type-arg] # JSON
    return Attribution(*(tuple(Span(*span) for span in statement[role]) for role in ("source", "cue", "content")))


def _shown(text: str, one: Attribution) -> str:
    return " | ".join(
        " .. ".join(s.of(text).replace("\n", " ")[:60] for s in spans) for spans in (one.source, one.cue, one.content)
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--list", action="store_true", help="print each error of the last file")
    parser.add_argument("predictions", type=Path, nargs="+")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
