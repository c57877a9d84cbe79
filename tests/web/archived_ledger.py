"""A ledger of pages of mark-up: every attack of tests/hostile_html.py, and one page in two languages."""

from __future__ import annotations

from sayso.library import open_ledger
from sayso.records import ModelVersion
from sayso.store import Store
from tests.hostile_html import archived_document, hostile_documents, page_of

SITE = "https://quay.example"
HEAD = (
    f'<link rel=canonical href="{SITE}/%s"><link rel=alternate hreflang=en href="/en">'
    '<link rel=alternate hreflang=ru href="/ru"><link rel=alternate hreflang=fr href="/fr">'
)
RUSSIAN = "<p>Пристань Вельдена зимой не закроют, заявила Ада Восс. Решение совета города будет в ноябре.</p>"
WORK = f'<script type="application/ld+json">{{"@type":"NewsArticle","translationOfWork":"{SITE}/ru"}}</script>'
NOTICE = "<p>Translated by Fast Interpreter</p>"


def versions():
    """Return a page, and the Russian one that it names as its original."""
    english = page_of(NOTICE, before=True).replace("</head>", HEAD % "en" + WORK + "</head>")
    russian = (
        f"<html><head><title>Пристань</title>{HEAD % 'ru'}</head><body><h1>Пристань</h1>{RUSSIAN * 3}</body></html>"
    )
    return [
        archived_document("en", english, origin=f"{SITE}/en"),
        archived_document("ru", russian, origin=f"{SITE}/ru"),
    ]


def archived_ledger(path):
    """Write the ledger at a path and return it, opened for reading, with its pages by the document's name."""
    made = [*hostile_documents(), *versions()]
    with Store.open(path) as store:
        run_id = store.start_run(ModelVersion("m", "1"), "{}", "2031-06-01T00:00:00Z")
        for one in made:
            store.add(*one, run_id)
    return open_ledger(path, read_only=True), {document.name: article for document, article, _ in made}
