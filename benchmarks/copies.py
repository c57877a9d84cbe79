"""How well copies are found: of articles and of statements, through their keys.

    python -m benchmarks.copies --data DATA [--articles 1000] [--half tuning]

DATA holds allsides/articles.jsonl.gz (published at ramybaly/Article-Bias-Prediction). Its articles are parted in two
halves by their ids: settings were chosen on the one (`--half tuning`), the other is reported. Of a half whole topics
are taken, in a seeded order, until there are so many articles, each cleaned as a text copy is.

Articles: of each one copy is made by a seed (tail cut by 10 to 50 %, a new lead, byline and dateline swapped, another
outlet and headline, 30 % of the sentences reworded). All are put in one pool, and every pair of it that is not an
article and its copy is a negative, most of the hard ones of one topic; a pair that shares no key counts as missed.
Articles of the source that do have one text (wire copy in two outlets) are negatives too, so that precision is a lower
bound; they are listed. Rewrites that keep a third of the words among another article's are measured apart.

Statements: quotations found by a regular expression; those that recur in the sample (five words running in more than
one of them) or have fewer than eight words are left out. A copy of each has one to three edits: cut, ellipsis, changed
marks, brackets, British spelling; its manner is drawn. Negatives are all other pairs of the pool, and for each
quotation, where one can be made, its contradiction: with a "not" put in, or another number.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from benchmarks.machine import describe
from benchmarks.main_text import document
from benchmarks.perturbed import article_copy, contradicted, quotation_copy, sentences, third_kept
from benchmarks.quotations import made, quotations
from sayso.clean import article
from sayso.link.article_copies import compare_articles
from sayso.link.article_keys import article_keys
from sayso.link.running_words import running_words
from sayso.link.statement_copies import statement_copy
from sayso.link.statement_copy_keys import statement_copy_keys
from sayso.records import Article, Dated, Manner, Span, StatementRow

T = TypeVar("T", Article, StatementRow)

LEAST_ARTICLES = 0.97
LEAST_STATEMENTS = 0.95
"""F1."""
SEED = 20261127
PLACES = ("VELDEN", "OSTMARK", "KARSK", "LIMA", "NEW YORK")
MOST_STATEMENTS = 3000
SHOWN = 5
"""Pairs of a kind that are printed."""
LEAST_WORDS = 8
"""Of a quotation: a shorter one is no copy without its speaker, whom the expression rarely finds."""
RUNNING = 5
"""Words running that make two quotations of the source perhaps one."""


def main() -> int:
    """Print the figures; return 1 where one is missed."""
    arguments = _arguments()
    print(describe())
    path = arguments.data / "allsides" / "articles.jsonl.gz"
    tuning = arguments.half == "tuning"
    rows, other_half = (sample(path, arguments.articles, tuning=half) for half in (tuning, not tuning))
    print(f"{arguments.half} half: {len(rows)} articles of {len({row['topic'] for row in rows})} topics")
    f1 = {"articles": of_articles(rows, other_half), "statements": of_statements(rows)}
    least = {"articles": LEAST_ARTICLES, "statements": LEAST_STATEMENTS}
    for name, figure in f1.items():
        print(f"{name} F1 {figure:.3f}: {'reaches' if figure >= least[name] else 'MISSES'} {least[name]}")
    return int(any(f1[name] < least[name] for name in f1))


def sample(path: Path, count: int, *, tuning: bool) -> list[dict[str, Any]]:
    """Return articles of whole topics of a half."""
    topics: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if (sha256(row["id"].encode()).digest()[0] % 2 == 0) == tuning:
                topics[row["topic"]].append(row)
    names = sorted(topics)
    Random(SEED).shuffle(names)  # noqa: S311 - a seed that repeats, no secret
    return [row for name in names for row in topics[name]][:count]


def of_articles(rows: Sequence[Mapping[str, Any]], other_half: Sequence[Mapping[str, Any]]) -> float:
    """Print the figures of article pairs and return their F1."""
    chance = Random(SEED)  # noqa: S311 - same
    began = time.process_time()
    originals = [cleaned(row["id"], row["text"], row) for row in rows]
    cleaning = time.process_time() - began
    leads = [sentences(row["text"])[0] for row in other_half]
    pool, expected, thirds = list(originals), set[tuple[str, str]](), list[tuple[Article, Article]]()
    for n, row in enumerate(rows):
        other, lead = rows[(n + 1) % len(rows)], leads[n % len(leads)]
        source = {**row, "outlet": f"The {other['outlet']} Herald", "title": lead[:60]}
        copy = cleaned(
            f"{row['id']} copy", article_copy(row["text"], lead, chance.choice(PLACES), "VPA", chance), source
        )
        third = cleaned(f"{row['id']} third", third_kept(row["text"], other["text"], chance), source)
        pool.append(copy)
        expected.add(in_order(row["id"], copy.id))
        thirds.append((originals[n], third))
    named = {one.id: one for one in pool}
    run = through_keys(named, article_keys, lambda one, other: compare_articles(one, other) is not None)
    print(f"cleaning {1e3 * cleaning / len(rows):.1f} ms each; {run.told(expected, 'article')}")
    keyed = [(a, b) for a, b in thirds if article_keys(a) & article_keys(b)]
    found = sum(compare_articles(a, b) is not None for a, b in keyed)
    print(
        f"rewrites that keep a third of the sentences: {found / len(thirds):.3f} found, "
        f"{len(keyed) / len(thirds):.3f} share a key"
    )
    for pair in sorted(run.found - expected):
        one, twin = named[pair[0]], named[pair[1]]
        taken = compare_articles(one, twin)
        score = taken.score if taken else 0.0
        print(f"  not expected: {one.id} {twin.id} {score:.2f} {one.outlet} / {twin.outlet}")
    for pair in sorted(expected - run.found)[:SHOWN]:
        print(f"  missed: {pair[0]}, {'compared' if pair in run.candidates else 'no key'}")
    return run.f1(expected)


def cleaned(article_id: str, text: str, row: Mapping[str, Any]) -> Article:
    """Return the article of a text copy, with what the row says of it."""
    made_of = article(document(article_id, text.encode(), "text/plain"))
    published = Dated(row["date"], "day", "given") if row["date"] else None
    return replace(made_of, id=article_id, outlet=row["outlet"], title=row["title"], published=published)


def of_statements(rows: Sequence[Mapping[str, Any]]) -> float:
    """Print the figures of statement pairs and return their F1."""
    chance = Random(SEED + 1)  # noqa: S311 - same
    every = [one for row in rows for one in quotations(cleaned(row["id"], row["text"], row))]
    once = spoken_once(every)
    chosen = chance.sample(once, min(len(once), MOST_STATEMENTS))
    pool, expected, unknown, against = list(chosen), set[tuple[str, str]](), set[tuple[str, str]](), 0
    place = Article("made", "made", "", ())
    for n, one in enumerate(chosen):
        home = replace(place, id=f"copy {n}", published=Dated(one.published, "day", "given") if one.published else None)
        manner = chance.choice([Manner.DIRECT, Manner.MIXED, Manner.INDIRECT])
        pool.append(made(home, "", quotation_copy(one.content[0].exact, chance), one, manner))
        expected.add(in_order(one.id, pool[-1].id))
        denied = contradicted(one.content[0].exact)
        if denied:
            pool.append(made(replace(home, id=f"contradiction {n}"), "", [denied], one, Manner.DIRECT))
            unknown.add(in_order(pool[-1].id, pool[-2].id))
            against += 1
    named = {one.id: one for one in pool}
    run = through_keys(named, statement_copy_keys, lambda one, other: statement_copy(one, other) is not None).without(
        unknown
    )
    print(
        f"{len(every)} quotations, {len(once)} of them said once; {against} contradictions; "
        f"{run.told(expected, 'statement')}"
    )
    missed = expected - run.found
    print(f"  missed {len(missed)}, {len(missed - run.candidates)} of them without a key; for instance")
    _show(sorted(missed)[:SHOWN], named)
    print(f"  not expected {len(run.found - expected)}; for instance")
    _show(sorted(run.found - expected)[:SHOWN], named)
    return run.f1(expected)


def _show(pairs: Sequence[tuple[str, str]], named: Mapping[str, StatementRow]) -> None:
    for a, b in pairs:
        print(f"    {named[a].content_text[:150]!r}\n      {named[b].content_text[:150]!r}")


def spoken_once(rows: Sequence[StatementRow]) -> list[StatementRow]:
    """Return the statements that share no five words running with another's content."""
    grams = []
    for row in rows:
        forms = running_words(row.content_text, [Span(0, len(row.content_text))]).forms
        grams.append({forms[at : at + RUNNING] for at in range(len(forms) - RUNNING + 1)})
    seen = Counter(gram for some in grams for gram in some)
    return [
        row
        for row, some in zip(rows, grams, strict=True)
        if len(some) > LEAST_WORDS - RUNNING and all(seen[gram] == 1 for gram in some)
    ]


@dataclass(frozen=True, slots=True)
class Run:
    """What was compared and found, as pairs of ids in order."""

    candidates: frozenset[tuple[str, str]]
    found: frozenset[tuple[str, str]]
    size: int
    keys: int
    keying: float
    comparing: float
    """Seconds of processor time, of all."""

    def without(self, pairs: set[tuple[str, str]]) -> Run:
        """Leave pairs out of account."""
        return replace(self, candidates=self.candidates - pairs, found=self.found - pairs)

    def f1(self, expected: set[tuple[str, str]]) -> float:
        """Return 2 tp / (found + expected)."""
        return 2 * len(self.found & expected) / max(1, len(self.found) + len(expected))

    def told(self, expected: set[tuple[str, str]], name: str) -> str:
        """Return the figures, as lines."""
        right = len(self.found & expected)
        return (
            f"{len(expected)} {name} pairs in a pool of {self.size}\n"
            f"  precision {right / max(1, len(self.found)):.3f}  recall {right / len(expected):.3f}  "
            f"F1 {self.f1(expected):.3f}  (with a key: {len(self.candidates & expected) / len(expected):.3f})\n"
            f"  {self.keys / self.size:.1f} keys and {len(self.candidates) / self.size:.2f} candidate pairs each; "
            f"{1e3 * self.keying / self.size:.2f} ms for the keys of one, "
            f"{1e3 * self.comparing / max(1, len(self.candidates)):.2f} ms to compare a pair"
        )


def in_order(one: str, other: str) -> tuple[str, str]:
    """Return two ids as a pair is written."""
    return (one, other) if one < other else (other, one)


def through_keys(named: Mapping[str, T], keys_of: Callable[[T], frozenset[int]], copies: Callable[[T, T], bool]) -> Run:
    """Compare what shares a key."""
    began = time.process_time()
    keys = {name: keys_of(one) for name, one in named.items()}
    keyed = time.process_time()
    holders: dict[int, list[str]] = defaultdict(list)
    for name, some in keys.items():
        for key in some:
            holders[key].append(name)
    candidates = {in_order(*pair) for some in holders.values() for pair in combinations(some, 2)}
    looked_up = time.process_time()
    found = {pair for pair in candidates if copies(named[pair[0]], named[pair[1]])}
    seconds = time.process_time() - looked_up
    total = sum(map(len, keys.values()))
    return Run(frozenset(candidates), frozenset(found), len(named), total, keyed - began, seconds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--half", choices=["reported", "tuning"], default="reported")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
