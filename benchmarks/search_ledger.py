"""A ledger of invented statements for the search benchmark: the same for the same number, filled by plain SQL."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from sayso.identity import derived_id
from sayso.records import Act, Article, Dated, Line, Manner, Role, Span, Speaker, Statement
from sayso.store import Store, rows, statement_rows
from sayso.store.filters import ACTS
from sayso.store.migrate import migrations, statements_in

SEED = 20310505
A_PAGE = 10
"""Statements of a page."""
A_PART = 500
"""Pages written at a time."""
WORDS, SPEAKERS, TARGETS, OUTLETS, MONTHS = 30_000, 20_000, 2_000, 400, 60
LENGTHS = (8, 35)
"""Words of a content, least and most."""
NO_ACT, COPIED, UNDATED = 0.6, 0.2, 0.03
LANGUAGES = (("en", 0.6), ("ru", 0.4), ("zh", 0.5), ("fr", 0.5), ("es", 0.7), (None, 1.0))
"""Each of what the ones before it leave: a draw for each, in turn."""
MANNERS = tuple(Manner)
FIRST_YEAR = 2026
RUN = "5" * 16
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True)
class World:
    """What the pages are made of, the most frequent first."""

    words: Sequence[str]
    speakers: Sequence[str]
    targets: Sequence[str]
    outlets: Sequence[str]

    @classmethod
    def invented(cls) -> World:
        """Return it: always the same."""
        words = list(itertools.islice(_words(), WORDS))
        names = [word.capitalize() for word in words[500:8500]]
        draws = np.random.default_rng(SEED)
        pairs = [f"{names[a % 700]} {names[b]}" for a, b in draws.integers(0, 8000, (2 * SPEAKERS, 2))]
        speakers = list(dict.fromkeys(pairs))[:SPEAKERS]
        targets = [*speakers[: TARGETS // 2], *names[: TARGETS // 2]]
        kinds = ("Herald", "Times", "Gazette", "News", "Radio", "Agency", "Post", "Daily")
        outlets = [f"{names[n]} {kinds[n % len(kinds)]}" for n in range(OUTLETS)]
        return cls(words, speakers, targets, outlets)


def fill(path: Path, world: World, statements: int) -> None:
    """Make a ledger of so many statements at `path`: what triggers would write row by row is written at the end."""
    Store.open(path).close()
    draws = np.random.default_rng(SEED)
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;")
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        db.executescript("".join(f"DROP TRIGGER {name};" for name, _ in triggers))
        _put(db, "run", [{"id": RUN, "model": "m", "model_version": "1", "settings": "{}", "started": "2031-01-01"}])
        blob = {"sha256": "0" * 64, "size": 7, "codec": "zlib", "bytes": rows.packed(b"nothing")}
        _put(db, "blob", [blob])
        _put(db, "actor", [{"id": _actor(name), "name": name, "kind": "person"} for name in world.speakers])
        made: list[str] = []
        for first in range(0, statements // A_PAGE, A_PART):
            numbers = range(first, min(first + A_PART, statements // A_PAGE))
            _put_pages(db, [_page(world, draws, number) for number in numbers], draws, made)
        for index in ("article_words", "statement_words"):
            db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 - the names above
        for statement in _facets_of_what_is_there():
            db.execute(statement)
        for _, sql in triggers:
            db.execute(sql)
        db.commit()


def _facets_of_what_is_there() -> list[str]:
    """Return how an older ledger's facets are written: the end of the migration that made their tables."""
    sql = next(sql for _, name, sql in migrations() if name.endswith("_search.sql"))
    return [one for one in statements_in(sql) if "\nINSERT INTO" in f"\n{one}" and "CREATE" not in one]


def page(world: World, number: int) -> tuple[Article, list[Statement]]:
    """Return one more page, which no ledger that `fill` made holds."""
    return _page(world, np.random.default_rng(SEED + number), 10**9 + number)


def _put_pages(
    db: sqlite3.Connection,
    pages: Sequence[tuple[Article, list[Statement]]],
    draws: np.random.Generator,
    made: list[str],
) -> None:
    articles = [article for article, _ in pages]
    documents = [(article.document_id, "0" * 64, "text/plain", "{}") for article in articles]
    db.executemany("INSERT INTO document VALUES (?, ?, ?, ?)", documents)
    origins = [(one, f"pages/{one}.txt", one, None, "2031-01-01T00:00:00Z") for one, *_ in documents]
    db.executemany("INSERT INTO origin VALUES (?, ?, ?, ?, ?)", origins)
    _put(db, "article", [rows.article_row(article, RUN) for article in articles])
    _put(db, "line", [row for article in articles for row in rows.line_rows(article)])
    whole = [(one, article.text, n) for article, found in pages for n, one in enumerate(found, 1)]
    _put(db, "statement", [statement_rows.statement_row(one, text, RUN, n) for one, text, n in whole])
    _put(db, "span", [row for one, *_ in whole for row in statement_rows.span_rows(one)])
    _put(db, "mention", [row for one, *_ in whole for row in statement_rows.mention_rows(one)])
    made.extend(one.id for one, *_ in whole)
    _put(db, "link", list(_copies([one.id for one, *_ in whole], draws, made)))


def _copies(new: Sequence[str], draws: np.random.Generator, made: Sequence[str]) -> Iterator[dict[str, object]]:
    """Yield links of a fifth of the new statements to earlier ones, mostly to recent ones."""
    for one in np.array(new)[draws.random(len(new)) < COPIED].tolist():
        other = made[-1 - min(int(draws.exponential(3000)), len(made) - 1)]
        if other != one:
            same = {"kind": "copy", "score": 1.0, "reason": "", "method": "m", "run_id": RUN, "evidence": "[]"}
            yield {"id": derived_id("link", "copy", one, other), "from_id": one, "to_id": other, **same}


def _page(world: World, draws: np.random.Generator, number: int) -> tuple[Article, list[Statement]]:
    identity = derived_id("article", "invented", number)
    speakers = [world.speakers[n] for n in _ranks(draws, SPEAKERS, A_PAGE)]
    words = iter([world.words[n] for n in _ranks(draws, WORDS, A_PAGE * LENGTHS[1])])
    said = [" ".join(itertools.islice(words, length)) for length in draws.integers(*LENGTHS, A_PAGE).tolist()]
    told = [f"{speaker} said {content}." for speaker, content in zip(speakers, said, strict=True)]
    starts = list(itertools.accumulate((len(line) + 1 for line in told), initial=0))
    lines = tuple(Line(start, start + len(line), Role.BODY) for start, line in zip(starts, told, strict=False))
    statements = [_statement(identity, *one) for one in zip(lines, speakers, _acts(world, draws), strict=True)]
    language = next(one for one, most in LANGUAGES if most > draws.random())
    outlet = world.outlets[_ranks(draws, OUTLETS, 1)[0]]
    document = derived_id("document", "invented", number)
    article = Article(identity, document, "\n".join(told), lines, said[0][:40], outlet, language=language)
    return replace(article, published=_published(draws)), statements


def _published(draws: np.random.Generator) -> Dated | None:
    year, month = divmod(int(draws.integers(0, MONTHS)), 12)
    day = f"{FIRST_YEAR + year}-{month + 1:02d}-{int(draws.integers(1, 29)):02d}"
    return Dated(day, "day", "given") if draws.random() >= UNDATED else None


def _acts(world: World, draws: np.random.Generator) -> Iterator[tuple[Act | None, float, int]]:
    """Yield the act, the confidence and the number of a manner of each statement of a page."""
    types, aimed = _ranks(draws, len(ACTS), A_PAGE), _ranks(draws, TARGETS, 2 * A_PAGE)
    known, confidence = draws.random(A_PAGE) >= NO_ACT, draws.beta(6, 1, A_PAGE).round(4).tolist()
    for n in range(A_PAGE):
        names = dict.fromkeys(world.targets[one] for one in aimed[2 * n : 2 * n + 1 + n % 2])
        act = Act(ACTS[types[n]], tuple((_actor(name), name) for name in names), 0.8)
        yield act if known[n] else None, confidence[n], types[n]


def _statement(article: str, line: Line, speaker: str, known: tuple[Act | None, float, int]) -> Statement:
    act, confidence, number = known
    cue = line.start + len(speaker) + 1
    spans = [(Span(line.start, cue - 1),), (Span(cue, cue + 4),), (Span(cue + 5, line.end - 1),)]
    actor = Speaker(_actor(speaker), speaker, "person", (), "name", 0.9) if cue % 5 else None
    identity = derived_id("statement", article, line.start)
    return Statement(identity, article, *spans, MANNERS[number % 3], confidence, speaker=actor, act=act)


@lru_cache(maxsize=SPEAKERS + TARGETS)
def _actor(name: str) -> str:
    return derived_id("actor", name)


def _put(db: sqlite3.Connection, table: str, values: Sequence[dict[str, object]]) -> None:
    if values:
        names = ", ".join(f'"{name}"' for name in values[0])
        marks = ", ".join("?" * len(values[0]))
        db.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
            [tuple(row.values()) for row in values],
        )


def _ranks(draws: np.random.Generator, count: int, wanted: int) -> list[int]:
    """Return ranks from 0, of which the nth comes about 1/n as often as the first: its inverse distribution."""
    found = np.exp(draws.random(wanted) * np.log(count + 1)) - 1
    return [int(one) for one in np.minimum(found, count - 1)]


def _words() -> Iterator[str]:
    for length in itertools.count(1):
        yield from ("".join(one) for one in itertools.product(SYLLABLES, repeat=length))
