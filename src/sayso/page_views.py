"""Where a page comes from, what wrote its rows, and which other pages of the ledger it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urldefrag

from sayso import clean
from sayso.records import Page
from sayso.store import Store
from sayso.store.reader import Run


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """An article of the ledger that a page names as itself in another language."""

    article_id: str
    language: str | None
    """As cleaning told it from the text, else as the page that names it says."""
    relation: str
    """`original`, `translation`, or `alternate`: the same in another language, whichever was first."""
    basis: str
    """Where the page says so."""


class PageQuestions:
    """The part of a ledger that is asked about single pages and about runs."""

    _store: Store

    def document_bytes(self, document_id: str) -> bytes:
        """Return a document's bytes as they were received; UsageError where there is no such document."""
        return self._store.document_bytes(document_id)

    def versions(self, page: Page) -> list[HeldVersion]:
        """Return the articles of the ledger that a page names as itself in another language."""
        return versions_of(self._store, page)

    def runs(self) -> tuple[Run, ...]:
        """Return the runs that wrote to the ledger, oldest first."""
        return self._store.model_runs()

    def latest_run(self) -> Run | None:
        """Return the run that began last, without what it wrote being counted; None in an empty ledger."""
        return self._store.latest_run()

    def runs_of_statements(self, statements: Sequence[str]) -> Mapping[str, str]:
        """Return statement -> the run that wrote it."""
        return self._store.runs_of_statements(statements)

    def run_of_article(self, article_id: str) -> str | None:
        """Return the run that wrote an article, or None where there is no such article."""
        return self._store.run_of_article(article_id)


def versions_of(store: Store, page: Page) -> list[HeldVersion]:
    """Return the articles that the page's own mark-up names as itself in another language, and the ledger holds.

    Where the ledger has no such page, there is none: nothing is fetched, and no two pages are taken for the same by
    their words.
    """
    document = replace(page.document, content=store.document_bytes(page.document.id))
    named = {urldefrag(one.url).url: one for one in reversed(clean.other_versions(document))}
    held = store.articles_at(list(named)) if named else []
    found: dict[str, HeldVersion] = {}
    for address, article_id, language in held:
        one = named[address]
        if article_id != page.article.id and (language is None or language != page.article.language):
            found[article_id] = HeldVersion(article_id, language or one.language, one.relation, one.basis)
    return [found[one] for one in sorted(found)]
