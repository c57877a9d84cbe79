"""What a search counts over, in memory: one number for each value of each statement, in arrays.

Counting a million statements by six facets takes SQLite seconds, and arrays some hundredths of one. They are read from
the narrow tables that triggers keep beside the wide ones (`facet_change` says what to read again), and take about 120
bytes a statement. What holds, always:

- A state is never changed: the next one shares what stayed the same.
- It is the state of the connection's transaction, whatever others write meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Executable, Table, bindparam, select

from sayso.store import filters, schema
from sayso.store.copy_groups import groups
from sayso.store.dialects import joined
from sayso.store.recent import Recent

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

BLOCK_BITS = 12
"""4,096 keys are read again when one of them changed, as 0005_search.sql counts them: some 10 ms."""
NUMBER_BITS = 24
"""A page has fewer statements than that: what is above them is the page's place in the order of pages."""

_STATEMENT = ("key", "article", "number", "nested", "speaker", "act", "manner")
_ARTICLE = ("key", "published_from", "published_to", "outlet", "language")
_TARGET = ("key", "target")
_COPY = ("from_key", "to_key")

Version = tuple[tuple[str, int, int], ...]
"""(part, block, version) of all that changed ever."""
_Block = tuple[Codes, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Articles:
    """A column for each value, in the order of the keys; days are numbers such as 20310505, 0 where unknown."""

    key: Codes
    published_from: Codes
    published_to: Codes
    outlet: Codes
    language: Codes
    rank: Ints
    """The place in the order of pages: newest first, undated last."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A column for each value, in the order of the keys; a value is its code in `facet_value`, 0 for none."""

    key: Codes
    article: Codes
    """Where the statement's article stands in `articles`."""
    nested: Codes
    speaker: Codes
    act: Codes
    manner: Codes
    place: Ints
    """What the order of `filters.ids` goes by: the article's rank, then the number within it."""
    group: Codes
    """The first of the statements that are copies of one another, by its place here; most are alone in their group."""
    aimed: Codes
    """Where the statement of a target stands here; one that is aimed at several comes several times."""
    target: Codes
    articles: Articles
    recent: Recent = field(default_factory=Recent, repr=False)


class ColumnCache:
    """The columns as they were last read, brought up to date when they are asked for; threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._blocks: dict[tuple[str, int], tuple[int, tuple[_Block, ...]]] = {}
        self._version: Version | None = None
        self._columns: Columns | None = None

    def at(self, db: Connection) -> Columns:
        """Return the columns of the ledger as the connection's transaction sees it."""
        changes = schema.facet_change.c
        query = select(changes.part, changes.block, changes.version).order_by(changes.part, changes.block)
        version = tuple((part, block, number) for part, block, number in db.execute(query))
        with self._lock:
            if self._columns is None or version != self._version:
                self._columns = self._read(db, version)
                self._version = version
            return self._columns

    def _read(self, db: Connection, versions: Version) -> Columns:
        old, self._blocks = self._blocks, {}
        for part, block, version in versions:
            known = old.get((part, block))
            if known is None or known[0] != version:
                known = (version, _block(db, part, block))
            self._blocks[part, block] = known
        whole = {}
        for part, tables in _QUERIES.items():
            keys = [key for key in self._blocks if key[0] == part]
            read = [self._blocks[key][1] for key in keys]
            whole[part] = [_whole([one[n] for one in read], names) for n, (names, _) in enumerate(tables)]
            for key, shared in zip(keys, _cut(read, whole[part]), strict=True):
                self._blocks[key] = self._blocks[key][0], shared
        return _columns(db, whole)


def numbers(text: str | None) -> Ints:
    """Return the numbers of a text that `joined` made.

    >>> numbers("3,5"), numbers(None)
    (array([3, 5]), array([], dtype=int64))
    """
    return np.fromstring(text, dtype=np.int64, sep=",") if text else np.empty(0, np.int64)


def _of_block(table: Table, names: tuple[str, ...]) -> Executable:
    """Return the query for the columns of the keys from `first` to `last`: built once, as building takes longer."""
    key = table.c.key
    inner = select(table).where(key.between(bindparam("first"), bindparam("last"))).order_by(key).subquery()
    return select(*(joined(inner.c[name]) for name in names))


def _of_copies() -> Executable:
    table, rejected = schema.statement_copy.c, select(schema.statement.c.key).where(filters.rejected())
    pairs = select(joined(table.from_key), joined(table.to_key))
    return pairs.where(table.from_key.not_in(rejected), table.to_key.not_in(rejected))


_QUERIES: Mapping[str, tuple[tuple[tuple[str, ...], Executable], ...]] = {
    "statement": (
        (_STATEMENT, _of_block(schema.statement_facet, _STATEMENT)),
        (_TARGET, _of_block(schema.statement_target, _TARGET)),
    ),
    "article": ((_ARTICLE, _of_block(schema.article_facet, _ARTICLE)),),
    "copy": ((_COPY, _of_copies()),),
}
"""Part of `facet_change` -> what is read of each of its blocks; all copies are one block."""


def _block(db: Connection, part: str, block: int) -> tuple[_Block, ...]:
    keys = {"first": block << BLOCK_BITS, "last": ((block + 1) << BLOCK_BITS) - 1}
    given = keys if part != "copy" else {}
    return tuple(_numbers_of(db, query, given) for _, query in _QUERIES[part])


def _numbers_of(db: Connection, query: Executable, given: Mapping[str, int]) -> _Block:
    return tuple(numbers(text).astype(np.int32) for text in db.execute(query, given).one())


def _columns(db: Connection, whole: Mapping[str, list[_Block]]) -> Columns:
    statement, aimed = (
        _named(names, one) for (names, _), one in zip(_QUERIES["statement"], whole["statement"], strict=True)
    )
    copies = _named(_COPY, whole["copy"][0])
    articles = _articles(db, _named(_ARTICLE, whole["article"][0]))
    key, article = statement["key"], _places(articles.key, statement["article"])
    ends = (np.searchsorted(key, copies[end]) for end in _COPY)
    return Columns(
        article=article,
        place=(articles.rank[article] << NUMBER_BITS) | statement["number"],
        group=groups(len(key), *ends).astype(np.int32),
        aimed=_places(key, aimed["key"]),
        target=aimed["target"],
        articles=articles,
        key=key,
        nested=statement["nested"],
        speaker=statement["speaker"],
        act=statement["act"],
        manner=statement["manner"],
    )


def _places(keys: Codes, wanted: Codes) -> Codes:
    """Return where the wanted ones stand among the keys, in half of the bytes that NumPy gives places."""
    return np.searchsorted(keys, wanted).astype(np.int32)


def _articles(db: Connection, columns: Mapping[str, Codes]) -> Articles:
    article = schema.article.c
    # An index holds just this, in this order.
    newest_first = select(article.key).order_by(article.published_from.desc(), article.id).subquery()
    ordered = numbers(db.execute(select(joined(newest_first.c.key))).scalar())
    rank = np.empty(len(ordered), np.int64)
    rank[np.searchsorted(columns["key"], ordered)] = np.arange(len(ordered))
    return Articles(**columns, rank=rank)


def _whole(blocks: list[_Block], names: tuple[str, ...]) -> _Block:
    empty = np.empty(0, np.int32)
    return tuple(np.concatenate([empty, *(block[n] for block in blocks)]) for n in range(len(names)))


def _named(names: tuple[str, ...], block: _Block) -> dict[str, Codes]:
    return dict(zip(names, block, strict=True))


def _cut(read: list[tuple[_Block, ...]], whole: list[_Block]) -> list[tuple[_Block, ...]]:
    """Return the blocks as they were read, each a part of the whole columns: so that nothing is held twice."""
    ends = [np.cumsum([0, *(len(one[n][0]) for one in read)]).tolist() for n in range(len(whole))]
    return [
        tuple(tuple(column[ends[n][at] : ends[n][at + 1]] for column in table) for n, table in enumerate(whole))
        for at in range(len(read))
    ]
