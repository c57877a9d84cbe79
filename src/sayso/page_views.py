"""What a page says of other pages, and which of them the ledger holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urldefrag

from sayso import clean
from sayso.records import Page
from sayso.store import Store


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
