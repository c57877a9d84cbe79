"""The links of a ledger do not depend on the order in which its articles came, nor on how often they are looked for.

The network here is a small rule (tests/ferry.py).
"""

from __future__ import annotations

from itertools import permutations

import pytest

from sayso.library import Ledger
from sayso.link_records import LinkKind
from sayso.link_views import trace_of
from sayso.linking import agencies, link_waiting
from sayso.records import ModelVersion
from sayso.store import Store
from tests.ferry import Rule, made_pages


def linked(path, pages, at_a_time):
    with Store.open(path) as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for start in range(0, len(pages), at_a_time):
            for document, article, statements in pages[start : start + at_a_time]:
                store.add(document, article, statements, run)
            list(link_waiting(store, Rule(), lambda: "then"))
        copies = store.copies_of([article.id for _, article, _ in pages])
        return sorted(store.links(), key=lambda link: link.id), sorted(copies, key=lambda copy: copy.id)


@pytest.fixture(scope="module")
def pages():
    return made_pages()


def test_copies_paraphrases_and_denials_are_found(tmp_path, pages):
    links, copies = linked(tmp_path / "a.db", pages, 4)
    of = {statements[0].id: document.name for document, _, statements in pages}
    assert {(link.kind, of[link.from_id], of[link.to_id]) for link in links} >= {
        (LinkKind.COPY, "times", "post"),
        (LinkKind.PARAPHRASE, "radio", "post"),
        (LinkKind.PARAPHRASE, "radio", "times"),
        (LinkKind.DENIAL, "quay", "post"),
        (LinkKind.DENIAL, "quay", "times"),
    }
    [copy] = copies
    assert copy.score > 0.9


def test_the_order_and_the_grouping_of_arrival_do_not_matter(tmp_path, pages):
    expected = linked(tmp_path / "first.db", pages, 4)
    for n, some in enumerate(list(permutations(pages))[::4]):
        assert linked(tmp_path / f"{n}.db", some, 1 + n % 3) == expected


def test_what_was_linked_is_left_alone_and_what_was_read_anew_is_linked_anew(tmp_path, pages):
    with Store.open(tmp_path / "a.db") as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for one in pages:
            store.add(*one, run)
        assert len(list(link_waiting(store, Rule(), lambda: "then"))) == 4
        before = list(store.links())
        assert list(link_waiting(store, Rule(), lambda: "later")) == []
        store.add(*pages[1], run)
        assert len(list(store.links())) < len(before)
        assert len(list(link_waiting(store, Rule(), lambda: "later"))) == 1
        assert list(store.links()) == before


def test_a_claim_is_traced_to_its_independent_origins(tmp_path, pages):
    linked(tmp_path / "a.db", pages, 4)
    with Store.open(tmp_path / "a.db", read_only=True) as store:
        found = trace_of(store, pages[2][2][0].id, agencies())
    assert [[report.row.outlet for report in origin.reports] for origin in found.origins] == [
        ["Velden Post", "Ostrel Times"],
        ["Marsh Radio"],
    ]
    assert {row.outlet for _, row in found.denials} == {"The Quay"}


def test_matters_are_asked_of_the_library(tmp_path, pages):
    linked(tmp_path / "a.db", pages, 4)
    with Ledger(Store.open(tmp_path / "a.db", read_only=True)) as ledger:
        [matter] = ledger.matters()
        assert (len(matter.matter.statements), matter.matter.apart) == (4, 3)
        assert {row.link.kind for row in ledger.links(kinds=["denial"])} == {LinkKind.DENIAL}
