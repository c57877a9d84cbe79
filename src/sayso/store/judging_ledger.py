"""The part of a ledger that people write: their judgements on statements and links, and what is to be judged next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from sayso.errors import UsageError
from sayso.judging import VERDICTS, Judgement, JudgementKind, Place
from sayso.judging.records import quoted_words
from sayso.records import Statement, StatementRow
from sayso.store import filters, judgement_rows, reader, schema, settling
from sayso.store.filters import StatementFilter
from sayso.store.links import UNLINKED
from sayso.store.opened import Opened

_ID = re.compile("[0-9a-f]{1,16}")


class JudgingLedger(Opened):
    """What is judged of statements and links. Statements, links, counts and searches follow at once."""

    def judge(self, statement_id: str, verdict: str, judge: str, made: str, note: str = "") -> str:
        """Add a person's verdict (`accepted` or `rejected`) and return its id. The latest of them counts."""
        if verdict not in VERDICTS:
            raise UsageError(f"verdict {verdict!r} is unknown: give {' or '.join(VERDICTS)}.")
        place = self.place_of(statement_id) or Place(statement_id)
        one = Judgement(JudgementKind(verdict), judge, made, place, note=note)
        self.put_judgements([one])
        return one.id

    def put_judgements(self, judgements: Iterable[Judgement]) -> tuple[int, frozenset[str]]:
        """Add judgements and apply them; return how many were not known yet, and the articles that they are about."""
        with self._write() as db:
            new = judgement_rows.put(db, judgements)
            return len(new), frozenset(settling.settle_judgements(db, new)) if new else frozenset()

    def place_of(self, statement_id: str) -> Place | None:
        """Return where a statement stands, as the model read it, for a judgement about it; None where there is none."""
        with self._read() as db:
            view = schema.statements.c
            known = (view.article_id, view.sha256, view.model, view.model_version)
            row = db.execute(select(*known).where(view.id == statement_id)).first()
            if row is None:
                return None
            homes = settling.Homes(db)
            read = next(read for read, _ in homes.read(row.article_id) if read.id == statement_id)
            words = quoted_words(homes.text(row.article_id), read.cue, read.content)
        return Place(
            statement_id,
            row.article_id,
            row.sha256,
            read.source,
            read.cue,
            read.content,
            words,
            nested=read.parent is not None,
            confidence=read.confidence,
            model=row.model,
            model_version=row.model_version,
        )

    def statement_as_read(self, statement_id: str) -> Statement | None:
        """Return a statement as the model read it, whatever people made of it."""
        with self._read() as db:
            table = schema.statement.c
            article = db.execute(select(table.article_id).where(table.id == statement_id)).scalar()
            pairs = settling.Homes(db).read(article) if article is not None else ()
        return next((read for read, _ in pairs if read.id == statement_id), None)

    def judgements(self, limit: int | None = None, offset: int = 0) -> Sequence[Judgement]:
        """Return all judgements, oldest first; with a limit, so many of them, newest first."""
        with self._read() as db:
            return judgement_rows.every(db) if limit is None else judgement_rows.latest(db, limit, offset)

    def judgements_about(self, statement_id: str) -> Sequence[Judgement]:
        """Return the judgements about a statement and its links, withdrawals among them, oldest first."""
        with self._read() as db:
            table = schema.statement.c
            article = db.execute(select(table.article_id).where(table.id == statement_id)).scalar()
            if article is None:
                return sorted(judgement_rows.about(db, [statement_id]), key=lambda one: one.sort_key)
            homes = settling.Homes(db)
            every = settling.judgements_of(db, homes, [article])
            ends = ((one, [place for place in (one.about, one.other) if place is not None]) for one in every)
            own = [one for one, places in ends if (article, statement_id) in map(homes.statement, places)]
        return sorted(own, key=lambda one: one.sort_key)

    def judgement(self, given: str) -> Judgement:
        """Return the judgement whose id begins so; UsageError unless there is exactly one."""
        found: Sequence[Judgement] = ()
        if _ID.fullmatch(given):
            with self._read() as db:
                found = judgement_rows.beginning(db, given, 2)
        if len(found) != 1:
            what = "No judgement has" if not found else "Several judgements have"
            raise UsageError(f"{what} an id that begins with {given!r}: see `sayso judgements`.")
        return found[0]

    def withdrawn_ids(self, judgements: Sequence[Judgement]) -> frozenset[str]:
        """Return the ids of those of the judgements that no longer hold."""
        with self._read() as db:
            return frozenset(settling.withdrawn(db, judgements))

    def unattached_judgements(self) -> Sequence[Judgement]:
        """Return the judgements of which the ledger has no statement (any more), oldest first."""
        with self._read() as db:
            return settling.unattached(db, judgement_rows.every(db))

    def queue(self, wanted: StatementFilter | None = None, limit: int = 20) -> Sequence[StatementRow]:
        """Return statements that nobody accepted or rejected yet, those that the model is least sure of first."""
        with self._read() as db:
            found = db.execute(filters.doubtful(wanted or StatementFilter(), limit)).scalars().all()
            return reader.rows_of(db, found)

    def count_queue(self, wanted: StatementFilter | None = None) -> int:
        """Return how many statements nobody accepted or rejected yet."""
        with self._read() as db:
            return int(db.execute(filters.count_doubtful(wanted or StatementFilter())).scalar_one())

    def is_linked(self, article_id: str) -> bool:
        """Return whether links were looked for among an article's statements, by whatever method."""
        with self._read() as db:
            table = schema.linked.c
            looked_for = (table.article_id == article_id, table.method != UNLINKED, table.error.is_(None))
            return db.execute(select(table.method).where(*looked_for)).first() is not None
