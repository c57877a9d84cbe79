"""The links of a ledger do not depend on the order in which its articles came, nor on how often they are looked for.

The network here is a small rule: contents that share three words say the same, and "not" in one of them contradicts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import pytest

from sayso.identity import article_id, document_id, sha256, statement_id
from sayso.library import Ledger
from sayso.link_records import LinkKind
from sayso.link_views import trace_of
from sayso.linking import link_waiting
from sayso.records import (
    Article,
    Dated,
    Document,
    Given,
    Line,
    Manner,
    ModelVersion,
    Role,
    Span,
    Speaker,
    Statement,
)
from sayso.store import Store

WIRE = (
    "The ferry to Velden will stop calling at the old quay this winter, the harbour company announced. Its winches "
    "date from another age, an inspector found, and no insurer will cover them after November. Passengers are to be "
    "taken by bus from the new terminal. The town council had asked for a delay of two years, to find money. "
)
PAGES = (
    ("post", "2031-05-01", "Velden Post", WIRE + "Ada Voss said that the ferry would leave the old quay in November."),
    (
        "times",
        "2031-05-02",
        "Ostrel Times",
        WIRE + "Ada Voss said that the ferry would leave the old quay in November.",
    ),
    (
        "radio",
        "2031-05-04",
        "Marsh Radio",
        "Ada Voss said that from November no ferry would use the old quay of Velden.",
    ),
    ("quay", "2031-05-05", "The Quay", "Pel Oru said that the ferry would not leave the old quay in November."),
)


@dataclass
class Scores:
    entailment: float
    neutral: float
    contradiction: float
    similarity: float


class Rule:
    version = ModelVersion("rule", "1")

    def relate(self, pairs):
        return [self._scores(set(a.split()), set(b.split())) for a, b in pairs]

    @staticmethod
    def _scores(one, other):
        if len(one & other) < 3:
            return Scores(0.0, 1.0, 0.0, 0.2)
        return Scores(0.0, 0.0, 1.0, 0.9) if ("not" in one) != ("not" in other) else Scores(0.95, 0.05, 0.0, 0.95)


def page(name, day, outlet, text):
    content, given = text.encode(), Given(outlet=outlet)
    identity = document_id(sha256(content), "text/plain", given)
    fetched = "2031-06-01T00:00:00Z"
    kind = ("text/plain", "utf-8")
    document = Document(identity, name, f"{name}.txt", fetched, *kind, sha256(content), content, given)
    published = Dated(day, "day", "given")
    lines = (Line(0, len(text), Role.BODY),)
    article = Article(article_id(document.id, text), document.id, text, lines, outlet=outlet, published=published)
    at = text.rindex(" said that ")
    begin = text.rindex(". ", 0, at) + 2 if ". " in text[:at] else 0
    spans = ((Span(begin, at),), (Span(at + 1, at + 5),), (Span(at + 6, len(text) - 1),))
    speaker = Speaker(name + "1", text[begin:at], "person")
    identity = statement_id(article.id, *spans)
    return document, article, (Statement(identity, article.id, *spans, Manner.INDIRECT, 0.9, speaker=speaker),)


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
    return [page(*one) for one in PAGES]


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
        found = trace_of(store, pages[2][2][0].id)
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
