"""The part of a ledger that tells what came into it since somebody last looked."""

from __future__ import annotations

from collections.abc import Collection

from sayso.store import news
from sayso.store.connection import spoken
from sayso.store.filters import StatementFilter
from sayso.store.news import Mark, News
from sayso.store.opened import Opened


class NewsLedger(Opened):
    """Each answer is of one state of the ledger, of what is committed, and has the mark of that state."""

    def mark(self) -> Mark:
        """Return how far the ledger goes now."""
        with spoken(self.path), self._engine.connect() as db:
            return news.mark(db)

    def new_statements(self, after: Mark, wanted: StatementFilter, limit: int) -> News:
        """Return the statements that came after a mark, counted, and the latest `limit` of them."""
        with spoken(self.path), self._engine.connect() as db:
            return news.new_statements(db, after, wanted, limit)

    def new_links(self, after: Mark, *, article: str | None = None, statements: Collection[str] = ()) -> News:
        """Return how many links came after a mark that touch the article's statements, or these."""
        with spoken(self.path), self._engine.connect() as db:
            touched = news.statements_in(db, article) if article is not None else statements
            return news.new_links(db, after, touched)
