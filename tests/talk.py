"""Invented people who accuse, reject and support one another: a linked ledger whose actors and ties are known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso import library
from sayso.identity import derived_id, link_id
from sayso.library import open_ledger
from sayso.link_records import Link, LinkKind
from sayso.records import Act, ModelVersion
from sayso.store import Store
from tests.ferry import Rule, made_page

SAID = (
    ("2031-01-10", "Velden Post", "Ada Voss", "ACCUSE", "Pel Oru", "the harbour dues were raised in secret"),
    ("2031-01-11", "Ostrel Times", "Ada Voss", "ACCUSE", "Pel Oru", "the harbour dues were raised in secret"),
    ("2031-02-03", "Marsh Radio", "Pel Oru", "REJECT", "Ada Voss", "no dues of any kind went up"),
    ("2031-02-20", "Velden Post", "Ada Voss", "ACCUSE", "Pel Oru", "a ledger of payments was burnt"),
    ("2031-03-05", "The Quay", "Ida Berg", "SUPPORT", "Ada Voss", "her questions deserve an answer"),
    ("2031-04-09", "The Quay", "Pel Oru", "THREATEN", "Ida Berg", "the council will cut its grant"),
    ("2031-04-12", "Marsh Radio", "Ada Voss", "AGREE", "Pel Oru", "both sides want an inquiry"),
    ("", "Marsh Radio", "Ida Berg", "REQUEST", "Pel Oru", "the books should be opened"),
)
"""(day, outlet, speaker, act, target, content); the second is a copy of the first, the last is undated."""


def said_page(n, day, outlet, speaker, act, target, content):
    """Return (document, article, statements) of a page on which one says something at another."""
    words = f"{speaker} said that {content}."
    document, article, [one] = made_page(f"page{n}", day or "2031-01-01", outlet, words)
    if not day:
        article = replace(article, published=None)

    def local(name):
        return derived_id("actor", article.id, "person", name.casefold())

    aimed = Act(act, ((local(target), target),), 0.9) if act else None
    return document, article, (replace(one, speaker=replace(one.speaker, id=local(speaker)), act=aimed),)


def talk_ledger(path, said=SAID, *, links=True):
    """Write the ledger: the pages, who is who, and, of the talk above, a copy, a denial and a shift."""
    pages = [said_page(n, *one) for n, one in enumerate(said)]
    with Store.open(path) as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "2031-06-01T00:00:00Z")
        for page in pages:
            store.add(*page, run)
    with pytest.MonkeyPatch.context() as patch, open_ledger(path) as ledger:
        patch.setattr(library, "_scorer", Rule)
        ledger.link()
        ledger.actors()
    with Store.open(path) as store:
        if links:
            ids = [statement.id for _, _, [statement] in pages]
            made = [(LinkKind.COPY, 1, 0), (LinkKind.DENIAL, 2, 0), (LinkKind.SHIFT, 6, 3)]
            for kind, one, other in made:
                link = Link(link_id(kind, ids[one], ids[other]), kind, ids[one], ids[other], 0.9, "told so", "by hand")
                store.put_links(pages[one][1].id, "by hand", [link], [], run)
    return path
